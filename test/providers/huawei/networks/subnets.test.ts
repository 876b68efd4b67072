import { describe, expect, test } from 'vitest'
import { A, B, DAY, NOBODY, UUID, common, createVpc, setup, twoTenants } from '../setup.ts'

const LINK = `/v1/${A.projectId}/subnets`
const error = (code: string, message: string) => ({ code, message })
const subnetOf = (vpc: { id: string }, more: object = {}) => ({
  subnet: { name: 's', cidr: '192.168.1.0/24', gateway_ip: '192.168.1.1', vpc_id: vpc.id, ...more },
})

const withSubnet = async () => {
  const bench = await twoTenants()
  const { body } = await bench.a('POST', LINK, subnetOf(bench.a1))
  const { id } = (body as { subnet: { id: string } }).subnet
  return { ...bench, id, path: `/v1/${A.projectId}/vpcs/${bench.a1.id}/subnets/${id}` }
}

describe('/v1/{project_id}/subnets', () => {
  test('POST answers 200 with UNKNOWN, and every other read shows ACTIVE', async () => {
    const { a, a1 } = await twoTenants()
    const more = { primary_dns: '1.1.1.1', secondary_dns: '8.8.8.8', availability_zone: 'eu-de-01' }
    const answer = await a('POST', LINK, subnetOf(a1, more))
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    const { id, neutron_subnet_id } = (answer.body as { subnet: { id: string; neutron_subnet_id: string } }).subnet
    expect([id, neutron_subnet_id]).toEqual([expect.stringMatching(UUID), expect.stringMatching(UUID)])
    const shown = {
      id,
      name: 's',
      description: '',
      cidr: '192.168.1.0/24',
      dnsList: ['1.1.1.1', '8.8.8.8'],
      vpc_id: a1.id,
      ipv6_enable: false,
      gateway_ip: '192.168.1.1',
      dhcp_enable: true,
      ...more,
      neutron_network_id: id,
      neutron_subnet_id,
      extra_dhcp_opts: [],
      tenant_id: A.projectId,
      created_at: DAY,
      updated_at: DAY,
    }
    expect(answer.body).toEqual({ subnet: { ...shown, status: 'UNKNOWN' } })
    expect((await a('GET', `${LINK}/${id}`)).body).toEqual({ subnet: { ...shown, status: 'ACTIVE' } })
    expect((await a('GET', `${LINK}?vpc_id=${a1.id}`)).body).toEqual({ subnets: [{ ...shown, status: 'ACTIVE' }] })
    expect((await a('GET', `${LINK}?vpc_id=${NOBODY}`)).text).toBe('{"subnets":[]}')
    expect((await a('GET', `${LINK}?marker=${id}`)).text).toBe('{"subnets":[]}')
  })

  test.each<[string, object, number, string, string]>([
    ['no name', { name: undefined }, 400, 'VPC.0201', 'Subnet name is invalid.'],
    ['a bad name', { name: 'a b' }, 400, 'VPC.0201', 'Subnet name is invalid.'],
    ['a bad description', { description: '<' }, 400, 'VPC.0201', 'Subnet description is invalid.'],
    ['an unknown VPC', { vpc_id: NOBODY }, 404, 'VPC.0003', 'VPC does not exist.'],
    ['no block', { cidr: '192.168.1.0' }, 400, 'VPC.0212', 'The subnet cidr is not valid.'],
    ['too small a block', { cidr: '192.168.1.0/29' }, 400, 'VPC.0212', 'The subnet cidr is not valid.'],
    ['a block outside', { cidr: '10.0.0.0/24' }, 400, 'VPC.0203', 'Subnet is not in the range of VPC.'],
    ['a gateway outside', { gateway_ip: '192.168.2.1' }, 400, 'VPC.0201', 'Subnet gateway_ip is invalid.'],
    [
      'a block in use',
      { cidr: '192.168.9.0/25', gateway_ip: '192.168.9.1' },
      400,
      'VPC.0204',
      'The subnet has already existed in the VPC, or has been in conflict with the VPC subnet.',
    ],
  ])('POST refuses %s', async (_, more, status, code, message) => {
    const { a, a1 } = await twoTenants()
    await a('POST', LINK, subnetOf(a1, { cidr: '192.168.9.0/24', gateway_ip: '192.168.9.1' }))
    const answer = await a('POST', LINK, subnetOf(a1, more))
    expect(answer.status).toBe(status)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(error(code, message))
  })

  test.each<[string, object, object]>([
    ['none', {}, { dnsList: [], primary_dns: '', secondary_dns: '' }],
    ['a list', { dnsList: ['1.1.1.1', '8.8.8.8', '9.9.9.9'] }, { primary_dns: '1.1.1.1', secondary_dns: '8.8.8.8' }],
    ['a list of one', { dnsList: ['1.1.1.1'] }, { primary_dns: '1.1.1.1', secondary_dns: '' }],
    ['the first', { primary_dns: '1.1.1.1' }, { dnsList: ['1.1.1.1'], secondary_dns: '' }],
    [
      'the second alone',
      { secondary_dns: '8.8.8.8' },
      { dnsList: ['8.8.8.8'], primary_dns: '8.8.8.8', secondary_dns: '' },
    ],
    ['both', { primary_dns: '1.1.1.1', secondary_dns: '8.8.8.8' }, { dnsList: ['1.1.1.1', '8.8.8.8'] }],
    ['all', { primary_dns: '1.1.1.1', secondary_dns: '8.8.8.8', dnsList: ['1.1.1.1', '8.8.8.8', '9.9.9.9'] }, {}],
  ])('POST with %s of the DNS servers answers all of them', async (_, given, more) => {
    const { a, a1 } = await twoTenants()
    const { body } = await a('POST', LINK, subnetOf(a1, given))
    const { dnsList, primary_dns, secondary_dns } = (body as { subnet: Record<string, unknown> }).subnet
    expect({ dnsList, primary_dns, secondary_dns }).toEqual({ ...given, ...more })
  })

  test.each<[string, object, object]>([
    ['a name alone', {}, { dnsList: ['1.1.1.1', '8.8.8.8'], primary_dns: '1.1.1.1', secondary_dns: '8.8.8.8' }],
    ['another list', { dnsList: ['9.9.9.9'] }, { dnsList: ['9.9.9.9'], primary_dns: '9.9.9.9', secondary_dns: '' }],
    [
      'another first one',
      { primary_dns: '9.9.9.9' },
      { dnsList: ['9.9.9.9', '8.8.8.8'], primary_dns: '9.9.9.9', secondary_dns: '8.8.8.8' },
    ],
    ['no list', { dnsList: [] }, { dnsList: [], primary_dns: '', secondary_dns: '' }],
  ])('PUT with %s keeps list and servers in step', async (_, given, expected) => {
    const { a, a1 } = await twoTenants()
    const { body } = await a('POST', LINK, subnetOf(a1, { dnsList: ['1.1.1.1', '8.8.8.8'] }))
    const { id } = (body as { subnet: { id: string } }).subnet
    await a('PUT', `/v1/${A.projectId}/vpcs/${a1.id}/subnets/${id}`, { subnet: { name: 's', ...given } })
    expect((await a('GET', `${LINK}/${id}`)).body).toMatchObject({ subnet: expected })
  })

  test('with IPv6 also shows its second side, which PUT can switch on and never off', async () => {
    const { a, a1, id, path } = await withSubnet()
    const v6 = async (subnet: string) => {
      const { body } = await a('GET', `${LINK}/${subnet}`)
      const shown = (body as { subnet: Record<string, unknown> }).subnet
      const { ipv6_enable, cidr_v6, gateway_ip_v6, ipv6_subnet_id, neutron_subnet_id_v6 } = shown
      return { ipv6_enable, cidr_v6, gateway_ip_v6, ipv6_subnet_id, neutron_subnet_id_v6 }
    }
    expect(await v6(id)).toEqual({ ipv6_enable: false })

    const changed = await a('PUT', path, { subnet: { name: 's', ipv6_enable: true } })
    expect({ status: changed.status, text: changed.text }).toEqual({
      status: 200,
      text: `{"subnet":{"id":"${id}","status":"ACTIVE"}}`,
    })
    const on = await v6(id)
    expect(on).toEqual({
      ipv6_enable: true,
      cidr_v6: expect.stringMatching(/^2001:db8:[0-9a-f:]+\/64$/),
      gateway_ip_v6: String(on.cidr_v6).replace('/64', '1'),
      ipv6_subnet_id: expect.stringMatching(UUID),
      neutron_subnet_id_v6: on.ipv6_subnet_id,
    })

    const refused = await a('PUT', path, { subnet: { name: 'off', ipv6_enable: false } })
    expect(refused.status).toBe(400)
    expect(refused.headers).toEqual(common())
    expect(refused.body).toEqual(error('VPC.0201', 'Subnet ipv6_enable is invalid.'))
    await a('PUT', path, { subnet: { name: 's', ipv6_enable: true } })
    expect(await v6(id)).toEqual(on)
    expect((await a('GET', `${LINK}/${id}`)).body).toMatchObject({ subnet: { name: 's' } })

    const block = { cidr: '192.168.2.0/24', gateway_ip: '192.168.2.1' }
    const { body } = await a('POST', LINK, subnetOf(a1, { ...block, ipv6_enable: true }))
    const made = (body as { subnet: { id: string; cidr_v6: string } }).subnet
    expect(await v6(made.id)).toMatchObject({ ipv6_enable: true, cidr_v6: made.cidr_v6 })
    expect(made.cidr_v6).not.toBe(on.cidr_v6)
  })

  test('PUT answers id and status alone; DELETE answers 204', async () => {
    const { a, id, path } = await withSubnet()
    const changed = await a('PUT', path, { subnet: { name: 'new', dnsList: ['9.9.9.9'], dhcp_enable: false } })
    expect(changed.status).toBe(200)
    expect(changed.headers).toEqual(common())
    expect(changed.text).toBe(`{"subnet":{"id":"${id}","status":"ACTIVE"}}`)
    expect((await a('GET', `${LINK}/${id}`)).body).toMatchObject({
      subnet: { name: 'new', dnsList: ['9.9.9.9'], dhcp_enable: false },
    })
    const deleted = await a('DELETE', path)
    expect(deleted.status).toBe(204)
    expect(deleted.headers).toEqual(common(null))
    const gone = await a('GET', `${LINK}/${id}`)
    expect(gone.status).toBe(404)
    expect(gone.body).toEqual(error('VPC.0202', `Query resource by id ${id} fail.the subnet could not be found.`))
  })

  test.each(['PUT', 'DELETE'])('%s refuses the wrong VPC, an unknown one and a malformed id', async (method) => {
    const { a, a1, a2, id } = await withSubnet()
    const body = method === 'PUT' ? { subnet: { name: 'x' } } : undefined
    const at = (vpc: string, subnet: string) => a(method, `/v1/${A.projectId}/vpcs/${vpc}/subnets/${subnet}`, body)
    expect(await at(a2.id, id)).toMatchObject({
      status: 400,
      body: error('VPC.0207', 'Subnet does not belong to the VPC.'),
    })
    expect(await at(NOBODY, id)).toMatchObject({ status: 404, body: error('VPC.0003', 'VPC does not exist.') })
    expect(await at(a1.id, 'x')).toMatchObject({ status: 400, body: error('VPC.0201', 'Subnet id is invalid.') })
  })

  test('a quota is passed on from the back end, and a bad limit is refused', async () => {
    const { a, b } = setup({ settings: { huawei: { subnetQuota: 0 } } })
    await createVpc(b, B.projectId, 'b1')
    const answer = await a('POST', LINK, subnetOf(await createVpc(a, A.projectId, 'a1')))
    expect(answer).toMatchObject({ status: 409, body: { code: 'VPC.0105' } })
    expect(await a('GET', `${LINK}?limit=x`)).toMatchObject({
      status: 400,
      body: error('VPC.0201', 'Subnet limit is invalid.'),
    })
  })
})
