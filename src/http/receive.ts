import type { IncomingMessage } from 'node:http'
import { loadZod, zodLoaded } from '../core/zod.ts'
import type { Call, Credential, Received } from './call.ts'

/** The largest request body that any provider reads, in bytes. */
export const BODY_LIMIT = 1024 * 1024

/** Reads the request body into the call, up to the limit. Rejects when the client goes away. */
export const receive = <C extends Credential>(call: Call<C>): Promise<void> => {
  if (!zodLoaded()) return loadZod().then(() => receive(call)) // whoever reads a body needs a schema for it
  const { incoming, received } = call.context.env
  const keep = ({ body, oversize }: Received): void => {
    call.body = body
    call.oversize = oversize
  }
  return received ? Promise.resolve(keep(received)) : receiveBody(call.context.req.raw, incoming).then(keep)
}

/** Reads a request body up to the limit. Rejects when the client goes away. */
export const receiveBody = (request: Request, incoming: IncomingMessage | undefined): Promise<Received> => {
  const length = incoming ? incoming.headers['content-length'] : request.headers.get('content-length')
  if (Number(length ?? 0) > BODY_LIMIT) return Promise.resolve({ body: null, oversize: true })
  return incoming ? fromSocket(incoming) : request.arrayBuffer().then((buffer) => measured(new Uint8Array(buffer)))
}

const measured = (body: Uint8Array): Received =>
  body.length > BODY_LIMIT ? { body: null, oversize: true } : { body, oversize: false }

// reading the socket's own events is several times cheaper than a web stream over it
const fromSocket = (incoming: IncomingMessage): Promise<Received> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= BODY_LIMIT || size - chunk.length <= BODY_LIMIT) chunks.push(chunk)
      if (size > BODY_LIMIT) finish()
    })
    const finish = (): void => resolve(measured(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    incoming.on('end', finish)
    incoming.on('error', reject)
    incoming.on('close', () => {
      if (!incoming.complete) reject(new Error('the client went away'))
    })
  })
