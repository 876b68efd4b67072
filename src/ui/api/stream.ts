import { CallError, credentials, pathOf } from './call.ts'

/** One server-sent event. */
export interface StreamEvent {
  readonly id: number | null
  readonly type: string
  readonly data: unknown
}

/** What is told while a stream is read. */
export interface StreamReader {
  opened(): void
  event(event: StreamEvent): void
}

/**
 * Reads the event stream of a namespace until it ends. EventSource cannot send the token that the control API may want.
 * Resolves when the server closes the stream; rejects when the connection breaks or is refused.
 */
export const readStream = async (last: number | null, reader: StreamReader, signal: AbortSignal): Promise<void> => {
  const answer = await fetch(pathOf('/events'), {
    headers: { ...credentials(), accept: 'text/event-stream', ...(last !== null && { 'last-event-id': String(last) }) },
    signal,
  })
  if (!answer.ok || !answer.body) throw new CallError(answer.status, `the event stream answers ${answer.status}`)
  reader.opened()
  let rest = ''
  const text = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  for (let chunk = await text.read(); !chunk.done; chunk = await text.read()) {
    const parts = (rest + chunk.value).split('\n\n')
    rest = parts.pop()!
    for (const part of parts) {
      const event = parse(part)
      if (event) reader.event(event)
    }
  }
}

const parse = (part: string): StreamEvent | undefined => {
  let id: number | null = null
  let type = 'message'
  let data = ''
  for (const line of part.split('\n')) {
    if (line.startsWith('id: ')) id = Number(line.slice(4))
    else if (line.startsWith('event: ')) type = line.slice(7)
    else if (line.startsWith('data: ')) data += line.slice(6)
  }
  return data === '' ? undefined : { id, type, data: JSON.parse(data) }
}
