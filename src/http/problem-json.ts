import type { WireAnswer } from './exchange.ts'

/** On every answer of the emulator itself: no browser may take one for what its content type does not say. */
export const NOSNIFF = ['X-Content-Type-Options', 'nosniff'] as const

/** An answer of the emulator itself, in RFC 9457 form: for what no provider would say. */
export const problemJson = (status: number, title: string, detail: string, members: object = {}): WireAnswer =>
  ownAnswer(status, 'application/problem+json', { type: 'about:blank', title, status, detail, ...members })

/** A value as the emulator itself shows it. */
export const json = (value: unknown, status = 200): WireAnswer => ownAnswer(status, 'application/json', value)

/** An answer with further headers: names and values in turn. */
export const withHeaders = (answer: WireAnswer, ...more: readonly string[]): WireAnswer => ({
  ...answer,
  headers: [...answer.headers, ...more],
})

const ownAnswer = (status: number, contentType: string, value: unknown): WireAnswer => {
  const body = `${JSON.stringify(value)}\n`
  const headers = ['Content-Type', contentType, 'Content-Length', String(Buffer.byteLength(body)), ...NOSNIFF]
  return { status, headers, body }
}
