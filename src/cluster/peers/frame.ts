import type { Readable } from 'node:stream'

const LENGTH = 4
const EMPTY = Buffer.alloc(0)

/** A message between replicas: what is to be known of it as JSON behind its length, then its bytes. */
export const framed = (head: object, bytes: Uint8Array = EMPTY): Buffer => {
  const text = Buffer.from(JSON.stringify(head))
  const length = Buffer.allocUnsafe(LENGTH)
  length.writeUInt32BE(text.length)
  return Buffer.concat([length, text, bytes])
}

/** A message that is there in full. Throws for bytes that are none. */
export const unframed = <Head>(message: Buffer): { readonly head: Head; readonly bytes: Buffer } => {
  const end = endOfHead(message)
  if (end === undefined) throw new Error('a message between replicas ends before its head does')
  return { head: JSON.parse(message.toString('utf8', LENGTH, end)) as Head, bytes: message.subarray(end) }
}

/** A message whose bytes are still coming: they follow once its head is there. Rejects when it ends before. */
export const openFrame = async <Head>(
  incoming: Readable,
): Promise<{ readonly head: Head; readonly rest: AsyncGenerator<Buffer> }> => {
  const chunks = incoming[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>
  let start: Buffer = EMPTY
  while (endOfHead(start) === undefined) {
    const { done, value } = await chunks.next()
    if (done) break
    start = Buffer.concat([start, value])
  }
  const { head, bytes } = unframed<Head>(start)
  return { head, rest: following(bytes, chunks) }
}

/** All of a message. */
export const gather = async (incoming: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

/** The bytes of a message as the body of a web request or answer; who gives up on it cuts the message off. */
export const webStream = (rest: AsyncGenerator<Buffer>, incoming: Readable): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await rest.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: () => void incoming.destroy(),
    },
    { highWaterMark: 0 },
  )

const endOfHead = (bytes: Buffer): number | undefined => {
  if (bytes.length < LENGTH) return undefined
  const end = LENGTH + bytes.readUInt32BE()
  return bytes.length < end ? undefined : end
}

const following = async function* (first: Buffer, chunks: AsyncIterableIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first
  yield* chunks
}
