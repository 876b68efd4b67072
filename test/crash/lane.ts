import { expect } from 'vitest'
import type { Emulator } from '../../src/index.ts'
import type { Sent } from '../helpers/socket.ts'
import { type Ask, type Told, imageOf } from './image.ts'

/** Says that the disk took nothing of a request. */
export class Refused extends Error {}

/** An answer that may not be. */
export class Mismatch extends Error {}

/** What was seen over all lanes. */
export interface Tally {
  answered: number
  refused: number
  /** Requests that the end overtook, and that have happened nevertheless. */
  overtaken: number
}

interface Asked {
  /** Where the server was then, which some signatures cover. */
  readonly base: string
  readonly path: string
  readonly sent: Sent
}

/**
 * One client after the other of namespaces that nobody else uses. Whatever the server acknowledges is done in a twin that only
 * has memory, so that the twin tells what must be there.
 */
export class Lane {
  readonly name: string
  readonly tally: Tally
  /** Where the server is at present. */
  base = ''
  /** Whether the disk may refuse at present. */
  mayRefuse = false
  readonly #twin: Emulator
  #pending: Asked | undefined

  constructor(name: string, twin: Emulator, tally: Tally) {
    this.name = name
    this.#twin = twin
    this.tally = tally
  }

  /** Sends a request to the server, and once that has answered to the twin. Rejects when there is no answer. */
  readonly send = async (path: string, sent: Sent): Promise<Response> => {
    const { method = 'GET' } = sent
    const reads = method === 'GET' && !path.includes('Action=Create')
    this.#pending = { base: this.base, path, sent }
    const given = await this.#ofServer(path, sent)
    if (given.status >= 500 || given.text.includes('ServiceUnavailable')) {
      if (!this.mayRefuse || reads) throw new Mismatch(`${method} ${path}: ${given.status} ${given.text}`)
      this.#pending = undefined
      this.tally.refused++
      throw new Refused(given.text)
    }
    const expected = await this.#ofTwin(path, sent)
    this.#pending = undefined
    this.tally.answered++
    if (outcome(given) !== outcome(expected))
      throw new Mismatch(
        `${method} ${path}: ${given.status} ${given.text}, and the twin ${expected.status} ${expected.text}`,
      )
    return new Response(given.status === 204 ? null : given.text, { status: given.status, headers: given.headers })
  }

  /** Holds the server against the twin. What the end overtook may have happened or not. */
  async settle(): Promise<void> {
    const [found, known] = [await imageOf(this.name, this.#ofServer), await imageOf(this.name, this.#ofTwin)]
    const pending = this.#pending
    this.#pending = undefined
    if (JSON.stringify(found) === JSON.stringify(known)) return
    if (pending) await this.#ofTwin(pending.path, pending.sent, pending.base)
    expect({ pending, ...found }).toEqual({ pending, ...(await imageOf(this.name, this.#ofTwin)) })
    this.tally.overtaken++
  }

  readonly #ofServer: Ask = async (path, sent = {}) => toldBy(await fetch(this.base + path, init(sent)))

  readonly #ofTwin = async (path: string, sent: Sent = {}, base = this.base): Promise<Told> =>
    toldBy(await this.#twin.fetch(new Request(base + path, init(sent))))
}

// some say with a status of success that they refuse
const outcome = ({ status, text }: Told): string => `${status} ${/"code":\s*("?\w*)/i.exec(text)?.[1] ?? ''}`

const init = ({ method = 'GET', headers = {}, body }: Sent): RequestInit => ({
  method,
  headers,
  ...(body !== undefined && { body: body as string }),
})

const toldBy = async (response: Response): Promise<Told> => {
  const { status, headers } = response
  return { status, headers, text: await response.text() }
}
