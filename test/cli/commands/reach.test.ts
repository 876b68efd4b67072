import { expect, test } from 'vitest'
import * as reach from '../../../src/cli/commands/reach.ts'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { printed, refused, setup } from './setup.ts'

const peered = async () => {
  const bench = setup(reach)
  const { ids } = await twoVpcs(bench.api)
  await createPeering(bench.api, 'a-b', ...ids)
  return bench
}

test('says hop by hop what refuses, and exits with 1', async () => {
  const { peertwin } = await peered()
  expect(await peertwin('a', 'b')).toEqual({
    ...printed(
      'a does not reach b (digitalocean)',
      'there  network a: 10.202.0.0/24',
      '       table a: 10.203.0.0/24 goes to the peering a-b',
      '       peering_state: the peering a-b is PROVISIONING: The peering is being set up.',
      '       A peering carries traffic once it is ACTIVE. (inferred)',
    ),
    code: 1,
  })
})

test('says the way there and back, or all of it as JSON', async () => {
  const { peertwin, clock } = await peered()
  clock.advance(5_000)
  expect(await peertwin('a', 'b', '--port', '443')).toEqual(
    printed(
      'a reaches b (digitalocean)',
      'there  network a: 10.202.0.0/24',
      '       table a: 10.203.0.0/24 goes to the peering a-b',
      '       peering a-b: is ACTIVE',
      '       network b: 10.203.0.0/24',
      'back   network b: 10.203.0.0/24',
      '       table b: 10.202.0.0/24 goes to the peering a-b',
      '       peering a-b: is ACTIVE',
      '       network a: 10.202.0.0/24',
    ),
  )
  const { stdout } = await peertwin('a', 'b', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ reaches: true, refusal: null, port: null })
})

test('says the nearest name of an end that there is not', async () => {
  const { peertwin } = await peered()
  expect(await peertwin('default-nyc2', 'default-nyc33')).toEqual(
    refused("there is no network, subnet or range 'default-nyc33'; did you mean 'default-nyc3'?"),
  )
  expect(await peertwin('a', 'b', '--provider', 'digitalocan')).toEqual(
    refused("no provider 'digitalocan' is served; did you mean 'digitalocean'?"),
  )
})
