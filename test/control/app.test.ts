import { describe, expect, test } from 'vitest'
import { createControl } from '../../src/control/app.ts'
import type { ControlContext } from '../../src/control/context.ts'
import { routes } from '../../src/control/routes/index.ts'
import { overSocket } from '../helpers/socket.ts'
import { ORIGIN, controlOf, invalid, ok, problem, refused, setup } from './setup.ts'

const standing = { mode: 'virtual', now: '2026-01-01T00:00:00.000Z', speed: 0, next_due: null }

describe('the path of a namespace', () => {
  const moved = async (path: string) => {
    const { control } = setup()
    for (const name of ['a', 'clock', 'with.dots-and_more']) await control('POST', '/namespaces', { name })
    await control('POST', path, { by: '5s' })
    const now = async (base: string) =>
      ((await control('GET', `${base}/clock`)).body as { now: string }).now.slice(17, 19)
    return [
      await now(''),
      await now('/namespaces/a'),
      await now('/namespaces/clock'),
      await now('/ns/with.dots-and_more'),
    ]
  }

  test.each([
    ['/clock/advance', ['05', '00', '00', '00']],
    ['/namespaces/default/clock/advance', ['05', '00', '00', '00']],
    ['/namespaces/a/clock/advance', ['00', '05', '00', '00']],
    ['/namespaces/a/clock/advance/', ['00', '05', '00', '00']],
    ['/namespaces/%61/clock/advance', ['00', '05', '00', '00']],
    ['/namespaces/clock/clock/advance', ['00', '00', '05', '00']],
    ['/ns/a/clock/advance', ['00', '05', '00', '00']],
    ['/ns/with.dots-and_more/clock/advance', ['00', '00', '00', '05']],
    ['/namespaces/clock/advance', ['00', '00', '00', '00']],
    ['/namespaces//clock/advance', ['00', '00', '00', '00']],
    ['/namespaces/a//clock/advance', ['00', '00', '00', '00']],
  ])('%s', async (path, expected) => {
    expect(await moved(path)).toEqual(expected)
  })

  test('is not taken for the namespace itself', async () => {
    const { control } = setup()
    const { body } = await control('POST', '/namespaces', { name: 'a' })
    for (const path of ['/namespaces/a', '/namespaces/a/', '/ns/a'])
      expect(await control('GET', path)).toEqual(ok(body))
    await refused(
      control,
      ['PUT', '/namespaces/a'],
      problem(405, 'Method not allowed', '/_peertwin/namespaces/a takes GET, DELETE.', {
        headers: { allow: 'GET, DELETE' },
      }),
    )
    await refused(
      control,
      ['DELETE', '/namespaces//a'],
      problem(404, 'Not found', 'The control API has no /_peertwin/namespaces//a.', {
        members: { routes: expect.any(Array) as unknown },
      }),
    )
  })

  test('leads to the routes of a namespace alone, and to namespaces that there are', async () => {
    const { control } = setup()
    await control('POST', '/namespaces', { name: 'a' })
    for (const path of ['health', 'metrics', 'namespaces', 'openapi.json', 'namespaces/a/clock', 'helth'])
      expect(await control('GET', `/namespaces/a/${path}`)).toEqual(
        problem(404, 'Not found', `The control API has no /_peertwin/namespaces/a/${path}.`, {
          members: { routes: expect.any(Array) as unknown },
        }),
      )
    await refused(
      control,
      ['POST', '/namespaces/nobody/reset'],
      problem(404, 'No such namespace', "There is no namespace 'nobody'; it is one of default, a"),
    )
    await refused(control, ['POST', '/namespaces/%ff/reset'], invalid('The path is not percent-encoded UTF-8.'))
  })
})

describe('a path that leads nowhere', () => {
  test('is answered with all that there are, each of a namespace twice', async () => {
    const { control } = setup()
    const answer = await control('GET', '/helth')
    const listed = routes.flatMap(({ method, path, scope }) => [
      `${method} /_peertwin${path}`,
      ...(scope === 'namespace' ? [`${method} /_peertwin/namespaces/:namespace${path}`] : []),
    ])
    expect(answer).toEqual(
      problem(404, 'Not found', 'The control API has no /_peertwin/helth.', { members: { routes: listed } }),
    )
    expect(listed).toContain('POST /_peertwin/namespaces/:namespace/requests/find')
    expect(listed).not.toContain('GET /_peertwin/namespaces/:namespace/health')
  })

  test('a method that a path does not take is answered with those that it does', async () => {
    const { control } = setup()
    await refused(
      control,
      ['DELETE', '/clock'],
      problem(405, 'Method not allowed', '/_peertwin/clock takes GET, PUT.', { headers: { allow: 'GET, PUT' } }),
    )
  })

  test('a trailing slash is harmless', async () => {
    const { control } = setup()
    expect(await control('GET', '/clock/')).toEqual(ok(standing))
  })
})

describe('HEAD', () => {
  test('is a GET without its body, also of a stream', async () => {
    const { control, emulator } = setup()
    const head = await control('HEAD', '/clock')
    expect(head).toEqual({ ...ok(standing), body: undefined, text: '' })
    expect(await control('HEAD', '/events')).toEqual({
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      body: undefined,
      text: '',
    })
    expect((await overSocket(emulator, ORIGIN)('HEAD', '/_peertwin/clock')).headers['content-length']).toBe(
      (await overSocket(emulator, ORIGIN)('GET', '/_peertwin/clock')).headers['content-length'],
    )
    expect((await control('HEAD', '/reset')).status).toBe(405)
  })
})

describe('a body or query that cannot be read', () => {
  test.each<[string, string | Uint8Array, unknown]>([
    ['no JSON', '{"by"', 'body: it is not JSON at line 1, column 6'],
    ['more levels than anybody needs', `{"by":${'['.repeat(101)}${']'.repeat(101)}}`, 'body: more than 100 levels'],
    ['levels without end', `{"by":${'['.repeat(500_000)}${']'.repeat(500_000)}}`, 'body: more than 100 levels'],
    ['no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 'The body is not UTF-8.'],
    ['no object', '[]', 'body: expected an object, not a list'],
    ['an unknown member', '{"bye":"1s"}', "body has no 'bye'; did you mean 'by'?"],
  ])('%s', async (_, body, detail) => {
    const { control } = setup()
    await refused(control, ['POST', '/clock/advance', body], invalid(detail))
  })

  test('an unknown parameter', async () => {
    const { control } = setup()
    await refused(control, ['POST', '/reset?kep=ids'], invalid("query has no 'kep'; did you mean 'keep'?"))
  })

  test('one that is too large, whether it says so or not', async () => {
    const { emulator, control } = setup()
    const tooLarge = problem(413, 'Too large', 'The body exceeds 16 MiB.')
    const large = new Uint8Array(16 * 1024 * 1024 + 1).fill(0x20)
    await refused(control, ['POST', '/clock/advance', large], tooLarge)
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(large)
        controller.close()
      },
    })
    const request = new Request(`${ORIGIN}/_peertwin/clock/advance`, { method: 'POST', body, duplex: 'half' })
    const answer = await emulator.fetch(request)
    expect({ status: answer.status, text: await answer.text() }).toEqual({ status: 413, text: tooLarge.text })
    expect(await control('POST', '/clock/advance', large.fill(0x31, 0, 1).subarray(1))).toMatchObject({ status: 400 })
  })
})

test('a defect is answered with its stack, and the next call is served', async () => {
  const { emulator } = setup()
  const context = {
    hosts: [],
    trouble: () => null,
    whenStored: null,
    token: undefined,
    namespaces: { default: { world: emulator.world } },
    metrics: () => Promise.reject(new Error('broken')),
  } as unknown as ControlContext
  const app = createControl(context)
  const answer = await app(new Request(`${ORIGIN}/_peertwin/metrics`))
  expect(answer.status).toBe(500)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(await answer.json()).toEqual({
    type: 'about:blank',
    title: 'Internal error',
    status: 500,
    detail: expect.stringMatching(/^Error: broken\n +at /) as string,
  })
  expect((await app(new Request(`${ORIGIN}/_peertwin/ready`))).status).toBe(200)
  expect((await controlOf(emulator)('GET', '/ready')).status).toBe(200)
})
