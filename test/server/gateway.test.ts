import { afterEach, describe, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, createEmulator, providerNames } from '../../src/index.ts'
import { START } from '../helpers/setup.ts'
import { sendTo } from '../helpers/socket.ts'

const open: Emulator[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

const listening = async (options: EmulatorOptions = {}, controlPort?: number) => {
  const emulator = createEmulator({ clock: { mode: 'virtual', start: START }, ...options })
  open.push(emulator)
  return emulator.listen({ controlPort })
}

const bearer = { headers: { authorization: 'Bearer x' } }
const problem = (status: number, title: string, detail: string) => ({ type: 'about:blank', title, status, detail })

describe('a request', () => {
  test('finds its provider by path, by host name and by <name>.localhost', async () => {
    const { port } = await listening({ providers: [...providerNames] })
    for (const url of [
      'http://localhost/v2/account',
      'http://api.digitalocean.com/v2/account',
      'http://digitalocean.localhost:4580/v2/account',
    ])
      expect((await sendTo(port, url, bearer)).headers['ratelimit-limit']).toBe('5000')
    const own = await sendTo(port, 'http://api.digitalocean.com/anything', bearer)
    expect([own.status, own.body]).toEqual([404, expect.objectContaining({ id: 'not_found' })])
  })

  test('for / finds its provider by what it carries, and whoever claims / has the others', async () => {
    const { port } = await listening({ providers: [...providerNames] })
    const body = new URLSearchParams({ Action: 'DescribeVpcs', Version: '2017-03-12' })
    const versioned = `/?${body.toString()}`
    for (const [path, sent] of [
      ['/', { method: 'POST', headers: { 'x-tc-action': 'DescribeVpcs' }, body: '{}' }],
      ['/', { method: 'POST', body }],
      ['//', { method: 'POST', headers: { 'x-tc-action': 'DescribeVpcs' }, body: '{}' }],
      [versioned, {}],
    ] as const)
      expect((await sendTo(port, `http://localhost${path}`, sent)).text).toMatch(/^\{"Response":\{"Error":/)
    for (const sent of [{}, { method: 'POST', body: '{}' }])
      expect((await sendTo(port, 'http://localhost/', sent)).text).not.toContain('Response')
  })

  test('for / with a browser finds the page of the emulator, and no client does', async () => {
    const { port } = await listening({ providers: ['huawei', 'digitalocean'], dashboard: false })
    const page = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }
    const { status, headers, text } = await sendTo(port, 'http://localhost/', page)
    expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'nosniff',
    ])
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">[^]*<h1>Peertwin \d[^]*<\/html>\n$/)
    expect(text).not.toContain('Dashboard')
    expect(text).toContain('<h2>DigitalOcean')
    expect(text).toContain('export DIGITALOCEAN_API_URL=http://localhost')
    expect((await sendTo(port, 'http://127.0.0.1/', { ...page, method: 'HEAD' })).text).toBe('')
    const versions = await sendTo(port, 'http://localhost/')
    expect([versions.headers['content-type'], versions.text]).toEqual([
      'application/json',
      expect.stringContaining('"versions"'),
    ])
    for (const [url, sent] of [
      ['http://vpc.eu-de.otc.t-systems.com/', page],
      ['http://localhost/', { headers: { accept: 'application/json' } }],
      ['http://localhost/', { headers: { ...page.headers, 'x-auth-token': 'any' } }],
      ['http://localhost/', { headers: { ...page.headers, authorization: 'Bearer any' } }],
      ['http://localhost/?x=1', page],
      ['http://localhost/', { ...page, method: 'POST' }],
      ['http://localhost/v2', page],
    ] as const)
      expect((await sendTo(port, url, sent)).headers['content-type']).not.toContain('text/html')
    expect((await sendTo(port, 'http://rebound.example/', page)).status).toBe(403)
  })

  test('the page of the emulator keeps to itself what is for those with the token', async () => {
    const { port } = await listening({ providers: ['digitalocean'], controlToken: 'sesame', dashboard: false })
    const page = { headers: { accept: 'text/html' } }
    const { status, text } = await sendTo(port, 'http://localhost/', page)
    expect(status).toBe(200)
    expect(text).toContain('<h2>DigitalOcean')
    expect(text).not.toContain('DIGITALOCEAN_TOKEN')
  })

  test('for / that nobody recognises or claims hears so', async () => {
    const { port } = await listening({ providers: ['tencent', 'digitalocean'] })
    const { status, body } = await sendTo(port, 'http://localhost/', { method: 'POST', body: '{}' })
    expect([status, body]).toEqual([
      404,
      {
        ...problem(404, 'No provider answers here', 'No provider claims /.'),
        prefixes: { '/v2/index.php': 'tencent', '/v2': 'digitalocean', '/_peertwin': 'the emulator itself' },
      },
    ])
  })

  test('that no provider claims hears which prefixes there are', async () => {
    const { port } = await listening({ providers: ['digitalocean'] })
    const { status, headers, body } = await sendTo(port, 'http://localhost/v9/things?x=/v2')
    expect([status, headers['content-type']]).toEqual([404, 'application/problem+json'])
    expect(body).toEqual({
      ...problem(404, 'No provider answers here', 'No provider claims /v9/things.'),
      prefixes: { '/v2': 'digitalocean', '/_peertwin': 'the emulator itself' },
    })
  })

  test('for a namespace that there is not is refused, and none is made', async () => {
    const { port } = await listening({ providers: ['digitalocean'] })
    const headers = { ...bearer.headers, 'x-peertwin-namespace': 'nobody' }
    const { status, body } = await sendTo(port, 'http://localhost/v2/vpcs', { headers })
    expect([status, body]).toEqual([
      400,
      problem(400, 'No such namespace', "There is no namespace 'nobody'; it is one of default"),
    ])
    expect((await sendTo(port, 'http://localhost/_peertwin/namespaces')).body).toMatchObject({
      namespaces: [{ name: 'default' }],
    })
  })
})

describe('--control-port', () => {
  test('puts the control API on a port of its own and nowhere else', async () => {
    const { port, control } = await listening({ providers: ['digitalocean'] }, 0)
    const controlPort = Number(new URL(control).port)
    expect(controlPort).not.toBe(port)
    expect((await sendTo(controlPort, 'http://localhost/_peertwin/health')).status).toBe(200)
    expect((await sendTo(port, 'http://localhost/v2/vpcs', bearer)).status).toBe(200)
    const onShared = await sendTo(port, 'http://localhost/_peertwin/health')
    expect([onShared.status, onShared.body]).toEqual([
      404,
      expect.objectContaining(problem(404, 'No provider answers here', 'No provider claims /_peertwin/health.')),
    ])
    const onOwn = await sendTo(controlPort, 'http://localhost/v2/vpcs', bearer)
    expect([onOwn.status, onOwn.body]).toEqual([
      404,
      problem(404, 'Not here', 'This listener serves the control API under /_peertwin alone, not /v2/vpcs.'),
    ])
  })
})
