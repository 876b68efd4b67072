import { setTimeout } from 'node:timers/promises'
import type { NamespaceAnswer } from '../../control/setup.ts'
import { Dice } from '../../crash/work.ts'
import { type Balancer, Lost } from './balancer.ts'
import { type Asked, type Client, type Json, clients, fixtures } from './clients.ts'
import type { History, Operation } from './history.ts'

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

interface Thing {
  readonly id: string
  readonly name: string
  deleted: boolean
}

/** A namespace as its clients know it. */
interface Place {
  readonly name: string
  readonly clients: readonly (readonly [string, Client])[]
  readonly things: ReadonlyMap<string, Map<string, Thing>>
  made: number
  /** Since when nobody has got an answer. */
  silentSince?: number | undefined
}

const MOST = 10

/** Clients of many namespaces, each with credentials of its own, behind a balancer that knows nothing. */
export class Load {
  readonly #options: LoadOptions
  readonly #dice: Dice
  #places: Place[] = []
  #running: Promise<void>[] = []
  #stopped = false
  #next = 0
  /** How many requests got an answer, how many did not, and how long nobody got one from a namespace, in milliseconds at most. */
  readonly tally = { answered: 0, lost: 0, silence: 0 }

  /** What was heard in place of answers. */
  readonly why = new Set<string>()

  constructor(options: LoadOptions) {
    this.#options = options
    this.#dice = new Dice('cluster', options.seed)
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

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#running)
  }

  /** Looks at everything, through each of the replicas, until all have answered. */
  async look(): Promise<void> {
    for (const port of this.#options.balancer.ports)
      for (const place of this.#places)
        for (const [kind, client] of place.clients) while (!(await this.#list({ place, kind, client, hand: 0, port })));
  }

  async #enter(name: string): Promise<Place> {
    const { balancer } = this.#options
    const headers = { 'content-type': 'application/json' }
    const path = '/_peertwin/namespaces'
    const asked = { method: 'POST', path, headers, body: JSON.stringify({ name, fixtures }) }
    for (;;) {
      const made = await balancer.send(asked).catch(lost)
      const there = { method: 'GET', path: `${path}/${name}`, headers }
      const heard = made?.status === 409 ? await balancer.send(there).catch(lost) : made
      if (!heard) continue
      if (heard.status >= 400) throw new Error(`${name}: ${heard.status} ${heard.text}`)
      const { credentials } = JSON.parse(heard.text) as NamespaceAnswer
      const own = Object.entries(clients).map(([kind, client]) => [kind, client(credentials[kind]!)] as const)
      return { name, clients: own, things: new Map(own.map(([kind]) => [kind, new Map<string, Thing>()])), made: 0 }
    }
  }

  async #work(hand: number): Promise<void> {
    while (!this.#stopped) {
      await this.#pace()
      // most work at a time is in a few namespaces, so that many ask the same one
      const busy = Math.floor(this.tally.answered / 400) + this.#dice.below(4)
      const n = this.#dice.below(3) > 0 ? busy % this.#places.length : this.#dice.below(this.#places.length)
      const place = this.#places[n]!
      const [kind, client] = this.#dice.of(place.clients)
      await this.#step({ place, kind, client, hand })
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
    const things = [...place.things.get(kind)!.values()]
    const there = things.filter(({ deleted }) => !deleted)
    const draw = this.#dice.below(100)
    if (draw < 7) return this.#advance(who)
    if (draw < 25 || things.length === 0) return this.#list(who)
    if (draw < 60) return this.#get(who, this.#dice.of(things.slice(-MOST)))
    if (draw < 85 && there.length < MOST) return this.#create(who)
    if (there.length > 0) return this.#remove(who, this.#dice.of(there))
  }

  async #create(who: Who): Promise<void> {
    const n = who.place.made++
    const name = `n${n}`
    const operation = this.#begin(who, 'create', name)
    const heard = await this.#heard(who, operation, who.client.create(name, n))
    if (!heard) return
    const id = who.client.made(heard.body)
    this.#options.history.identify(operation, id, name)
    this.#know(who, id, name)
    this.#options.history.end(operation, heard.clock, null)
  }

  async #get(who: Who, { id, name }: Thing): Promise<void> {
    const operation = this.#begin(who, 'get', name)
    const heard = await this.#heard(who, operation, who.client.get(id))
    if (heard) this.#options.history.end(operation, heard.clock, heard.gone ? null : who.client.shown(heard.body))
  }

  async #list(who: Who): Promise<boolean> {
    const operation = this.#begin(who, 'list')
    const heard = await this.#heard(who, operation, who.client.list())
    if (!heard) return false
    const shown = who.client.shown(heard.body)
    this.#options.history.end(operation, heard.clock, shown)
    for (const { id, name } of shown) this.#know(who, id, name)
    return true
  }

  async #remove(who: Who, thing: Thing): Promise<void> {
    thing.deleted = true
    const operation = this.#begin(who, 'delete', thing.name)
    const heard = await this.#heard(who, operation, who.client.remove(thing.id))
    if (!heard) return
    if (heard.gone) this.#options.history.surprises.push(`gone before it was deleted: ${JSON.stringify(operation)}`)
    this.#options.history.end(operation, heard.clock, null)
  }

  async #advance(who: Who): Promise<void> {
    const { history } = this.#options
    const { place, hand } = who
    const by = 1 + this.#dice.below(3)
    const operation = history.begin({ namespace: place.name, client: hand, do: 'advance', kind: '', by })
    const heard = await this.#heard(who, operation, {
      method: 'POST',
      path: `/_peertwin/namespaces/${place.name}/clock/advance`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ by: `${by}s` }),
    })
    if (heard) history.end(operation, Date.parse(heard.body.now) / 1000, null)
  }

  /** Whoever hears first of a resource makes it known to all clients of its namespace. */
  #know({ place, kind }: Who, id: string, name: string): void {
    const known = place.things.get(kind)!
    if (!known.has(id)) known.set(id, { id, name, deleted: false })
  }

  #begin({ place, kind, hand }: Who, what: Operation['do'], name = ''): Operation {
    return this.#options.history.begin({ namespace: place.name, client: hand, do: what, kind, name })
  }

  /** An answer that says something; one that no client may get is noted. */
  async #heard(who: Who, operation: Operation, asked: Asked): Promise<Understood | undefined> {
    const { history, balancer } = this.#options
    const began = performance.now()
    const asking = who.port ? balancer.sendTo(who.port, asked) : balancer.send(asked)
    const heard = await asking.catch((error: unknown) => {
      this.why.add((error as Error).message)
      return lost(error)
    })
    if (!heard) {
      this.tally.lost++
      who.place.silentSince ??= began
      return undefined
    }
    this.tally.answered++
    if (who.place.silentSince !== undefined)
      this.tally.silence = Math.max(this.tally.silence, Math.round(performance.now() - who.place.silentSince))
    who.place.silentSince = undefined
    const { status, headers, text } = heard
    const body: Json = text === '' ? {} : JSON.parse(text)
    const gone = operation.do !== 'advance' && who.client.gone(status, body)
    if (!gone && (status >= 400 || body.code > 0)) {
      history.surprises.push(`${JSON.stringify(operation)}: ${status} ${text}`)
      return undefined
    }
    const number = headers['x-peertwin-request']
    if (typeof number === 'string') history.number(operation.namespace, number)
    return { body, clock: Date.parse(String(headers['date'])) / 1000, gone }
  }
}

const lost = (error: unknown): undefined => {
  if (!(error instanceof Lost)) throw error
}

/** An answer as its client reads it, with what the clock said; `gone` where there is no such thing. */
interface Understood {
  readonly body: Json
  readonly clock: number
  readonly gone: boolean
}

/** Whose turn it is, and with what. */
interface Who {
  readonly place: Place
  readonly kind: string
  readonly client: Client
  readonly hand: number
  /** The replica that is asked; else it is that whose turn it is. */
  readonly port?: number
}
