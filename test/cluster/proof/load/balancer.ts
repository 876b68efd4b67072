import { Agent, request } from 'node:http'
import { type Asked, HOST } from './clients.ts'

/** An answer. */
export interface Heard {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** Nobody knows how a request ended: it got no answer, or one that says so. */
export class Lost extends Error {}

/** Sends each request to the next replica, whatever it is about. It knows nothing of replicas but where they were. */
export class Balancer {
  readonly ports: readonly number[]
  readonly #agent = new Agent({ keepAlive: true })
  /** How long a client waits for an answer, in milliseconds. */
  readonly #patience: number
  #turn = 0

  constructor(ports: readonly number[], patience: number) {
    this.ports = ports
    this.#patience = patience
  }

  /** Rejects with {@link Lost}. Where nobody listens, the next replica gets the request. */
  async send(asked: Asked): Promise<Heard> {
    const first = this.#turn++
    for (const n of this.ports.keys()) {
      const heard = await this.sendTo(this.ports[(first + n) % this.ports.length]!, asked)
      if (heard) return heard
    }
    throw new Lost('nobody listens')
  }

  /** The answer of one replica, or nothing where nobody listens. */
  async sendTo(port: number, asked: Asked): Promise<Heard | undefined> {
    const heard = await this.#ask(port, asked)
    // one of the providers says with status 200 that it is not available
    if (heard && (heard.status >= 500 || heard.text.includes('ServiceUnavailable'))) throw new Lost(heard.text)
    return heard
  }

  close(): void {
    this.#agent.destroy()
  }

  #ask(port: number, { method, path, headers, body }: Asked): Promise<Heard | undefined> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
      const all = { host: HOST, ...headers, ...length }
      const sent = request({ agent: this.#agent, host: '127.0.0.1', port, method, path, headers: all }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('error', (error) => reject(new Lost(error.message)))
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
      })
      const timer = setTimeout(() => sent.destroy(new Error('no answer')), this.#patience)
      sent.on('close', () => {
        clearTimeout(timer)
        reject(new Lost('the answer broke off'))
      })
      sent.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') resolve(undefined)
        else reject(new Lost(error.message))
      })
      sent.end(body)
    })
  }
}
