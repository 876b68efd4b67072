import { expect, test } from 'vitest'
import * as release from '../../../src/cli/commands/release.ts'
import * as resources from '../../../src/cli/commands/resources.ts'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { control } from '../../helpers/socket.ts'
import { type Group, printed, refused, setup } from './setup.ts'

const NOW = '2026-01-01T00:00:00.000Z'
const TYPE = 'digitalocean/vpc_peering'

const peered = async (group: Group) => {
  const bench = setup(group)
  const { id } = await createPeering(bench.api, 'p', ...(await twoVpcs(bench.api)).ids)
  return { ...bench, id }
}

test('lists resources, their timelines, and forces states', async () => {
  const { peertwin, id } = await peered(resources)
  expect(await peertwin('list', '--type', TYPE)).toEqual(
    printed(`${TYPE}  ${id}  PROVISIONING  ACTIVE at 2026-01-01T00:00:02.000Z`),
  )
  expect((await peertwin('--provider', 'digitalocean', '--limit', '3')).stdout.split('\n')).toHaveLength(4)
  expect(await peertwin('--state', 'ACTIVE')).toEqual(printed())
  expect(await peertwin('timeline', id)).toEqual(
    printed(
      `${TYPE} ${id}: PROVISIONING, ACTIVE at 2026-01-01T00:00:02.000Z`,
      `  ${NOW}  (new)  -> PROVISIONING  by 3`,
    ),
  )
  expect(await peertwin('force', id, 'ERROR', '--type', TYPE)).toEqual(
    printed(
      `${TYPE} ${id}: ERROR`,
      `  ${NOW}  (new)         -> PROVISIONING  by 3`,
      `  ${NOW}  PROVISIONING  -> ERROR         by control`,
    ),
  )
  expect((await peertwin('force', id, '$gone')).stdout.split('\n')[0]).toBe(`${TYPE} ${id}: $gone`)
})

test('says why it does not', async () => {
  const { peertwin, id } = await peered(resources)
  expect(await peertwin('force', id, 'ACTIV')).toEqual(
    refused(`A ${TYPE} knows no state 'ACTIV'; did you mean 'ACTIVE'?`),
  )
  expect(await peertwin('force', id, 'ACTIVE', '--set', 'name')).toEqual(refused("--set takes path=value, not 'name'"))
  expect(await peertwin('force', id, 'ACTIVE', '--set', 'name=q')).toEqual(refused(`A ${TYPE} has no settable 'name'`))
  expect(await peertwin('timeline', 'nobody')).toEqual(refused('No resource has, or lately had, the id nobody.'))
})

test('release lets a waiting transition happen', async () => {
  const bench = setup(release)
  await control(bench.emulator, 'PUT', '/scenarios/by-hand', {
    name: 'by-hand',
    lifecycles: { [TYPE]: [{ id: 'accept', from: 'PROVISIONING', on: 'manual', to: 'ACTIVE' }] },
  })
  await control(bench.emulator, 'POST', '/scenarios/by-hand/activate')
  const { id } = await createPeering(bench.api, 'p', ...(await twoVpcs(bench.api)).ids)
  expect(await bench.peertwin(id, 'acept')).toEqual(refused(`${id} does not wait for 'acept'; did you mean 'accept'?`))
  expect(await bench.peertwin(id, 'accept', '--type', TYPE)).toEqual(printed(`${id}: ACTIVE`))
  expect(await bench.peertwin(id)).toEqual(refused(`${id} is ACTIVE, and no transition there waits for a release.`))
})
