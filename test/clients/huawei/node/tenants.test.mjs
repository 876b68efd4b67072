import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import core from '@huaweicloud/huaweicloud-sdk-core'
import sdk from '@huaweicloud/huaweicloud-sdk-vpc/v2/public-api.js'
import { A, B, openEmulator } from './emulator.mjs'

let emulator
let a
let b

const clientOf = ({ id, ak, sk }) =>
  sdk.VpcClient.newBuilder()
    .withCredential(new core.BasicCredentials().withAk(ak).withSk(sk).withProjectId(id))
    .withEndpoint(emulator.url)
    .build()

before(async () => {
  emulator = await openEmulator()
  a = clientOf(A)
  b = clientOf(B)
})
after(() => emulator?.stop())

/** What the client makes of a refusal. */
const refusal = async (promise) => {
  try {
    await promise
  } catch (error) {
    return { status: error.httpStatusCode, code: error.errorCode, message: error.message, requestId: error.requestId }
  }
  return assert.fail('the call was expected to fail')
}

const createVpc = async (client, name, cidr) => {
  const option = new sdk.CreateVpcOption().withName(name).withCidr(cidr)
  const body = new sdk.CreateVpcRequestBody().withVpc(option)
  const { vpc } = await client.createVpc(new sdk.CreateVpcRequest().withBody(body))
  return vpc
}

const createPeering = async (client, name, from, to, tenant) => {
  const accepter = new sdk.VpcInfo().withVpcId(to.id)
  const option = new sdk.CreateVpcPeeringOption()
    .withName(name)
    .withRequestVpcInfo(new sdk.VpcInfo().withVpcId(from.id))
    .withAcceptVpcInfo(tenant === undefined ? accepter : accepter.withTenantId(tenant))
  const body = new sdk.CreateVpcPeeringRequestBody().withPeering(option)
  return (await client.createVpcPeering(new sdk.CreateVpcPeeringRequest().withBody(body))).peering
}

const createRoute = async (client, vpc, peering, destination) => {
  const option = new sdk.CreateVpcRouteOption()
    .withType('peering')
    .withVpcId(vpc.id)
    .withNexthop(peering.id)
    .withDestination(destination)
  const body = new sdk.CreateVpcRouteRequestBody().withRoute(option)
  return (await client.createVpcRoute(new sdk.CreateVpcRouteRequest().withBody(body))).route
}

const destinations = async (client) =>
  (await client.listVpcRoutes(new sdk.ListVpcRoutesRequest())).routes.map(({ destination }) => destination)

test('two tenants: request, acceptance, a route on each side, and the end of all of it', async () => {
  const a1 = await createVpc(a, 'node-a1', '192.168.0.0/16')
  const a2 = await createVpc(a, 'node-a2', '192.168.0.0/16')
  const b1 = await createVpc(b, 'node-b1', '10.20.0.0/16')
  assert.equal(a1.status, 'CREATING')
  assert.equal((await a.showVpc(new sdk.ShowVpcRequest().withVpcId(a1.id))).vpc.status, 'OK')

  const pending = await createPeering(a, 'node', a1, b1, B.id)
  assert.equal(pending.status, 'PENDING_ACCEPTANCE')
  assert.equal((await refusal(createRoute(a, a1, pending, '10.20.0.0/16'))).status, 400)

  const listed = await b.listVpcPeerings(new sdk.ListVpcPeeringsRequest().withStatus('PENDING_ACCEPTANCE'))
  assert.deepEqual(
    listed.peerings.map(({ id }) => id),
    [pending.id],
  )
  assert.equal(
    (await refusal(a.acceptVpcPeering(new sdk.AcceptVpcPeeringRequest().withPeeringId(pending.id)))).status,
    403,
  )
  const accepted = await b.acceptVpcPeering(new sdk.AcceptVpcPeeringRequest().withPeeringId(pending.id))
  assert.equal(accepted.id, pending.id)
  assert.equal(accepted.status, 'ACTIVE')

  const there = await createRoute(a, a1, pending, '10.20.0.0/16')
  assert.deepEqual(Object.keys(there).sort(), ['destination', 'id', 'nexthop', 'tenant_id', 'type', 'vpc_id'])
  assert.equal(there.tenant_id, A.id)
  assert.equal((await createRoute(b, b1, pending, '192.168.0.0/16')).tenant_id, B.id)
  const duplicate = await refusal(createRoute(a, a1, pending, '10.20.0.0/16'))
  assert.equal(duplicate.status, 409)
  assert.match(duplicate.requestId, /^[0-9a-f]{32}$/)

  const second = await createPeering(a, 'node-second', a2, b1, B.id)
  const rejected = await b.rejectVpcPeering(new sdk.RejectVpcPeeringRequest().withPeeringId(second.id))
  assert.equal(rejected.status, 'REJECTED')
  assert.equal((await refusal(createRoute(a, a2, second, '10.30.0.0/16'))).status, 400)

  const busy = await refusal(a.deleteVpc(new sdk.DeleteVpcRequest().withVpcId(a1.id)))
  assert.equal(busy.status, 409)
  await a.deleteVpcPeering(new sdk.DeleteVpcPeeringRequest().withPeeringId(pending.id))
  assert.deepEqual([await destinations(a), await destinations(b)], [[], []])
  const gone = await refusal(a.showVpcPeering(new sdk.ShowVpcPeeringRequest().withPeeringId(pending.id)))
  assert.equal(gone.status, 404)
  for (const [client, vpc] of [
    [a, a1],
    [a, a2],
    [b, b1],
  ]) {
    await client.deleteVpc(new sdk.DeleteVpcRequest().withVpcId(vpc.id))
  }
})

test('thirty peerings come page by page', async () => {
  const hub = await createVpc(a, 'node-hub', '192.168.0.0/16')
  const made = []
  for (let n = 0; n < 30; n++) {
    const spoke = await createVpc(a, `node-spoke-${n}`, '192.168.0.0/16')
    made.push((await createPeering(a, `node-${n}`, hub, spoke)).id)
  }
  const seen = []
  const sizes = []
  for (let marker; ; marker = seen.at(-1)) {
    const request = new sdk.ListVpcPeeringsRequest().withLimit(7).withVpcId(hub.id)
    const { peerings } = await a.listVpcPeerings(marker === undefined ? request : request.withMarker(marker))
    if (peerings.length === 0) break
    sizes.push(peerings.length)
    seen.push(...peerings.map(({ id }) => id))
  }
  assert.deepEqual(sizes, [7, 7, 7, 7, 2])
  assert.deepEqual(seen, made.toSorted())
})

test('a wrong secret key is refused by the gateway', { skip: process.env['PEERTWIN_URL'] !== undefined }, async () => {
  const wrong = clientOf({ ...A, sk: B.sk })
  const { status, code, message } = await refusal(wrong.listVpcPeerings(new sdk.ListVpcPeeringsRequest()))
  assert.deepEqual(
    { status, code, message },
    {
      status: 401,
      code: 'APIGW.0301',
      message: 'Incorrect IAM authentication information: verify aksk signature fail',
    },
  )
})

test('without a project id the client finds it by the name of the region', async () => {
  const region = new core.Region('eu-de', emulator.url)
  const credential = new core.BasicCredentials().withAk(A.ak).withSk(A.sk).withIamEndpoint(emulator.url)
  const client = sdk.VpcClient.newBuilder().withCredential(credential).withRegion(region).build()
  const { peerings } = await client.listVpcPeerings(new sdk.ListVpcPeeringsRequest().withLimit(1))
  assert.ok(Array.isArray(peerings))
})
