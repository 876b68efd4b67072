import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { namespaceRoutes } from '../../../src/control/routes/namespaces.ts'
import { overSocket } from '../../helpers/socket.ts'
import { BASE } from '../../providers/digitalocean/setup.ts'
import { type Answered } from '../../helpers/setup.ts'
import { FULL_TOKEN } from '../../../src/providers/digitalocean/seed.ts'
import { FakeWall } from '../../helpers/wall.ts'
import { DONE, covers, createNamespace, invalid, notFound, ok, problem, refused, setup } from '../setup.ts'

covers(namespaceRoutes)

const shown = (name: string, more: object = {}) => ({
  name,
  control: `/_peertwin/namespaces/${name}`,
  url: null,
  expires_at: null,
  credentials: { digitalocean: { token: expect.stringMatching(/^dop_v1_[0-9a-f]{64}$/) as string } },
  ...more,
})
const HOME = { ...shown('default'), control: '/_peertwin', credentials: { digitalocean: { token: FULL_TOKEN } } }
const conflict = (detail: string): Answered => problem(409, 'Namespace refused', detail)
const missing = (name: string): Answered =>
  problem(404, 'No such namespace', `There is no namespace '${name}'; it is one of default, taken`)

describe('POST /namespaces', () => {
  test('answers with the name, where it is and a credential per provider', async () => {
    const { control } = setup({ wall: new FakeWall() })
    const expires_at = '2026-01-01T00:01:30.000Z'
    expect(await control('POST', '/namespaces', { name: 'a', ttl: '90s' })).toEqual(ok(shown('a', { expires_at }), 201))
  })

  test('chooses a free name when none is given', async () => {
    const { control } = setup()
    await createNamespace(control, { name: 'ns-1' })
    expect((await createNamespace(control)).name).toBe('ns-2')
    await control('DELETE', '/namespaces/ns-2')
    expect((await createNamespace(control)).name).toBe('ns-3')
  })

  test('gives the same name the same credential, and every name another one', async () => {
    const [one, other] = [setup(), setup()]
    const { credentials } = await createNamespace(one.control, { name: 'a' })
    expect((await createNamespace(other.control, { name: 'a' })).credentials).toEqual(credentials)
    expect((await createNamespace(one.control, { name: 'b' })).credentials).not.toEqual(credentials)
  })

  test('begins with a snapshot of default when asked to', async () => {
    const { control, api } = setup()
    await api('POST', '/v2/vpcs', { name: 'mine', region: 'nyc3' })
    await control('PUT', '/snapshots/s')
    await createNamespace(control, { name: 'a', from: 's' })
    const { resources } = (await control('GET', '/namespaces/a/resources?type=digitalocean/vpc')).body as {
      resources: object[]
    }
    expect(resources).toHaveLength(15)
  })

  test('can make one that differs in seed, clock, auth, limits, settings and records', async () => {
    const { control, emulator } = setup()
    const own = await createNamespace(control, {
      seed: 7,
      clock: { mode: 'virtual', start: '2027-01-01T00:00:00Z' },
      auth: 'strict',
      rate_limits: 'enforce',
      settings: { digitalocean: { defaultVpcs: false, burstLimit: 2 } },
      fixtures: { digitalocean: { tokens: [{ name: 'ci', token: 'mine' }] } },
    })
    const as = (token: string) =>
      overSocket(emulator, BASE, { authorization: `Bearer ${token}`, 'x-peertwin-namespace': own.name })
    const api = as(own.credentials['digitalocean']!['token']!)
    expect((await api('GET', '/v2/vpcs')).body).toMatchObject({ vpcs: [], meta: { total: 0 } })
    expect((await api('GET', '/v2/vpcs')).headers['date']).toBe('Fri, 01 Jan 2027 00:00:00 GMT')
    expect((await api('GET', '/v2/vpcs')).status).toBe(429)
    expect((await as('mine')('GET', '/v2/vpcs')).status).toBe(200)
    expect((await as('unknown')('GET', '/v2/vpcs')).status).toBe(401)
  })

  test.each<[string, object, Answered]>([
    ['a taken name', { name: 'taken' }, conflict("There is a namespace 'taken' already.")],
    ['the name default', { name: 'default' }, conflict("There is a namespace 'default' already.")],
    [
      'a name with a slash',
      { name: 'a/b' },
      invalid("body.name: expected text like /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, not 'a/b'"),
    ],
    ['an unknown member', { nam: 'a' }, invalid("body has no 'nam'; did you mean 'name'?")],
    [
      'a clock with a present',
      { clock: { now: '2027-01-01T00:00:00Z' } },
      invalid("body.clock has no 'now'; it is one of mode, speed, start"),
    ],
    [
      'an unknown provider',
      { settings: { digitalocaen: {} } },
      invalid("no provider 'digitalocaen' is served; did you mean 'digitalocean'?"),
    ],
    [
      'an unknown setting',
      { settings: { digitalocean: { quota: 1 } } },
      invalid(expect.stringMatching(/^digitalocean has no setting 'quota'/)),
    ],
    [
      'a wrong fixture',
      { fixtures: { digitalocean: { vpc: [] } } },
      invalid("fixtures.digitalocean has no 'vpc'; did you mean 'vpcs'?"),
    ],
    [
      'a snapshot that is none',
      { from: 'nothing' },
      notFound("There is no snapshot 'nothing' of the namespace default."),
    ],
    [
      'records on top of a snapshot',
      { from: 's', empty: true },
      invalid('body: a namespace from a snapshot has its settings and records from there'),
    ],
  ])('refuses %s', async (_, body, answer) => {
    const { control } = setup()
    await createNamespace(control, { name: 'taken' })
    await refused(control, ['POST', '/namespaces', body], answer)
    expect((await createNamespace(control)).name).toBe('ns-1')
  })

  test('refuses one too many', async () => {
    const { control } = setup({ maxNamespaces: 1 })
    await createNamespace(control, { name: 'taken' })
    await refused(
      control,
      ['POST', '/namespaces', {}],
      conflict('There are 1 namespaces already; delete some, or give them a ttl.'),
    )
  })

  test('refuses a port that cannot be had, as if nobody had asked', async () => {
    const { control, emulator } = setup({ auth: 'lax' })
    const { credentials } = await createNamespace(setup().control)
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    const { port } = blocker.address() as AddressInfo
    await refused(
      control,
      ['POST', '/namespaces', { port }],
      problem(
        409,
        'Port refused',
        `The port cannot be had: listen EADDRINUSE: address already in use 127.0.0.1:${port}.`,
      ),
    )
    blocker.close()
    const client = overSocket(emulator, BASE, { authorization: `Bearer ${credentials['digitalocean']!['token']}` })
    expect((await client('GET', '/v2/account')).status).toBe(200)
    expect((await createNamespace(control)).name).toBe('ns-1')
  })
})

describe('GET /namespaces', () => {
  test('pages through all of them, default first', async () => {
    const { control } = setup()
    expect(await control('GET', '/namespaces')).toEqual(ok({ namespaces: [HOME], next: null }))
    for (const name of ['a', 'b', 'c']) await createNamespace(control, { name })
    const [a, b, c] = ['a', 'b', 'c'].map((name) => shown(name))
    expect(await control('GET', '/namespaces')).toEqual(ok({ namespaces: [HOME, a, b, c], next: null }))
    expect(await control('GET', '/namespaces?limit=2')).toEqual(ok({ namespaces: [HOME, a], next: 'a' }))
    expect(await control('GET', '/namespaces?limit=2&after=a')).toEqual(ok({ namespaces: [b, c], next: null }))
  })

  test('refuses a limit that is none', async () => {
    const { control } = setup()
    await refused(control, ['GET', '/namespaces?limit=0'], invalid('query.limit: expected at least 1, not 0'))
  })
})

describe('GET and DELETE /namespaces/{namespace}', () => {
  test('show one, and delete it', async () => {
    const { control } = setup()
    await createNamespace(control, { name: 'taken' })
    await createNamespace(control, { name: 'a' })
    expect(await control('GET', '/namespaces/a')).toEqual(ok(shown('a')))
    expect(await control('GET', '/namespaces/default')).toEqual(ok(HOME))
    expect(await control('DELETE', '/namespaces/a')).toEqual(DONE)
    await refused(control, ['GET', '/namespaces/a'], missing('a'))
  })

  test('refuse one that there is not, and to delete default', async () => {
    const { control } = setup()
    await createNamespace(control, { name: 'taken' })
    await refused(control, ['GET', '/namespaces/nobody'], missing('nobody'))
    await refused(control, ['DELETE', '/namespaces/nobody'], missing('nobody'))
    await refused(
      control,
      ['DELETE', '/namespaces/default'],
      conflict('The namespace default always exists; reset it instead.'),
    )
  })
})
