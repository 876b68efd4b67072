import { describe, expect, test } from 'vitest'
import { twoVpcs } from '../../providers/digitalocean/setup.ts'
import { clientOf } from '../../helpers/setup.ts'
import { tenants } from '../../../src/providers/huawei/seed.ts'
import { play } from '../setup.ts'

const paging = (op: string, how: string, more = ''): string =>
  `faults:\n  - { id: f, match: { op: ${op}${more} }, effect: { paging: ${how} } }`

describe('DigitalOcean', () => {
  const next = async (how: string, page: string) => {
    const { api } = await play(paging('digitalocean/vpcs.list', how))
    await twoVpcs(api)
    const { links } = (await api('GET', `/v2/vpcs${page}`)).body as { links: { pages?: { next?: string | null } } }
    return links.pages?.next
  }
  const base = 'http://api.digitalocean.com/v2/vpcs'

  test.each([
    ['null-next', '?per_page=4&page=2', null],
    ['empty-next', '?per_page=4&page=2', ''],
    ['no-next', '?per_page=4&page=2', undefined],
    ['repeat', '?per_page=4&page=2', `${base}?per_page=4&page=2`],
    ['cycle', '?per_page=4&page=2', `${base}?per_page=4`],
    ['repeat', '', base],
  ])('%s of %s', async (how, page, expected) => expect(await next(how, page)).toBe(expected))

  test('an empty page keeps its links, and a total can be wrong', async () => {
    const empty = await play(paging('digitalocean/vpcs.list', 'empty-page'))
    expect((await empty.api('GET', '/v2/vpcs?per_page=9')).body).toEqual({
      vpcs: [],
      links: { pages: { last: `${base}?page=2&per_page=9`, next: `${base}?page=2&per_page=9` } },
      meta: { total: 14 },
    })
    const { api } = await play(paging('digitalocean/vpcs.list', 'wrong-total'))
    expect((await api('GET', '/v2/vpcs?per_page=1')).body).toMatchObject({ meta: { total: 15 } })
  })
})

const [{ secret: token } = { secret: '' }] = tenants.map((tenant) => ({ secret: tenant.token }))

test('Huawei lists its links beside the items', async () => {
  const { emulator } = await play(paging('huawei/peerings.list', 'cycle'))
  const client = clientOf(emulator, 'http://vpc.eu-de.otc.t-systems.com', { 'x-auth-token': token })
  expect((await client('GET', '/v2.0/vpc/peerings?limit=1&marker=')).body).toEqual({
    peerings: [],
    peerings_links: [{ rel: 'next', href: 'http://vpc.eu-de.otc.t-systems.com/v2.0/vpc/peerings?limit=1' }],
  })
})

test('Confluent names the next page in its metadata', async () => {
  const { emulator } = await play(paging('confluent/environments.list', 'repeat'))
  const authorization = `Basic ${Buffer.from('k:s').toString('base64')}`
  const client = clientOf(emulator, 'http://api.confluent.cloud', { authorization })
  expect((await client('GET', '/org/v2/environments')).body).toMatchObject({
    metadata: { next: 'http://api.confluent.cloud/org/v2/environments' },
  })
})

test('Tencent counts what there is', async () => {
  const settings = { tencent: { timestampWindow: 'off' } }
  const { emulator } = await play(paging('tencent/DescribeVpcEx', 'wrong-total'), { settings })
  const client = clientOf(emulator, 'http://vpc.api.qcloud.com')
  const query = 'Action=DescribeVpcEx&Region=gz&Timestamp=1767225600&Nonce=1&SecretId=x&Signature=x'
  expect((await client('GET', `/v2/index.php?${query}`)).body).toMatchObject({ code: 0, totalCount: 2 })
})
