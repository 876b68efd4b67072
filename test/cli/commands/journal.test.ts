import { expect, test } from 'vitest'
import * as journal from '../../../src/cli/commands/journal.ts'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { type Ended, printed, refused, setup } from './setup.ts'

const NOW = '2026-01-01T00:00:00.000Z'

/** What was printed, with the wall time that requests took left out. */
const timeless = (ended: Ended): string[] =>
  ended.stdout
    .replaceAll(/\d+(?:\.\d+)? ms/g, '# ms')
    .split('\n')
    .slice(0, -1)

const asked = async () => {
  const bench = setup(journal)
  await bench.api('GET', '/v2/vpcs?per-page=2')
  await bench.api('GET', '/v2/vpcs/x')
  await bench.api('GET', '/v2/vpc_peering')
  return bench
}

test('lists requests, and what is to be said about them', async () => {
  const { peertwin } = await asked()
  expect(timeless(await peertwin('--status', '4xx')).map((line) => line.split(/ {2,}/))).toEqual([
    ['2', NOW, 'digitalocean', '404', 'GET', '/v2/vpcs/x', 'vpcs.get', '# ms', 'vpcNotFound'],
    ['3', NOW, 'digitalocean', '404', 'GET', '/v2/vpc_peering', '-', '# ms', 'route_not_found'],
  ])
  expect(timeless(await peertwin('list', '--op', 'vpcs.list'))).toEqual([
    `1  ${NOW}  digitalocean  200  GET  /v2/vpcs?per-page=2  vpcs.list  # ms  !unknown_parameter`,
  ])
  expect(JSON.parse((await peertwin('--target', '/v2/vpcs/*', '--json')).stdout)).toMatchObject({
    seen: 3,
    requests: [{ n: 2 }],
  })
})

test('counts, and forgets', async () => {
  const { peertwin } = await asked()
  expect(await peertwin('count', '--status', '404')).toEqual(printed('2'))
  expect(await peertwin('count', '--method', 'POST', '--json')).toEqual(printed('{"count":0,"unknown":0}'))
  expect(await peertwin('clear')).toEqual(printed('the journal is empty'))
  expect(await peertwin('count')).toEqual(printed('0'))
  expect(await peertwin()).toEqual(printed())
})

test('lists what no operation answered', async () => {
  const { peertwin } = await asked()
  expect((await peertwin('unmatched')).stdout).toMatch(
    /^3 {2}GET \/v2\/vpc_peering {2}closest: GET \/v2\/vpc_peerings, \S+ \S+, \S+ \S+\n$/,
  )
})

test('explains an answer', async () => {
  const { api, peertwin } = await asked()
  expect(timeless(await peertwin('explain', '2'))).toEqual([
    `2  ${NOW}  digitalocean  404  GET  /v2/vpcs/x  vpcs.get  # ms  vpcNotFound`,
    'handled by vpcs.get (GET /v2/vpcs/{vpc_id})',
    'answered by problem vpcNotFound: VPC ID x not found',
    'observed: Ids that are no UUID are not found, not malformed.',
  ])
  expect(timeless(await peertwin('explain', '3')).slice(1, 3)).toEqual([
    'no operation matched',
    'answered by failure route_not_found',
  ])
  expect(timeless(await peertwin('explain', '3')).at(-3)).toBe('close: GET /v2/vpc_peerings')
  expect(timeless(await peertwin('explain', '1')).at(-1)).toBe(
    'warning unknown_parameter: vpcs.list does not look at the parameter per-page.',
  )
  const { id } = await createPeering(api, 'p', ...(await twoVpcs(api)).ids)
  await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'q' })
  expect(timeless(await peertwin('explain', '7'))).toContain(`changed digitalocean/vpc_peering ${id} name`)
  expect(await peertwin('explain', '99')).toEqual(refused('The journal has no request 99; it keeps the newest 7.'))
})

test('refuses conditions that there are not', async () => {
  const { peertwin } = await asked()
  expect(await peertwin('--status', '6xx')).toEqual(
    refused('--status: expected a status such as 404, or a class such as 4xx'),
  )
  expect(await peertwin('--follow', '--namespace', 'nobody')).toEqual(
    refused("There is no namespace 'nobody'; it is one of default"),
  )
})
