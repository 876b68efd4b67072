import { type Balancer, Lost } from './balancer.ts'
import type { Asked, Client, Json } from './clients.ts'
import type { History, Operation } from '../history.ts'

export interface Thing {
  readonly id: string
  readonly name: string
  deleted: boolean
}

/** A namespace as its clients know it. */
export interface Place {
  readonly name: string
  /** Whether it was asked for once. */
  readonly once: boolean
  readonly clients: readonly (readonly [string, Client])[]
  readonly things: ReadonlyMap<string, Map<string, Thing>>
  made: number
  /** Where the clock was to move by what was asked so far, in seconds. */
  furthest: number
  /** Of which kinds nobody has seen yet what became of a request without an answer. */
  readonly unclear: Set<string>
  /** What is being asked. */
  readonly underWay: Set<Promise<unknown>>
  /** Since when nobody has got an answer. */
  silentSince?: number | undefined
}

/** Whose turn it is, and with what. */
export interface Who {
  readonly place: Place
  readonly kind: string
  readonly client: Client
  readonly hand: number
  /** The replica that is asked; else it is that whose turn it is. */
  readonly port?: number
}

/** An answer as its client reads it, with what the clock said; `gone` where there is no such thing, `late` where the clock is beyond. */
interface Understood {
  readonly body: Json
  readonly clock: number
  readonly gone: boolean
  readonly late: boolean
}

/** Nothing where it is not known how a request ended. */
export const lost = (error: unknown): undefined => {
  if (!(error instanceof Lost)) throw error
}

/** Asks as clients do, and puts down what was asked and heard. */
export class Requests {
  /** How many requests got an answer, how many did not, and how long nobody got one from a namespace, in milliseconds at most. */
  readonly tally = { answered: 0, lost: 0, silence: 0 }
  /** What was heard in place of answers. */
  readonly why = new Set<string>()
  readonly #balancer: Balancer
  readonly #history: History

  constructor(balancer: Balancer, history: History) {
    this.#balancer = balancer
    this.#history = history
  }

  async create(who: Who): Promise<void> {
    const n = who.place.made++
    const name = `n${n}`
    const operation = this.#begin(who, 'create', name)
    const heard = await this.#heard(who, operation, who.client.create(name, n))
    if (!heard) return
    const id = who.client.made(heard.body)
    this.#history.identify(operation, id, name)
    this.#know(who, id, name)
    this.#history.end(operation, heard.clock, null)
  }

  async get(who: Who, { id, name }: Thing): Promise<void> {
    const operation = this.#begin(who, 'get', name)
    const heard = await this.#heard(who, operation, who.client.get(id))
    if (!heard) return
    // one of the providers answers with a list, which may be empty
    const shown = heard.gone ? [] : who.client.shown(heard.body)
    this.#history.end(operation, heard.clock, shown.length > 0 ? shown : null)
  }

  async list(who: Who): Promise<boolean> {
    who.place.unclear.delete(who.kind)
    const operation = this.#begin(who, 'list')
    const heard = await this.#heard(who, operation, who.client.list())
    if (!heard) return false
    const shown = who.client.shown(heard.body)
    this.#history.end(operation, heard.clock, shown)
    for (const { id, name } of shown) this.#know(who, id, name)
    return true
  }

  async remove(who: Who, thing: Thing): Promise<void> {
    thing.deleted = true
    const operation = this.#begin(who, 'delete', thing.name)
    const heard = await this.#heard(who, operation, who.client.remove(thing.id))
    if (!heard) return
    if (heard.gone) this.#history.surprises.push(`gone before it was deleted: ${JSON.stringify(operation)}`)
    this.#history.end(operation, heard.clock, null)
  }

  /** Moves the clock a little further than anybody has asked for before. */
  async advance({ place, kind, client, hand }: Who, by: number): Promise<void> {
    place.furthest += by
    const to = place.furthest
    const operation = this.#history.begin({ namespace: place.name, client: hand, do: 'advance', kind: '', to })
    const heard = await this.#heard({ place, kind, client, hand }, operation, {
      method: 'POST',
      path: `/_peertwin/namespaces/${place.name}/clock/advance`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: new Date(to * 1000).toISOString() }),
    })
    if (heard?.late) this.#history.late(operation)
    else if (heard) this.#history.end(operation, Date.parse(heard.body.now) / 1000, null)
  }

  /** Whoever hears first of a resource makes it known to all clients of its namespace. */
  #know({ place, kind }: Who, id: string, name: string): void {
    const known = place.things.get(kind)!
    if (!known.has(id)) known.set(id, { id, name, deleted: false })
  }

  #begin({ place, kind, hand }: Who, what: Operation['do'], name = ''): Operation {
    return this.#history.begin({ namespace: place.name, client: hand, do: what, kind, name })
  }

  /** An answer that says something; one that no client may get is noted. */
  async #heard(who: Who, operation: Operation, asked: Asked): Promise<Understood | undefined> {
    const began = performance.now()
    const asking = who.port ? this.#balancer.sendTo(who.port, asked) : this.#balancer.send(asked)
    const heard = await asking.catch((error: unknown) => {
      this.why.add((error as Error).message)
      return lost(error)
    })
    if (!heard) {
      this.tally.lost++
      if (operation.do !== 'advance') who.place.unclear.add(who.kind)
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
    const late = operation.do === 'advance' && status === 409
    if (!gone && !late && (status >= 400 || body.code > 0)) {
      this.#history.surprises.push(`${JSON.stringify(operation)}: ${status} ${text}`)
      return undefined
    }
    const number = headers['x-peertwin-request']
    if (typeof number === 'string') this.#history.number(operation.namespace, number)
    return { body, clock: Date.parse(String(headers['date'])) / 1000, gone, late }
  }
}
