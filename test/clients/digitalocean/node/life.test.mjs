import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { clientAt, createPeering, createVpc, failureOf, shown } from './client.mjs'
import { openEmulator, startEmulator } from './emulator.mjs'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

let emulator
let v2

before(async () => {
  emulator = await openEmulator()
  v2 = clientAt(emulator.url)
})
beforeEach(() => emulator.reset())
after(() => emulator?.stop())

/** Asks every emulated second, as a client that polls would; returns what it saw, ending with `wanted`. */
const poll = async (look, wanted) => {
  const seen = []
  for (let tries = 0; tries < 30; tries++) {
    const now = await look()
    seen.push(now)
    if (now === wanted) return seen
    await emulator.advance('1s')
  }
  return assert.fail(`it never became ${wanted}: ${seen.join(', ')}`)
}

const statusOf = (id) => async () => {
  try {
    return (await v2.vpc_peerings.byVpc_peering_id(id).get()).vpcPeering.status
  } catch (error) {
    return error.responseStatusCode
  }
}

test('two VPCs are peered, renamed, guarded by their peering, parted and deleted', async () => {
  const a = await createVpc(v2, 'life-a')
  const b = await createVpc(v2, 'life-b')
  assert.match(a.id, UUID)
  assert.deepEqual(a, {
    id: a.id,
    urn: `do:vpc:${a.id}`,
    name: 'life-a',
    description: '',
    region: 'nyc3',
    ipRange: a.ipRange,
    createdAt: a.createdAt,
    defaultEscaped: false,
    additionalData: { resolver_ip: a.additionalData.resolver_ip },
  })
  assert.match(a.ipRange, /^10\.\d+\.\d+\.0\/20$/)
  assert.notEqual(a.ipRange, b.ipRange)
  assert.ok(a.createdAt instanceof Date && Number.isFinite(a.createdAt.getTime()))

  const ids = [a.id, b.id].sort()
  const peering = await createPeering(v2, 'life', ...ids.toReversed())
  assert.match(peering.id, UUID)
  assert.deepEqual(peering, {
    id: peering.id,
    name: 'life',
    vpcIds: ids,
    createdAt: peering.createdAt,
    status: 'PROVISIONING',
  })
  assert.deepEqual(await poll(statusOf(peering.id), 'ACTIVE'), ['PROVISIONING', 'PROVISIONING', 'ACTIVE'])

  const one = v2.vpc_peerings.byVpc_peering_id(peering.id)
  const { vpcPeering: active } = await one.get()
  assert.equal(active.createdAt.getTime(), Math.round(peering.createdAt.getTime() / 1000) * 1000)
  const { vpcPeering: renamed } = await one.patch({ name: 'life-renamed' })
  assert.deepEqual(renamed, { ...active, name: 'life-renamed' })
  assert.deepEqual((await one.get()).vpcPeering, renamed)

  // the client reads the documented key `peerings`; the service answers `vpc_peerings`, which it keeps as it came
  const nested = await v2.vpcs.byVpc_id(b.id).peerings.get()
  assert.equal(nested.peerings, undefined)
  assert.deepEqual(
    nested.additionalData.vpc_peerings.map(({ id, name, vpc_ids, status }) => ({ id, name, vpc_ids, status })),
    [{ id: peering.id, name: 'life-renamed', vpc_ids: ids, status: 'ACTIVE' }],
  )
  assert.deepEqual({ links: nested.links, meta: nested.meta }, { links: {}, meta: { total: 1 } })

  const refused = await failureOf(v2.vpcs.byVpc_id(a.id).delete())
  assert.match(refused.requestId, UUID)
  assert.deepEqual(shown(refused), {
    status: 412,
    id: 'unknown',
    message: 'Can not delete VPC with peerings',
    requestId: refused.responseHeaders['x-request-id'][0],
  })

  assert.deepEqual((await one.delete()).vpcPeering, { ...renamed, status: 'DELETING' })
  assert.deepEqual(await poll(statusOf(peering.id), 404), ['DELETING', 404])
  const gone = await failureOf(one.get())
  assert.deepEqual(shown(gone), {
    status: 404,
    id: 'not_found',
    message: `VPC Peering ID ${peering.id} not found`,
    requestId: gone.responseHeaders['x-request-id'][0],
  })

  for (const { id } of [a, b]) {
    assert.equal(await v2.vpcs.byVpc_id(id).delete(), undefined)
    const missing = await failureOf(v2.vpcs.byVpc_id(id).get())
    assert.deepEqual(shown(missing), {
      status: 404,
      id: 'not_found',
      message: `VPC ID ${id} not found`,
      requestId: missing.responseHeaders['x-request-id'][0],
    })
  }
  assert.deepEqual(await v2.vpc_peerings.get(), { vpcPeerings: [], links: {}, meta: { total: 0 } })
})

// the client knows `first` and `prev` and keeps `next` and `last` as they came
const linksOf = ({ links: { pages } }) => {
  const { additionalData, ...typed } = pages ?? {}
  return { ...typed, ...additionalData }
}

test('25 peerings come in three pages, in the order of their creation', async () => {
  const hub = await createVpc(v2, 'hub')
  const names = Array.from({ length: 25 }, (_, n) => `spoke-${n + 1}`)
  for (const name of names) await createPeering(v2, name, hub.id, (await createVpc(v2, name)).id)

  const link = (page) => `${emulator.url}/v2/vpc_peerings?page=${page}&per_page=10`
  const found = []
  const links = []
  for (let page = 1, more = true; more; page++) {
    const list = await v2.vpc_peerings.get({ queryParameters: { page, perPage: 10 } })
    assert.deepEqual(list.meta, { total: 25 })
    found.push(list.vpcPeerings.map(({ name }) => name))
    links.push(linksOf(list))
    more = links.at(-1).next !== undefined
  }
  assert.deepEqual(found, [names.slice(0, 10), names.slice(10, 20), names.slice(20)])
  assert.deepEqual(links, [
    { next: link(2), last: link(3) },
    { first: link(1), prev: link(1), next: link(3), last: link(3) },
    { first: link(1), prev: link(2) },
  ])

  const byDefault = await v2.vpc_peerings.get()
  assert.deepEqual(
    byDefault.vpcPeerings.map(({ name }) => name),
    names.slice(0, 20),
  )
  const all = await v2.vpc_peerings.get({ queryParameters: { perPage: 200 } })
  assert.deepEqual({ count: all.vpcPeerings.length, links: linksOf(all) }, { count: 25, links: {} })
  const elsewhere = await v2.vpc_peerings.get({ queryParameters: { region: 'fra1' } })
  assert.deepEqual(elsewhere, { vpcPeerings: [], links: {}, meta: { total: 0 } })

  const nested = await v2.vpcs.byVpc_id(hub.id).peerings.get({ queryParameters: { page: 3, perPage: 10 } })
  assert.deepEqual(
    nested.additionalData.vpc_peerings.map(({ name }) => name),
    names.slice(20),
  )
  assert.deepEqual(linksOf(nested), {
    first: `${emulator.url}/v2/vpcs/${hub.id}/peerings?page=1&per_page=10`,
    prev: `${emulator.url}/v2/vpcs/${hub.id}/peerings?page=2&per_page=10`,
  })
})

test('the documented envelope of the nested paths is what the client understands', async (t) => {
  const documented = await startEmulator('--set', 'digitalocean.nestedEnvelope=documented')
  t.after(() => documented.stop())
  const other = clientAt(documented.url)
  const [a, b] = [await createVpc(other, 'a'), await createVpc(other, 'b')]
  const nested = other.vpcs.byVpc_id(a.id).peerings
  const { peering } = await nested.post({ name: 'nested', vpcId: b.id })
  assert.deepEqual(peering, {
    id: peering.id,
    name: 'nested',
    vpcIds: [a.id, b.id].sort(),
    createdAt: peering.createdAt,
    status: 'PROVISIONING',
  })
  await documented.advance('2s')
  const { peering: renamed } = await nested.byVpc_peering_id(peering.id).patch({ name: 'nested-renamed' })
  assert.deepEqual({ name: renamed.name, status: renamed.status }, { name: 'nested-renamed', status: 'ACTIVE' })
  assert.deepEqual(await nested.get(), { peerings: [renamed], links: {}, meta: { total: 1 } })
})
