import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { Abort, Exchange, WireAnswer } from '../../../src/http/exchange.ts'
import type { Gateway } from '../../../src/server/gateway.ts'
import { HOST, edge, heard, heardOn, owner, served } from './setup.ts'

const BODY = '{"näme":"☃ and more than a few bytes","list":[1,2,3]}'
const ANSWER: WireAnswer = {
  status: 200,
  headers: ['Content-Type', 'application/json', 'X-Odd-CASE', 'é', 'Content-Length', String(Buffer.byteLength(BODY))],
  body: BODY,
}

/** Answers everything in one way, once its body was received. */
const answering =
  (answer: (exchange: Exchange) => void | Promise<void>): Gateway =>
  (exchange) =>
    void exchange.receive(() => answer(exchange))

/** What a client hears of a gateway, at first hand and through another replica. */
const both = async (gateway: Gateway, ...sent: (string | Uint8Array)[]) => {
  const there = await owner({ serve: gateway })
  const here = edge(there)
  return {
    local: await heard(await served(gateway), ...sent),
    passed: await heard(await served(here.gateway), ...sent),
  }
}

const get = (method = 'GET', more = ''): string =>
  `${method} /v2/a?b=c HTTP/1.1\r\nHost: api.example:80\r\n${more}Connection: close\r\n\r\n`
const dateless = (text: string): string => text.replaceAll(/Date: [^\r]+\r\n/g, '')

const same = async (gateway: Gateway, ...sent: (string | Uint8Array)[]): Promise<string> => {
  const { local, passed } = await both(gateway, ...sent)
  expect({ ...passed, text: dateless(passed.text) }).toEqual({ ...local, text: dateless(local.text) })
  return local.text
}

describe('a client hears the same through another replica', () => {
  const whole = answering((exchange) => exchange.answer(ANSWER))

  test('of an answer', async () => {
    const text = await same(whole, get())
    expect(Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1').toString()).toBe(BODY)
    expect(text).toContain('\r\nX-Odd-CASE: Ã©\r\n')
  })

  test('of HEAD', async () => {
    expect(await same(whole, get('HEAD'))).toMatch(/\r\n\r\n$/)
  })

  test.each([
    ['204', { status: 204, headers: [], body: null }],
    ['304 with a body', { status: 304, headers: [], body: 'no' }],
    ['an empty body', { status: 200, headers: ['Content-Length', '0'], body: '' }],
    ['no body at all', { status: 500, headers: [], body: null }],
    ['a body of no told length', { status: 200, headers: ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'], body: 'text' }],
  ] satisfies [string, WireAnswer][])('of %s', async (_, answer) => {
    expect(
      await same(
        answering((exchange) => exchange.answer(answer)),
        get(),
      ),
    ).toContain(`HTTP/1.1 ${answer.status} `)
  })

  test.each([
    [{ kind: 'reset' }],
    [{ kind: 'close' }],
    [{ kind: 'truncate', bytes: 0 }],
    [{ kind: 'truncate', bytes: 6 }],
    [{ kind: 'dribble', bytes: 7, every: 1 }],
    [{ kind: 'idleClose', after: 1 }],
  ] satisfies [Abort][])('of %j', async (how) => {
    const gateway = answering((exchange) => exchange.abort(how, ANSWER))
    // one that is closed while idle has to be kept before
    const sent = how.kind === 'idleClose' ? get().replace('Connection: close\r\n', '') : get()
    const { local, passed } = await both(gateway, sent)
    expect({ ...passed, text: dateless(passed.text) }).toEqual({ ...local, text: dateless(local.text) })
    expect(local.end).toBe(how.kind === 'reset' ? 'ECONNRESET' : 'closed')
    expect(local.text === '').toBe(how.kind === 'reset' || how.kind === 'close')
  })

  test('of nothing, until the client gives up', async () => {
    const hang = answering((exchange) => exchange.abort({ kind: 'hang' }, ANSWER))
    const here = edge(await owner({ serve: hang }))
    const socket = connect(await served(here.gateway), HOST)
    const all = heardOn(socket, get())
    await expect.poll(() => here.passed.length).toBe(1)
    expect(await here.passed[0]).toEqual({ kind: 'answered', answer: undefined })
    socket.end()
    socket.destroy()
    expect(await all).toEqual({ text: '', end: 'closed' })
  })

  test('of several requests on one connection, which is known to be used again', async () => {
    const reused = answering((exchange) => {
      const body = String(exchange.reused)
      exchange.answer({ status: 200, headers: ['Content-Length', String(body.length)], body })
    })
    const kept = get().replace('Connection: close\r\n', '')
    const text = await same(reused, kept + kept + get())
    expect(text.match(/(?:true|false)(?=HTTP|$)/g)).toEqual(['false', 'true', 'true'])
  })
})

describe('the other replica learns all of a request', () => {
  const telling = answering((exchange) => {
    const { method, scheme, authority, target, path, query, rawHeaders, oversize, reused } = exchange
    const names = ['host', 'content-type', 'cookie', 'x-twice', 'accept', 'set-cookie', 'none', 'constructor']
    const headers = names.map((name) => [name, exchange.header(name) ?? null])
    const sent = exchange.body && Buffer.from(exchange.body).toString('hex')
    const body = JSON.stringify({
      method,
      scheme,
      authority,
      target,
      path,
      query,
      rawHeaders,
      oversize,
      reused,
      headers,
      sent,
    })
    const close = oversize ? ['Connection', 'close'] : []
    exchange.answer({ status: 200, headers: ['Content-Length', String(Buffer.byteLength(body)), ...close], body })
  })
  const bodyOf = (text: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1').toString()) as Record<string, unknown>

  test('with headers as they read where they were sent twice', async () => {
    const twice =
      'Content-Type: a/b\r\ncontent-type: c/d\r\nCookie: a=1\r\nCookie: b=2\r\nX-Twice: é\r\nx-TWICE: 2\r\nSet-Cookie: q\r\n'
    const { headers } = bodyOf(await same(telling, get('GET', `${twice}constructor: own\r\n`)))
    expect(headers).toEqual([
      ['host', 'api.example:80'],
      ['content-type', 'a/b'],
      ['cookie', 'a=1; b=2'],
      ['x-twice', 'Ã©, 2'] /* as Node reads them */,
      ['accept', null],
      ['set-cookie', 'q'],
      ['none', null],
      ['constructor', 'own'],
    ])
  })

  test('with a body of any bytes', async () => {
    const bytes = Uint8Array.from({ length: 512 }, (_, i) => i)
    const { sent } = bodyOf(await same(telling, get('POST', 'Content-Length: 512\r\n'), bytes))
    expect(sent).toBe(Buffer.from(bytes).toString('hex'))
  })

  test.each(['//v2/./x/../y?a=%2F', 'http://Other.example:81/v2?x'])('with the target %s', async (target) => {
    expect(bodyOf(await same(telling, get().replace('/v2/a?b=c', target)))).toHaveProperty('oversize', false)
  })

  test('with the largest body', async () => {
    const max = 1024 * 1024
    const sizing = answering((exchange) => {
      const body = JSON.stringify([exchange.body?.length ?? null, exchange.oversize])
      exchange.answer({ status: 200, headers: ['Content-Length', String(body.length), 'Connection', 'close'], body })
    })
    const largest = Buffer.alloc(max, 'x')
    expect(bodyOf(await same(sizing, get('PUT', `Content-Length: ${max}\r\n`), largest))).toEqual([max, false])
    expect(bodyOf(await same(sizing, get('PUT', `Content-Length: ${max + 1}\r\n`)))).toEqual([null, true])
  })
})
