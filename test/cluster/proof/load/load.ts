import { setTimeout } from 'node:timers/promises'
import type { NamespaceAnswer } from '../../../control/setup.ts'
import { Dice } from '../../../crash/work.ts'
import { BEGIN } from '../cluster.ts'
import type { History } from '../history.ts'
import type { Balancer } from './balancer.ts'
import { clients, fixtures } from './clients.ts'
import { type Place, Requests, type Thing, type Who, lost } from './requests.ts'

export interface LoadOptions {
  readonly balancer: Balancer
  readonly history: History
  readonly seed: number
  readonly namespaces: number
  /** How many requests are in flight at most. */
  readonly hands: number
  /** How many requests begin in a second at most. */
  readonly perSecond: number
}

const MOST = 10

/** Clients of many namespaces, each with credentials of its own, behind a balancer that knows nothing. */
export class Load {
  readonly requests: Requests
  readonly #options: LoadOptions
  readonly #dice: Dice
  #places: Place[] = []
  #running: Promise<unknown>[] = []
  #stopped = false
  #next = 0
  #late: Promise<Place> | undefined
  #changes = 0
  /** How often a replica said that a namespace has ended. */
  ends = 0

  constructor(options: LoadOptions) {
    this.#options = options
    this.#dice = new Dice('cluster', options.seed)
    this.requests = new Requests(options.balancer, options.history)
  }

  /** Makes the namespaces, each through the next replica; what is lost is asked again. */
  async begin(): Promise<void> {
    const names = Array.from({ length: this.#options.namespaces }, (_, n) => `team-${n}`)
    for (let at = 0; at < names.length; at += 8)
      this.#places.push(...(await Promise.all(names.slice(at, at + 8).map((name) => this.#enter(name)))))
  }

  run(): void {
    this.#stopped = false
    this.#running = Array.from({ length: this.#options.hands }, (_, hand) => this.#work(hand))
  }

  /** Makes one more namespace and ends the one that was made like this before, while everything goes on. */
  change(): void {
    const before = this.#late
    this.#late = this.#enter(`late-${this.#changes++}`).then((place) => this.#welcome(place))
    this.#running.push(this.#late)
    if (before) this.#running.push(before.then((place) => this.#leave(place)))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#running)
  }

  /** Makes and ends a namespace that no late request can make anew. */
  async end(): Promise<void> {
    let place = await this.#enter('last-0')
    for (let n = 1; !place.once; n++) place = await this.#enter(`last-${n}`)
    await this.#leave(place)
  }

  /** Looks at everything, through each of the replicas, until all have answered. */
  async look(): Promise<void> {
    for (const port of this.#options.balancer.ports)
      for (const place of this.#places)
        for (const [kind, client] of place.clients) await this.#listed({ place, kind, client, hand: 0, port })
  }

  async #enter(name: string): Promise<Place> {
    const { balancer } = this.#options
    const headers = { 'content-type': 'application/json' }
    const path = '/_peertwin/namespaces'
    const asked = { method: 'POST', path, headers, body: JSON.stringify({ name, fixtures }) }
    for (let times = 1; ; times++) {
      const made = await balancer.send(asked).catch(lost)
      const there = { method: 'GET', path: `${path}/${name}`, headers }
      const heard = made?.status === 409 ? await balancer.send(there).catch(lost) : made
      if (!heard) continue
      if (heard.status >= 400) throw new Error(`${name}: ${heard.status} ${heard.text}`)
      const { credentials } = JSON.parse(heard.text) as NamespaceAnswer
      const own = Object.entries(clients).map(([kind, client]) => [kind, client(credentials[kind]!)] as const)
      const things = new Map(own.map(([kind]) => [kind, new Map<string, Thing>()]))
      return {
        name,
        once: times === 1,
        clients: own,
        things,
        made: 0,
        furthest: Date.parse(BEGIN) / 1000,
        unclear: new Set(),
        underWay: new Set(),
      }
    }
  }

  /** Lists until there is an answer, be it one that no client may get. */
  async #listed(who: Who): Promise<void> {
    const { surprises } = this.#options.history
    while (!(await this.requests.list(who)) && surprises.length === 0);
  }

  /** Has clients ask a namespace, once the first of them has got an answer. */
  async #welcome(place: Place): Promise<Place> {
    const [kind, client] = place.clients[0]!
    await this.#listed({ place, kind, client, hand: 0 })
    this.#places.push(place)
    return place
  }

  /** Ends a namespace. From the answer on, every replica knows that its credentials are nobody's. */
  async #leave(place: Place): Promise<void> {
    const { balancer, history } = this.#options
    this.#places = this.#places.filter((other) => other !== place)
    await Promise.all(place.underWay)
    const ending = { method: 'DELETE', path: `/_peertwin/namespaces/${place.name}`, headers: {} }
    const first = await balancer.send(ending).catch(lost)
    let ended = first
    while (!ended) ended = await balancer.send(ending).catch(lost)
    if (ended.status !== 204 && (first || ended.status !== 404))
      history.surprises.push(`the end of ${place.name}: ${ended.status} ${ended.text}`)
    if (!place.once) return // one of the requests for it may only now be carried out
    const [, client] = place.clients[0]!
    for (const port of balancer.ports) {
      const heard = await balancer.sendTo(port, client.list()).catch(lost)
      if (heard?.status === 410) this.ends++
      else if (heard) history.surprises.push(`after the end of ${place.name}: ${heard.status} ${heard.text}`)
    }
  }

  async #work(hand: number): Promise<void> {
    while (!this.#stopped) {
      await this.#pace()
      // most work at a time is in a few namespaces, so that many ask the same one
      const busy = Math.floor(this.requests.tally.answered / 400) + this.#dice.below(4)
      const n = this.#dice.below(3) > 0 ? busy % this.#places.length : this.#dice.below(this.#places.length)
      const place = this.#places[n]!
      const [kind, client] = this.#dice.of(place.clients)
      const step = this.#step({ place, kind, client, hand })
      place.underWay.add(step)
      await step
      place.underWay.delete(step)
    }
  }

  /** Waits for its turn. */
  async #pace(): Promise<void> {
    const at = performance.now()
    this.#next = Math.max(this.#next + 1000 / this.#options.perSecond, at)
    if (this.#next > at) await setTimeout(this.#next - at)
  }

  async #step(who: Who): Promise<unknown> {
    const { place, kind } = who
    // what was lost is looked for before anything else is asked, so that there are few orders in which it may have happened
    const unclear = place.clients.find(([other]) => place.unclear.has(other))
    if (unclear) return this.requests.list({ ...who, kind: unclear[0], client: unclear[1] })
    const things = [...place.things.get(kind)!.values()]
    const there = things.filter(({ deleted }) => !deleted)
    const draw = this.#dice.below(100)
    if (draw < 7) return this.requests.advance(who, 1 + this.#dice.below(3))
    if (draw < 25) return this.requests.list(who)
    if (draw < 60 && things.length > 0) return this.requests.get(who, this.#dice.of(things.slice(-MOST)))
    if (draw < 85 && there.length < MOST) return this.requests.create(who)
    if (there.length > 0) return this.requests.remove(who, this.#dice.of(there))
  }
}
