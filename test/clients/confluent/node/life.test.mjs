import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEmulator } from './emulator.mjs'

const PEERINGS = '/networking/v1/peerings'
const NETWORKS = '/networking/v1/networks'
const ENVIRONMENTS = '/org/v2/environments'
const REGIONS = { AWS: 'us-east-1', GCP: 'us-central1', AZURE: 'eastus2' }

let emulator
let environment
before(async () => {
  emulator = await openEmulator()
  const { status, headers, body } = await emulator.api('POST', ENVIRONMENTS, { display_name: 'life' })
  assert.equal(status, 201)
  assert.equal(headers.get('location'), `${emulator.url}${ENVIRONMENTS}/${body.id}`)
  environment = body.id
})
after(() => emulator.stop())

const scoped = (path, id) => `${path}/${id}?environment=${environment}`
const aws = (vpc, change = {}) => ({
  kind: 'AwsPeering',
  account: '012345678901',
  vpc,
  routes: ['10.108.16.0/21'],
  customer_region: 'us-west-2',
  ...change,
})
const gcp = { kind: 'GcpPeering', project: 'my-project', vpc_network: 'my-network' }
const azure = {
  kind: 'AzurePeering',
  tenant: 'my-tenant',
  vnet: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v',
  customer_region: 'centralus',
}
const create = (network, cloud, display_name = 'p') =>
  emulator.api('POST', PEERINGS, {
    spec: { display_name, cloud, environment: { id: environment }, network: { id: network } },
  })
const phase = async (path, id) => (await emulator.api('GET', scoped(path, id))).body.status.phase

/** A network of a cloud, waited for until READY. */
const readyNetwork = async (cloud) => {
  const spec = { cloud, region: REGIONS[cloud], connection_types: ['PEERING'], cidr: '10.1.0.0/16' }
  const { status, body } = await emulator.api('POST', NETWORKS, { spec: { ...spec, environment: { id: environment } } })
  assert.equal(status, 202)
  assert.equal(body.status.phase, 'PROVISIONING')
  assert.ok(body.status.cloud.kind)
  await emulator.advance('3s')
  assert.equal(await phase(NETWORKS, body.id), 'READY')
  return body.id
}

test('an AWS peering lives from PROVISIONING to 404', async () => {
  const network = await readyNetwork('AWS')
  const created = await create(network, aws('vpc-0'))
  assert.equal(created.status, 202)
  const { id } = created.body
  assert.equal(created.headers.get('location'), `${emulator.url}${PEERINGS}/${id}`)
  const phases = [created.body.status.phase]
  for (let n = 0; n < 2; n++) {
    await emulator.advance('2s')
    phases.push(await phase(PEERINGS, id))
  }
  assert.deepEqual(phases, ['PROVISIONING', 'PENDING_ACCEPT', 'READY'])

  const renamed = await emulator.api('PATCH', `${PEERINGS}/${id}`, {
    spec: { display_name: 'renamed', environment: { id: environment } },
  })
  assert.equal(renamed.status, 200)
  assert.equal(renamed.body.spec.display_name, 'renamed')
  assert.deepEqual(renamed.body.spec.cloud, created.body.spec.cloud)

  const inUse = await emulator.api('DELETE', scoped(NETWORKS, network))
  assert.equal(inUse.status, 409)
  assert.match(inUse.body.errors[0].detail, new RegExp(`again: ${id}$`))
  const deleted = await emulator.api('DELETE', scoped(PEERINGS, id))
  assert.deepEqual([deleted.status, deleted.text], [204, ''])
  assert.equal(await phase(PEERINGS, id), 'DEPROVISIONING')
  await emulator.advance('2s')
  assert.equal((await emulator.api('GET', scoped(PEERINGS, id))).status, 404)
  assert.equal((await emulator.api('DELETE', scoped(NETWORKS, network))).status, 204)
})

test('GCP and Azure have their own fields, and a failure its reason', async () => {
  const google = await create(await readyNetwork('GCP'), gcp)
  assert.deepEqual(google.body.spec.cloud, { ...gcp, import_custom_routes: false })
  const microsoft = await create(await readyNetwork('AZURE'), azure)
  assert.deepEqual(microsoft.body.spec.cloud, azure)
  const { id } = microsoft.body
  const error_message = 'Permission was denied. Please verify that all permissions have been granted.'
  await emulator.control('PATCH', `/resources/${id}`, {
    state: 'FAILED',
    set: { 'status.error_code': 'permission_denied', 'status.error_message': error_message },
  })
  const { body } = await emulator.api('GET', scoped(PEERINGS, id))
  assert.deepEqual(body.status, { error_code: 'permission_denied', error_message, phase: 'FAILED' })
})

test('a list goes over three pages, a duplicate is refused, and so is the 26th', async () => {
  const network = await readyNetwork('AWS')
  const ids = []
  for (let n = 0; n < 25; n++) ids.push((await create(network, aws(`vpc-${n}`))).body.id)
  const seen = []
  const query = new URLSearchParams({ environment, page_size: '10', 'spec.network': network })
  for (let next = `${emulator.url}${PEERINGS}?${query}`; next !== '';) {
    const { status, body } = await emulator.api('GET', next)
    assert.equal(status, 200)
    assert.equal(body.metadata.total_size, 25)
    seen.push(body.data.map((peering) => peering.id))
    next = body.metadata.next
  }
  assert.deepEqual(seen, [ids.slice(0, 10), ids.slice(10, 20), ids.slice(20)])

  const twin = await create(network, aws('vpc-3'))
  assert.equal(twin.status, 409)
  assert.equal(twin.headers.get('location'), emulator.url + scoped(PEERINGS, ids[3]))
  const beyond = await create(network, aws('vpc-25'))
  assert.equal(beyond.status, 402)
  assert.equal(beyond.body.errors[0].code, 'quota_exceeded')
})

const wrong = [
  [aws('vpc-0', { account: '12' }), '/spec/cloud/account'],
  [aws(''), '/spec/cloud/vpc'],
  [aws('vpc-0', { routes: ['10.0.0.0'] }), '/spec/cloud/routes/0'],
  [aws('vpc-0', { customer_region: undefined }), '/spec/cloud/customer_region'],
  [{ ...gcp, project: '' }, '/spec/cloud/project'],
  [{ ...gcp, vpc_network: 1 }, '/spec/cloud/vpc_network'],
  [{ ...azure, tenant: undefined }, '/spec/cloud/tenant'],
  [{ ...azure, vnet: '' }, '/spec/cloud/vnet'],
  [{ kind: 'OciPeering' }, '/spec/cloud/kind'],
]
for (const [cloud, pointer] of wrong) {
  test(`a wrong ${pointer} is refused with 422 and its pointer`, async () => {
    const { status, headers, body } = await create('n-zzzzzz', cloud)
    assert.equal(status, 422)
    assert.deepEqual(
      body.errors.map(({ id, status: told, code, source }) => ({ id, told, code, source })),
      [{ id: headers.get('x-request-id'), told: '422', code: 'invalid_configuration', source: { pointer } }],
    )
  })
}

test('the rate limit is refused without a body and recovers after Retry-After', async () => {
  const limited = await openEmulator(
    '--rate-limits',
    'enforce',
    '--set',
    'confluent.rateLimit=2,confluent.rateWindow=2',
  )
  try {
    const ask = () => limited.api('GET', ENVIRONMENTS)
    assert.deepEqual([(await ask()).status, (await ask()).status], [200, 200])
    const { status, text, headers } = await ask()
    assert.deepEqual([status, text, headers.get('content-type')], [429, '', null])
    const told = ['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']
    assert.deepEqual(
      told.map((name) => headers.get(name)),
      ['2', '2', '0', '2'],
    )
    await limited.advance(`${headers.get('retry-after')}s`)
    assert.equal((await ask()).status, 200)
  } finally {
    await limited.stop()
  }
})

test('without a credential there is a challenge', async () => {
  const { status, headers, body } = await emulator.api('GET', ENVIRONMENTS, undefined, 'Basic')
  assert.equal(status, 401)
  const challenge = 'Basic error="invalid_key", error_description="The API Key is invalid"'
  assert.equal(headers.get('www-authenticate'), challenge)
  assert.equal(body.errors[0].code, 'user_unauthenticated')
})
