import { expect, test } from 'vitest'
import { A, NOBODY, common, gateway, identity, neutron, setupScenario } from './setup.ts'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'
const ROUTES = '/v2.0/vpc/routes'
const VPCS = `/v1/${A.projectId}/vpcs`
const V3 = `/v3/${A.projectId}/vpc/vpcs/${NOBODY}`
const keystone = (code: number, title: string, message: string) => ({ error: { message, code, title } })
/** The emulator says which rule it was. */
const FAULT = { 'x-peertwin-fault': 'f' }
const faulty = (name: string) => `faults: [{ id: f, match: { provider: huawei }, effect: { error: ${name} } }]`
const quota = (resource: string) => neutron('OverQuota', `Quota exceeded for resources: ['${resource}'].`)

test.each<[string, string, string, number, unknown]>([
  ['not_found', 'GET', ROUTES, 404, neutron('ResourceNotFound', 'Resource could not be found')],
  ['not_found', 'GET', VPCS, 404, { code: 'VPC.0003', message: 'VPC does not exist.' }],
  ['quota_exceeded', 'POST', ROUTES, 409, quota('route')],
  ['quota_exceeded', 'POST', '/v2.0/vpc/peerings', 409, quota('peering')],
  [
    'quota_exceeded',
    'POST',
    `/v1/${A.projectId}/routetables`,
    409,
    { code: 'VPC.2809', message: JSON.stringify(quota('routetable')) },
  ],
  ['quota_exceeded', 'POST', VPCS, 409, { code: 'VPC.0114', message: "Quota exceeded for resources: ['router']." }],
  [
    'internal',
    'GET',
    ROUTES,
    500,
    neutron('HTTPInternalServerError', 'Request Failed: internal server error while processing your request.'),
  ],
  [
    'forbidden',
    'GET',
    VPCS,
    403,
    { code: 'VPC.2201', message: "Policy doesn't allow <vpc:vpcs:list> to be performed" },
  ],
  ['internal', 'GET', VPCS, 500, { code: 'VPC.0111', message: 'Database Error.' }],
  [
    'nexthop_not_active',
    'POST',
    ROUTES,
    400,
    neutron('InvalidInput', `Invalid input for operation: peering ${UNKNOWN} is not active.`),
  ],
  [
    'vpc_busy',
    'DELETE',
    `${VPCS}/${NOBODY}`,
    409,
    { code: 'VPC.0103', message: 'Rescource status is busy, try it again later.' },
  ],
])('a scenario gets %s of %s %s in the words of its family', async (name, method, path, status, body) => {
  const { a } = await setupScenario(faulty(name))
  const answer = await a(method, path, method === 'POST' ? {} : undefined)
  expect(answer.status).toBe(status)
  expect(answer.headers).toEqual({ ...common(), ...FAULT })
  expect(answer.body).toEqual(body)
})

test.each([
  ['token_expired', 401, 'APIGW.0307', 'The token must be updated'],
  ['unavailable', 502, 'APIGW.0202', 'Backend unavailable.'],
  ['backend_timeout', 504, 'APIGW.0203', 'Backend timeout.'],
  ['signature_wrong', 401, 'APIGW.0301', 'Incorrect IAM authentication information: verify aksk signature fail'],
])('a scenario gets %s in the words of the gateway', async (name, status, code, message) => {
  const { a } = await setupScenario(faulty(name))
  const answer = await a('GET', ROUTES)
  expect(answer.status).toBe(status)
  expect(answer.headers).toEqual({ ...common(), ...FAULT })
  expect(answer.body).toEqual(gateway(answer, code, message))
})

test.each<[string, number, unknown]>([
  ['not_found', 404, keystone(404, 'Not Found', 'Could not find token.')],
  ['token_expired', 401, keystone(401, 'Unauthorized', 'Unauthorized.')],
  ['forbidden', 403, keystone(403, 'Forbidden', 'You are not authorized to perform the requested action.')],
  [
    'internal',
    500,
    keystone(500, 'Internal Server Error', 'An unexpected error prevented the server from fulfilling your request.'),
  ],
])('a scenario gets %s of the identity API in the words of Keystone', async (name, status, body) => {
  const { a } = await setupScenario(faulty(name))
  const answer = await a('GET', '/v3/projects')
  expect(answer.status).toBe(status)
  expect(answer.headers).toEqual({ ...identity(), ...FAULT })
  expect(answer.body).toEqual(body)
})

test('v3 has its own form for all of it', async () => {
  for (const [name, status, error_code, error_msg] of [
    ['not_found', 404, 'VPC.9904', `Vpc ${UNKNOWN} could not be found.`],
    ['internal', 500, 'VPC.0111', 'Database Error.'],
  ] as const) {
    const { a } = await setupScenario(faulty(name))
    const answer = await a('GET', V3)
    expect(answer.status).toBe(status)
    expect(answer.headers).toEqual({ ...common(), ...FAULT })
    expect(answer.body).toEqual({ request_id: answer.headers['x-request-id'], error_code, error_msg })
  }
})
