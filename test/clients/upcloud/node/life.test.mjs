import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { clientAt, configure, createPeering, createPlace, only, peeringBody, refused, stateOf } from './client.mjs'
import { openEmulator } from './emulator.mjs'

let emulator
let call

before(async () => {
  emulator = await openEmulator()
  call = clientAt(emulator.url)
})
beforeEach(() => emulator.reset())
after(() => emulator?.stop())

/** Asks every emulated second, as a client that polls would; returns what it saw, ending with `wanted`. */
const poll = async (uuid, wanted) => {
  const seen = []
  for (let tries = 0; tries < 30; tries++) {
    const state = await stateOf(call, uuid)
    if (state !== seen.at(-1)) seen.push(state)
    if (state === wanted) return seen
    await emulator.advance('1s')
  }
  return assert.fail(`it never became ${wanted}: ${seen.join(', ')}`)
}

const setRouter = async (network, router) =>
  only(await call('PUT', `/network/${network}`, { network: { router } }), 200)

const found = async (query) =>
  (await call('GET', `/network-peering${query}`)).body.network_peerings.network_peering.map(({ name }) => name).sort()

test('both sides of a peering, from pending-peer to their end', async () => {
  const a = await createPlace(call, 'a', '172.18.221.0/24')
  const b = await createPlace(call, 'b', '172.18.222.0/24')
  const ab = await createPeering(call, 'a-b', a, b, [{ key: 'side', value: 'a' }])
  assert.equal(ab.state, 'pending-peer')
  assert.deepEqual(ab.peer_network, { uuid: b.network })
  refused(await call('POST', '/network-peering', peeringBody('again', a, b)), 409, 'PEERING_CONFLICT')

  const ba = await createPeering(call, 'b-a', b, a, [{ key: 'side', value: 'b' }])
  assert.equal(ba.state, 'provisioning')
  assert.deepEqual(await poll(ab.uuid, 'active'), ['provisioning', 'active'])
  assert.equal(await stateOf(call, ba.uuid), 'active')
  const seen = only(await call('GET', `/network-peering/${ab.uuid}`), 200)
  assert.deepEqual(seen.peer_network.ip_networks, { ip_network: [{ address: '172.18.222.0/24', family: 'IPv4' }] })

  assert.deepEqual(await found('?label=side'), ['a-b', 'b-a'])
  assert.deepEqual(await found('?label=SIDE%3Da'), ['a-b'])
  assert.deepEqual(await found('?label=side=b'), ['b-a'])
  assert.deepEqual(await found('?label=side=c'), [])

  refused(await call('DELETE', `/network-peering/${ab.uuid}`), 409, 'PEERING_NOT_DISABLED')
  assert.equal((await configure(call, ab.uuid, 'disabled')).state, 'provisioning')
  assert.equal(await stateOf(call, ba.uuid), 'peer-disabled')
  assert.deepEqual(await poll(ab.uuid, 'disabled'), ['provisioning', 'disabled'])
  await configure(call, ab.uuid, 'active')
  assert.deepEqual(await poll(ba.uuid, 'active'), ['provisioning', 'active'])

  const detached = await setRouter(a.network, null)
  assert.equal('router' in detached, false)
  assert.equal(await stateOf(call, ab.uuid), 'missing-local-router')
  assert.equal(await stateOf(call, ba.uuid), 'missing-peer-router')
  await setRouter(a.network, a.router)
  assert.deepEqual(await poll(ab.uuid, 'active'), ['provisioning', 'active'])

  await configure(call, ab.uuid, 'disabled')
  await poll(ab.uuid, 'disabled')
  const gone = await call('DELETE', `/network-peering/${ab.uuid}`)
  assert.deepEqual([gone.status, gone.text, gone.type], [204, '', null])
  refused(await call('GET', `/network-peering/${ab.uuid}`), 404, 'PEERING_NOT_FOUND')
  assert.equal(await stateOf(call, ba.uuid), 'pending-peer')

  refused(await call('DELETE', `/router/${a.router}`), 409, 'ROUTER_ATTACHED')
  refused(await call('DELETE', `/network/${b.network}`), 409, 'NETWORK_NOT_EMPTY')
  assert.equal((await call('DELETE', `/network/${a.network}`)).status, 204)
  assert.equal(await stateOf(call, ba.uuid), 'deleted-peer-network')
  assert.equal((await configure(call, ba.uuid, 'disabled')).state, 'disabled')
  for (const path of [
    `/network-peering/${ba.uuid}`,
    `/network/${b.network}`,
    `/router/${a.router}`,
    `/router/${b.router}`,
  ])
    assert.equal((await call('DELETE', path)).status, 204, path)
  assert.equal((await call('GET', '/network-peering')).text.length, 64)
  // what is left are the service routers of the zones
  const { router: routers } = JSON.parse((await call('GET', '/router')).text).routers
  assert.deepEqual(
    routers.map(({ type }) => type),
    Array.from({ length: 15 }, () => 'service'),
  )
})

test("Terraform's way: null labels clear, an empty router detaches, destroy disables first", async () => {
  const a = await createPlace(call, 'a', '10.0.0.0/16')
  const b = await createPlace(call, 'b', '10.0.5.0/24')
  const ab = await createPeering(call, 'a-b', a, b, [{ key: 'env', value: 'test' }])
  const ba = await createPeering(call, 'b-a', b, a)
  assert.deepEqual([await stateOf(call, ab.uuid), ba.state], ['conflict-subnet', 'conflict-subnet'])
  const change = { name: 'n2', configured_status: 'active', labels: null }
  const patched = only(await call('PATCH', `/network-peering/${ab.uuid}`, { network_peering: change }), 200)
  assert.deepEqual([patched.name, patched.labels, patched.state], ['n2', [], 'conflict-subnet'])
  for (const { uuid } of [ab, ba]) {
    assert.equal((await configure(call, uuid, 'disabled')).state, 'disabled')
    assert.equal((await call('DELETE', `/network-peering/${uuid}`)).status, 204)
  }
  assert.equal('router' in (await setRouter(a.network, '')), false)
  assert.equal((await call('DELETE', `/router/${a.router}`)).status, 204)
})

test('two accounts peer with each other, and each sees its own side', async () => {
  const other = clientAt(emulator.url, 'neighbour')
  const a = await createPlace(call, 'a', '10.1.0.0/24')
  const b = await createPlace(other, 'b', '10.2.0.0/24')
  const ab = await createPeering(call, 'a-b', a, b)
  const ba = await createPeering(other, 'b-a', b, a)
  await emulator.advance('2s')
  assert.deepEqual([await stateOf(call, ab.uuid), await stateOf(other, ba.uuid)], ['active', 'active'])
  assert.deepEqual(await found(''), ['a-b'])
  refused(await call('GET', `/network/${b.network}`), 403, 'NETWORK_FORBIDDEN')
})

test('both forms of a 401, before any routing', async () => {
  const ask = async (headers) => {
    const response = await fetch(`${emulator.url}/1.3/nope`, { headers })
    return [response.status, response.headers.get('content-type'), await response.json()]
  }
  assert.deepEqual(await ask({}), [
    401,
    'application/problem+json',
    {
      error: {
        error_code: 'AUTHENTICATION_REQUIRED',
        error_message: 'The use of this API requires authentication. Create your account at https://www.upcloud.com/.',
      },
    },
  ])
  assert.deepEqual(await ask({ authorization: 'Basic Og==' }), [
    401,
    'application/json',
    {
      error: {
        error_code: 'AUTHENTICATION_FAILED',
        error_message: 'authentication failed using the given username and password',
      },
    },
  ])
  const known = await call('GET', '/nope')
  refused(known, 404, 'NOT_FOUND')
  assert.match(known.cid, /^[0-9A-HJKMNP-TV-Z]{26}$/)
})
