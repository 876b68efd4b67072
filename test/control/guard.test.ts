import { describe, expect, test } from 'vitest'
import { overSocket } from '../helpers/socket.ts'
import { ORIGIN, controlOf, ok, problem, refused, setup } from './setup.ts'

const hostRefused = (name: string) =>
  problem(
    403,
    'Host refused',
    `The control API does not answer to the host name '${name}'; allow it with --control-host ${name} or PEERTWIN_CONTROL_HOST=${name}.`,
  )
const originRefused = (origin: string) =>
  problem(403, 'Origin refused', `The control API does not take calls from pages of ${origin}.`)
const tokenWanted = problem(
  401,
  'Token wanted',
  'The control API wants the token that start was given: Authorization: Bearer ….',
  { headers: { 'www-authenticate': 'Bearer' } },
)

describe('a host name', () => {
  const statusAt = async (base: string, controlHosts?: string[]) =>
    (await overSocket(setup({ controlHosts }).emulator, base)('GET', '/_peertwin/clock')).status

  test.each([
    'http://localhost',
    'http://127.0.0.1:4580',
    'http://[::1]:4580',
    'http://digitalocean.localhost:4580',
    'http://127.8.8.8',
  ])('%s is this machine', async (base) => {
    expect(await statusAt(base)).toBe(200)
  })

  test.each([
    'http://evil.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://peertwin',
  ])('%s may have been rebound to it', async (base) => {
    const { emulator, control } = setup()
    const before = (await control('GET', '/state')).text
    const there = controlOf(emulator, undefined, { host: new URL(base).host })
    expect(await there('POST', '/clock/advance', { by: '1s' })).toEqual(hostRefused(new URL(base).hostname))
    expect((await control('GET', '/state')).text).toBe(before)
  })

  test('does not matter to who asks whether the emulator lives', async () => {
    const { emulator } = setup({ controlToken: 'sesame' })
    const there = controlOf(emulator, undefined, { host: 'peertwin:4580' })
    expect(await there('GET', '/ready')).toEqual(ok({ ready: true }))
    expect((await there('GET', '/health')).status).toBe(200)
    expect(await there('POST', '/ready')).toEqual(hostRefused('peertwin'))
    expect(await there('GET', '/version')).toEqual(hostRefused('peertwin'))
  })

  test('can be allowed', async () => {
    expect(await statusAt('http://peertwin:4580', ['peertwin'])).toBe(200)
  })
})

describe('a page', () => {
  test('of the emulator itself is let in, no other', async () => {
    const { emulator, control } = setup()
    const page = (origin: string) => controlOf(emulator, undefined, { origin })
    expect((await page(ORIGIN)('POST', '/clock/advance', { by: '1s' })).status).toBe(200)
    for (const origin of ['http://localhost:9999', 'https://localhost:4580', 'https://evil.example', 'null']) {
      const before = (await control('GET', '/state')).text
      expect(await page(origin)('POST', '/clock/advance', { by: '1s' })).toEqual(originRefused(origin))
      expect((await control('GET', '/state')).text).toBe(before)
    }
  })

  test('of another site that does not say which is refused, too', async () => {
    const { emulator, control } = setup()
    const before = (await control('GET', '/state')).text
    const page = (site: string) => controlOf(emulator, undefined, { 'sec-fetch-site': site })
    const notOfOthers = problem(403, 'Origin refused', 'The control API does not take calls from pages of other sites.')
    for (const [method, path] of [
      ['POST', '/reset'],
      ['GET', '/clock'],
      ['GET', '/health'],
    ] as const)
      expect(await page('cross-site')(method, path)).toEqual(notOfOthers)
    expect((await control('GET', '/state')).text).toBe(before)
    for (const site of ['none', 'same-origin']) expect((await page(site)('GET', '/clock')).status).toBe(200)
  })
})

describe('a token', () => {
  test('is wanted for everything but health and readiness, whatever the path', async () => {
    const { emulator, api } = setup({ controlToken: 'sesame' })
    const stranger = controlOf(emulator)
    const known = controlOf(emulator, undefined, { authorization: 'Bearer sesame' })
    const before = (await known('GET', '/state')).text
    expect((await stranger('GET', '/health')).status).toBe(200)
    expect(await stranger('GET', '/ready')).toEqual(ok({ ready: true }))
    for (const [method, path] of [
      ['POST', '/reset'],
      ['GET', '/clock'],
      ['GET', '/nothing'],
      ['POST', '/health'],
      ['GET', '/namespaces/nobody/clock'],
      ['GET', '/namespaces/%ff/clock'],
      ['POST', '/clock/advance'],
    ] as const)
      expect(await stranger(method, path)).toEqual(tokenWanted)
    for (const authorization of ['Bearer sesam', 'Bearer sesame!', 'bearer sesame', 'Basic sesame', 'sesame', ''])
      expect(await stranger('POST', '/reset', undefined, { authorization })).toEqual(tokenWanted)
    expect((await known('GET', '/state')).text).toBe(before)
    expect((await api('GET', '/v2/vpcs')).status).toBe(200)
    expect((await known('GET', '/clock')).status).toBe(200)
    expect((await known('GET', '/nothing')).status).toBe(404)
  })

  test('does not open the door to pages of others', async () => {
    const { emulator } = setup({ controlToken: 'sesame' })
    const known = controlOf(emulator, undefined, { authorization: 'Bearer sesame' })
    await refused(
      known,
      ['GET', '/nothing'],
      problem(404, 'Not found', expect.any(String), { members: { routes: expect.any(Array) as unknown } }),
    )
    expect(await known('GET', '/health', undefined, { origin: 'https://evil.example' })).toEqual(
      originRefused('https://evil.example'),
    )
  })
})
