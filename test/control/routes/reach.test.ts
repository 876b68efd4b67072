import { describe, expect, test } from 'vitest'
import { reachRoutes } from '../../../src/control/routes/reach.ts'
import { createEmulator } from '../../../src/index.ts'
import { START } from '../../helpers/setup.ts'
import { control as ask } from '../../helpers/socket.ts'
import { covers, invalid, ok, setup } from '../setup.ts'

covers(reachRoutes)

const [HUB, SPOKE, PEERING] = [
  '5a4981aa-9653-4bd1-bef5-d6bff52042e4',
  '7c4981aa-9653-4bd1-bef5-d6bff52042e4',
  '6b5c619c-359c-44ca-87e2-47e98170c01d',
] as const
const bench = (status: string) =>
  setup({
    settings: { digitalocean: { defaultVpcs: false } },
    fixtures: {
      digitalocean: {
        vpcs: [
          { id: HUB, name: 'hub', region: 'nyc3', ip_range: '10.77.0.0/24' },
          { id: SPOKE, name: 'spoke', region: 'ams3', ip_range: '10.78.0.0/24' },
        ],
        vpc_peerings: [{ id: PEERING, name: 'p', vpc_ids: [HUB, SPOKE], status }],
      },
    },
  })

test('POST /reach tells the way, and the hop that refuses with the rule behind it', async () => {
  const hub = { kind: 'network', id: HUB, name: 'hub', says: '10.77.0.0/24' }
  const spoke = { kind: 'network', id: SPOKE, name: 'spoke', says: '10.78.0.0/24' }
  const table = (id: string, name: string, range: string) => ({
    kind: 'table',
    id,
    name,
    says: `${range} goes to the peering p`,
  })
  const at = { kind: 'peering', id: PEERING, name: 'p' }
  const ends = {
    provider: 'digitalocean',
    from: { network: HUB, name: 'hub', subnet: null },
    to: { network: SPOKE, name: 'spoke', subnet: null },
    port: 5432,
  }
  const question = { from: 'hub', to: '10.78.0.9', port: 5432 }
  expect(await bench('ERROR').control('POST', '/reach', question)).toEqual(
    ok({
      ...ends,
      reaches: false,
      there: [hub, table(HUB, 'hub', '10.78.0.0/24')],
      back: [],
      refusal: {
        reason: 'peering_state',
        at,
        says: 'the peering p is ERROR: The peering could not be set up.',
        on: 'there',
        rule: { says: 'A peering carries traffic once it is ACTIVE.', evidence: 'inferred' },
      },
    }),
  )
  const over = { ...at, says: 'is ACTIVE' }
  expect(await bench('ACTIVE').control('POST', '/reach', question)).toEqual(
    ok({
      ...ends,
      reaches: true,
      there: [hub, table(HUB, 'hub', '10.78.0.0/24'), over, spoke],
      back: [spoke, table(SPOKE, 'spoke', '10.77.0.0/24'), over, hub],
      refusal: null,
    }),
  )
})

describe('what is no question', () => {
  test.each([
    [{ from: 'hub', to: 'spokes' }, "there is no network, subnet or range 'spokes'; did you mean 'spoke'?"],
    [{ from: 'hub', to: 'spoke', provider: 'digital' }, "no provider 'digital' is served; it is one of digitalocean"],
  ])('%j is refused', async (question, text) => {
    expect(await bench('ACTIVE').control('POST', '/reach', question)).toEqual(invalid(text))
  })

  const emulator = createEmulator({
    clock: { mode: 'virtual', start: START },
    fixtures: {
      digitalocean: { vpcs: [{ id: HUB, name: 'hub', region: 'nyc3', ip_range: '10.77.0.0/24' }] },
      huawei: {
        vpcs: [
          { name: 'hub', cidr: '10.77.0.0/24' },
          { name: 'far', cidr: '10.79.0.0/24' },
        ],
      },
    },
  })
  test.each([
    ['hub', 'far', 200, undefined],
    [HUB, 'far', 400, `'${HUB}' is of digitalocean and 'far' of huawei: both ends must be of one provider`],
  ])('%s to %s among all providers', async (from, to, status, detail) => {
    const answer = await ask(emulator, 'POST', '/reach', { from, to })
    expect([answer.status, (answer.body as { detail?: string }).detail]).toEqual([status, detail])
  })
  test('a name that several have is told with their ids', async () => {
    const { body } = await ask(emulator, 'POST', '/reach', { from: 'hub', to: 'hub' })
    expect((body as { detail: string }).detail).toMatch(
      /^'hub' may be digitalocean network hub \(.*\), huawei network hub \(.*\): say an id, or NETWORK@ADDRESS$/,
    )
  })
})
