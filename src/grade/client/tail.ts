import type { Readable } from 'node:stream'

const KEPT = 256 * 1024

/** The end of what a stream says. */
export class Tail {
  #text = ''

  constructor(stream: Readable | null) {
    stream?.setEncoding('utf8')
    stream?.on('data', (chunk: string) => {
      this.#text += chunk
      if (this.#text.length > 2 * KEPT) this.#text = this.#text.slice(-KEPT)
    })
  }

  get text(): string {
    return this.#text.slice(-KEPT)
  }
}
