import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import { controlOf, createNamespace, setup as setupControl } from '../control/setup.ts'
import type { Client } from '../helpers/setup.ts'
import { overSocket } from '../helpers/socket.ts'
import { FakeWall } from '../helpers/wall.ts'
import { BASE, createPeering, createVpc, twoVpcs } from '../providers/digitalocean/setup.ts'

const setup = (options: EmulatorOptions = {}) => {
  const bench = setupControl(options)
  const { control, emulator } = bench
  /** A client with the credential of a new namespace. */
  const tenant = async (given: Record<string, unknown> = {}) => {
    const namespace = await createNamespace(control, given)
    const token = namespace.credentials['digitalocean']!['token']!
    return {
      ...namespace,
      token,
      api: overSocket(emulator, BASE, { authorization: `Bearer ${token}` }),
      control: controlOf(emulator, namespace.name),
    }
  }
  return { ...bench, tenant }
}

const names = async (api: Client): Promise<string[]> =>
  ((await api('GET', '/v2/vpcs')).body as { vpcs: { name: string }[] }).vpcs
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('default-'))

describe('a request finds its namespace', () => {
  test('by its credential', async () => {
    const { tenant, api } = setup()
    const [a, b] = [await tenant(), await tenant()]
    await createVpc(a.api, 'only-in-a')
    expect([await names(a.api), await names(b.api), await names(api)]).toEqual([['only-in-a'], [], []])
  })

  test('by its header, when the credential is nobody’s in particular', async () => {
    const { tenant, api } = setup()
    const [a, b] = [await tenant(), await tenant()]
    const header = { 'x-peertwin-namespace': a.name }
    expect((await api('POST', '/v2/vpcs', { name: 'by-header', region: 'nyc3' }, header)).status).toBe(201)
    expect(await names(a.api)).toEqual(['by-header'])
    expect((await b.api('POST', '/v2/vpcs', { name: 'by-credential', region: 'nyc3' }, header)).status).toBe(201)
    expect(await names(b.api)).toEqual(['by-credential'])
  })

  test('an unknown name is refused, never a new world', async () => {
    const { api, control } = setup()
    const answer = await api('GET', '/v2/vpcs', undefined, { 'x-peertwin-namespace': 'nobody' })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'No such namespace',
      status: 400,
      detail: "There is no namespace 'nobody'; it is one of default",
    })
    expect((await control('GET', '/namespaces')).body).toMatchObject({ namespaces: [{ name: 'default' }] })
    expect((await control('GET', '/namespaces/nobody/clock')).status).toBe(404)
  })

  test('the credential of a deleted namespace is refused', async () => {
    const { tenant, control } = setup()
    const { api, name } = await tenant()
    expect((await control('DELETE', `/namespaces/${name}`)).status).toBe(204)
    const answer = await api('GET', '/v2/vpcs')
    expect(answer.status).toBe(410)
    expect(answer.body).toMatchObject({ detail: 'The namespace of this credential is deleted or has expired.' })
    expect((await control('GET', `/namespaces/${name}`)).status).toBe(404)
    const again = await tenant({ name })
    expect((await again.api('GET', '/v2/vpcs')).status).toBe(200)
  })

  test('a name that is used again begins anew, without the scenario of the one before', async () => {
    const { tenant, control } = setup()
    const faults = [{ id: 'full', match: { op: 'digitalocean/vpcs.list' }, effect: { status: 503 } }]
    await control('PUT', '/scenarios/busy', { name: 'busy', faults })
    const first = await tenant({ name: 'again' })
    await first.control('POST', '/scenarios/busy/activate')
    expect((await first.api('GET', '/v2/vpcs')).status).toBe(503)
    await control('DELETE', '/namespaces/again')
    const second = await tenant({ name: 'again' })
    expect((await second.api('GET', '/v2/vpcs')).status).toBe(200)
    expect((await first.api('GET', '/v2/vpcs')).status).toBe(200)
  })

  test('a reset, a restore and a loaded state leave its credential in force', async () => {
    const { tenant, control } = setup({ auth: 'strict' })
    const { api, control: own } = await tenant()
    const { body: foreign } = await control('GET', '/state')
    const steps: [string, string, unknown?][] = [
      ['POST', '/reset'],
      ['PUT', '/snapshots/s'],
      ['POST', '/snapshots/s/restore'],
      ['PUT', '/state', foreign],
    ]
    for (const [method, path, body] of steps) {
      expect((await own(method, path, body)).status).toBe(200)
      expect((await api('GET', '/v2/vpcs')).status).toBe(200)
    }
  })
})

describe('namespaces do not share', () => {
  test('rows, ids, clock, rate windows, request numbers, journal or transitions', async () => {
    const { tenant, api, clock } = setup()
    const [a, b] = [await tenant(), await tenant()]
    const peered = await Promise.all(
      [a.api, b.api].map(async (client) => {
        const { ids } = await twoVpcs(client)
        return createPeering(client, 'p', ...ids)
      }),
    )
    expect(peered[0]!.id).not.toBe(peered[1]!.id)
    await a.control('POST', '/clock/advance', { by: '5s' })
    const statusOf = async (client: typeof api, id: string) =>
      ((await client('GET', `/v2/vpc_peerings/${id}`)).body as { vpc_peering?: { status: string } }).vpc_peering?.status
    expect(await statusOf(a.api, peered[0]!.id)).toBe('ACTIVE')
    expect(await statusOf(b.api, peered[1]!.id)).toBe('PROVISIONING')
    expect(await statusOf(b.api, peered[0]!.id)).toBeUndefined()
    expect(clock.now()).toBe(Date.parse('2026-01-01T00:00:00Z'))
    const last = await a.api('GET', '/v2/account')
    expect([last.headers['x-peertwin-request'], last.headers['ratelimit-remaining']]).toEqual(['5', '4995'])
    const { body } = await b.control('GET', '/requests')
    const { requests } = body as { requests: { transitions: { id: string }[] }[] }
    expect(requests.flatMap(({ transitions }) => transitions.map(({ id }) => id))).toEqual([peered[1]!.id])
    expect((await b.control('GET', `/resources/${peered[0]!.id}/timeline`)).status).toBe(404)
  })

  test('their beginning: each reset is for itself', async () => {
    const { tenant } = setup()
    const [a, b] = [await tenant(), await tenant()]
    const first = await createVpc(a.api, 'x')
    await createVpc(b.api, 'x')
    await a.control('POST', '/reset')
    expect([await names(a.api), await names(b.api)]).toEqual([[], ['x']])
    expect((await createVpc(a.api, 'x')).id).toBe(first.id)
  })
})

describe('time-to-live', () => {
  test('an unused namespace expires, a used one does not, whatever the emulated clocks say', async () => {
    const wall = new FakeWall()
    const { tenant, control, clock } = setup({ wall })
    const short = await tenant({ ttl: '10m' })
    const used = await tenant({ ttl: '10m' })
    const long = await tenant({ ttl: '1h' })
    expect([short.expires_at, long.expires_at]).toEqual(['2026-01-01T00:10:00.000Z', '2026-01-01T01:00:00.000Z'])
    const names = async () =>
      ((await control('GET', '/namespaces')).body as { namespaces: { name: string }[] }).namespaces.map(
        ({ name }) => name,
      )
    const all = ['default', short.name, used.name, long.name]

    clock.advance(7_200_000)
    wall.advance(600_000)
    expect(await names()).toEqual(all)
    expect((await used.api('GET', '/v2/account')).status).toBe(200)
    wall.advance(1)
    expect(await short.api('GET', '/v2/account')).toMatchObject({
      status: 410,
      body: { title: 'No such namespace', status: 410, detail: `The namespace '${short.name}' has expired.` },
    })
    expect(await names()).toEqual(all.filter((name) => name !== short.name))
    expect((await short.api('GET', '/v2/account')).body).toMatchObject({
      detail: 'The namespace of this credential is deleted or has expired.',
    })
    wall.advance(599_998)
    expect((await used.control('GET', '/clock')).status).toBe(200)
    wall.advance(600_001)
    expect(await names()).toEqual(['default', long.name])
    expect((await control('GET', `/namespaces/${used.name}`)).status).toBe(404)
  })
})
