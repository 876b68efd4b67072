import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { Gateway } from '../../../src/server/gateway.ts'
import { HOST, deferred, edge, heard, heardOn, owner, peers, served } from './setup.ts'

type App = (request: Request, own: string | undefined) => Promise<Response>

const nobody: Gateway = () => {
  throw new Error('no exchange was expected')
}
const ask = (method: string, path: string, more = ''): string =>
  `${method} /_peertwin${path} HTTP/1.1\r\nHost: localhost\r\n${more}Connection: close\r\n\r\n`
const dateless = (text: string): string => text.replace(/date: [^\r]+\r\n/i, '')

/** What a client hears of a web application, at first hand and through another replica. */
const same = async (app: App, ...sent: (string | Uint8Array)[]): Promise<string> => {
  const own = 'team-a'
  const local = await heard(await served((exchange) => void exchange.answerBy((request) => app(request, own))), ...sent)
  const here = edge(await owner({ serve: nobody, call: app }), own)
  const passed = await heard(await served(here.gateway), ...sent)
  expect({ ...passed, text: dateless(passed.text) }).toEqual({ ...local, text: dateless(local.text) })
  return local.text
}

const streamOf = (...parts: string[]): ReadableStream<Uint8Array> =>
  ReadableStream.from(parts.map((part) => new TextEncoder().encode(part)))

describe('a caller of the control API hears the same through another replica', () => {
  test.each([
    ['JSON', () => Response.json({ nä: '☃' }, { status: 201, headers: { 'X-More': 'a' } })],
    ['a text', () => new Response('text')],
    ['nothing', () => new Response(null, { status: 204 })],
    ['no body', () => new Response(null, { status: 404 })],
    ['an empty body', () => new Response('')],
    [
      'several cookies',
      () =>
        new Response('x', {
          headers: [
            ['set-cookie', 'a=1'],
            ['set-cookie', 'b=2'],
          ],
        }),
    ],
    ['bytes of no type', () => new Response(Uint8Array.from([0, 255, 254]))],
    ['a body whose length is told', () => new Response(streamOf('ab', 'cde'), { headers: { 'content-length': '5' } })],
  ] satisfies [string, () => Response][])('as %s', async (_, answer) => {
    expect(await same(() => Promise.resolve(answer()), ask('GET', '/x'))).toContain(`HTTP/1.1 ${answer().status} `)
  })

  test('of a call with all that it carries', async () => {
    const text = await same(
      async (request, own) =>
        Response.json({
          own,
          method: request.method,
          url: request.url,
          headers: [...request.headers],
          body: await request.text(),
        }),
      ask('PUT', '/a%20b?c=%2F&d', 'Content-Length: 4\r\nX-A: 1\r\nx-a: é\r\nOrigin: http://localhost\r\n'),
      'body',
    )
    expect(JSON.parse(text.slice(text.indexOf('{')))).toMatchObject({
      own: 'team-a',
      method: 'PUT',
      url: 'http://localhost/_peertwin/a%20b?c=%2F&d',
      body: 'body',
    })
  })

  test('of HEAD', async () => {
    const answer = (): Promise<Response> => Promise.resolve(new Response(null, { headers: { a: 'b' } }))
    expect(await same(answer, ask('HEAD', '/x'))).toContain('\r\na: b\r\n')
  })

  test('of a call whose body is not read', async () => {
    const refuse = (): Promise<Response> => Promise.resolve(new Response('too large', { status: 413 }))
    expect(await same(refuse, ask('PUT', '/x', 'Content-Length: 4\r\n'), 'body')).toContain('HTTP/1.1 413 ')
  })
})

test('a body of many megabytes comes in full, and so does an answer', async () => {
  const here = edge(
    await owner({ serve: nobody, call: async (request) => new Response(new Uint8Array(await request.arrayBuffer())) }),
  )
  const body = Buffer.alloc(24 * 1024 * 1024, 'abcdefg')
  const answer = await fetch(`http://${HOST}:${await served(here.gateway)}/_peertwin/x`, { method: 'PUT', body })
  expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true)
})

describe('an event stream', () => {
  const streaming = async () => {
    const cancelled = deferred()
    let controller!: ReadableStreamDefaultController<Uint8Array>
    const there = await owner({
      serve: nobody,
      call: () =>
        Promise.resolve(
          new Response(
            new ReadableStream<Uint8Array>({
              start(given) {
                controller = given
              },
              cancel: () => cancelled.resolve(),
            }),
            { headers: { 'content-type': 'text/event-stream' } },
          ),
        ),
    })
    const here = edge(there)
    const say = (text: string): void => controller.enqueue(new TextEncoder().encode(text))
    const port = await served(here.gateway)
    return { port, say, cancelled: cancelled.promise, end: () => controller.close() }
  }

  test('comes event by event, and ends when it does there', async () => {
    const { port, say, end } = await streaming()
    const answer = await fetch(`http://${HOST}:${port}/_peertwin/events`)
    const reader = answer.body!.getReader()
    for (const text of ['data: 1\n\n', 'data: 2\n\n']) {
      say(text)
      expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe(text)
    }
    end()
    expect(await reader.read()).toEqual({ done: true, value: undefined })
  })

  test('is given up there when its reader goes away here', async () => {
    const { port, say, cancelled } = await streaming()
    const giveUp = new AbortController()
    const answer = await fetch(`http://${HOST}:${port}/_peertwin/events`, { signal: giveUp.signal })
    say('data: 1\n\n')
    await answer.body!.getReader().read()
    giveUp.abort()
    expect(await cancelled).toBeUndefined()
  })
})

test('a caller who goes away before the answer is known to be gone there', async () => {
  const gone = deferred()
  const came = deferred()
  const here = edge(
    await owner({
      serve: nobody,
      async call({ signal }) {
        came.resolve()
        await once(signal, 'abort')
        gone.resolve()
        return new Response('nobody hears this')
      },
    }),
  )
  const socket = connect(await served(here.gateway), HOST)
  void heardOn(socket, ask('GET', '/x'))
  await came.promise
  socket.destroy()
  await gone.promise
  expect(await here.passed[0]).toMatchObject({ kind: 'lost' })
})

describe('a call that is declined', () => {
  const request = (): Request => new Request('http://localhost/_peertwin/x', { method: 'PUT', body: 'kept' })

  test('has kept its body, and can be passed on again', async () => {
    const there = await owner({ serve: nobody, call: async (given) => new Response(await given.text()) })
    const [others, sent] = [peers(), request()]
    expect(await others.call(sent, undefined, { ...there, unit: 'other' })).toEqual({ kind: 'elsewhere' })
    expect(sent.bodyUsed).toBe(false)
    const passed = await others.call(sent, undefined, there)
    expect(passed.kind === 'answered' && (await passed.answer.text())).toBe('kept')
  })

  test('by the application has no answer either', async () => {
    const there = await owner({ serve: nobody, call: () => Promise.resolve(null) })
    expect(await peers().call(request(), undefined, there)).toEqual({ kind: 'elsewhere' })
  })
})
