/** An answer of the emulator itself, in RFC 9457 form: for what no provider would say. */
export const problemJson = (status: number, title: string, detail: string, members: object = {}): Response =>
  new Response(`${JSON.stringify({ type: 'about:blank', title, status, detail, ...members })}\n`, {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })

export const json = (value: unknown, status = 200): Response =>
  new Response(`${JSON.stringify(value)}\n`, { status, headers: { 'content-type': 'application/json' } })
