import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileScenario } from '../../../src/scenario/rules/compile.ts'
import { readScenario } from '../../../src/scenario/load.ts'
import { machineOf } from '../../../src/scenario/document/names.ts'
import { simulationText } from '../../../src/scenario/simulate/report.ts'
import { simulate } from '../../../src/scenario/simulate/simulate.ts'
import type { SimulateOptions } from '../../../src/scenario/simulate/steps.ts'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { S, play, vocabulary } from '../setup.ts'

const of = async (text: string, machine: string, options: Partial<SimulateOptions> = {}, variant?: string) => {
  const names = await vocabulary()
  const { scenario } = compileScenario(await readScenario(`name: t\n${text}`, 't.yaml', names), names, variant)
  return simulate(scenario, machineOf(names, machine)!, { seed: 42, ...options })
}

const THREE = `lifecycles:
  confluent/peering:
    - { id: offered, from: PROVISIONING, to: PENDING_ACCEPT, weight: 8, afterReads: 2, if: { spec.cloud.kind: AwsPeering } }
    - { id: refused, from: PROVISIONING, to: FAILED, weight: 2, after: 30s }
    - { id: accepted, from: PENDING_ACCEPT, to: READY, on: manual }
    - { id: cut, from: READY, to: DISCONNECTED, after: 45m, if: { spec.display_name: { glob: '*-drift' } } }
variants: { fails: { force: { confluent/peering: refused } } }`

describe('simulate', () => {
  test('tells the way of a resource as a timeline', async () => {
    expect(simulationText(await of(THREE, 'confluent/peering'))).toBe(
      [
        't=0s    PROVISIONING',
        'read 2  PENDING_ACCEPT  offered   (only if spec.cloud.kind is AwsPeering)',
        'manual  READY           accepted  (waits for: peertwin release <id>)',
        '+45m    DISCONNECTED    cut       (only if spec.display_name {"glob":"*-drift"})',
        'reachable: 6 of 6 states   worst time to a final state: 45m   dead rules: none',
        '',
      ].join('\n'),
    )
  })
  test('a variant that forces one transition leaves the others dead', async () => {
    const { steps, dead } = await of(THREE, 'confluent/peering', {}, 'fails')
    expect(steps.map(({ at, state }) => [at, state])).toEqual([
      [0, 'PROVISIONING'],
      [30 * S, 'FAILED'],
    ])
    expect(dead).toEqual(['offered'])
  })
  test('given fields decide conditions', async () => {
    const { steps } = await of(THREE, 'confluent/peering', { fields: { displayName: 'steady' } })
    expect(steps.at(-1)!.state).toBe('READY')
  })

  test.each([
    [
      'the machine alone',
      '[]',
      {},
      't=0s  PROVISIONING\n+2s   ACTIVE\nreachable: 4 of 4 states   worst time to a final state: 2s   dead rules: none\n',
    ],
    [
      'a client that polls, and reads before the time is over',
      '[{ id: quick, from: PROVISIONING, to: ACTIVE, any: [{ after: 1m }, { afterReads: 3 }] }]',
      { poll: 5 * S },
      't=0s    PROVISIONING\nread 3  ACTIVE        quick\nreachable: 4 of 4 states   worst time to a final state: 1m   dead rules: none\n',
    ],
    [
      'a delay that nothing bounds',
      '[{ id: late, from: PROVISIONING, to: ERROR, after: { sequence: [7s] } }, { id: on, from: ERROR, to: ACTIVE, after: { lognormal: { median: 5s, p95: 9s } }, if: { name: { exists: false } } }]',
      { fields: { name: 'x' } },
      't=0s  PROVISIONING\n+7s   ERROR         late\nreachable: 4 of 4 states   worst time to a final state: unbounded   dead rules: none\n',
    ],
    [
      'a state that ends at once, and the way out of the world',
      '[{ id: now, from: PROVISIONING, to: DELETING, after: 0s }]',
      {},
      't=0s  PROVISIONING\n+0s   DELETING      now\n+1s   $gone\nreachable: 3 of 4 states   worst time to a final state: 1s   dead rules: none\n',
    ],
  ])('%s', async (_, rules, options, text) => {
    expect(
      simulationText(
        await of(`lifecycles: { digitalocean/vpc_peering: ${rules} }`, 'digitalocean/vpc_peering', options),
      ),
    ).toBe(text)
  })

  test('agrees with what a client then sees, whatever the seed and the pace', async () => {
    const rules = `lifecycles:
  digitalocean/vpc_peering:
    - { id: a, from: PROVISIONING, to: ACTIVE, weight: 3, any: [{ after: { uniform: [2s, 40s] } }, { afterReads: 4 }] }
    - { id: b, from: PROVISIONING, to: ERROR, weight: 1, after: { lognormal: { median: 4s, p95: 20s } } }
    - { id: c, from: ACTIVE, to: ERROR, afterReads: 3 }`
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(1, 5, 7), async (seed, every) => {
        const poll = every * S
        const { steps } = await of(rules, 'digitalocean/vpc_peering', { seed, poll })
        const { api, emulator, pass } = await play(rules, { seed })
        const { id } = await createPeering(api, 'p', ...(await twoVpcs(api)).ids)
        for (let n = 0; n < 60; n++) {
          pass(poll)
          await api('GET', `/v2/vpc_peerings/${id}`)
        }
        const moves = [...emulator.world.commits.transitions].filter((move) => move.id === id)
        const born = moves[0]!.at
        expect(moves.map(({ at, to }) => [at - born, to])).toEqual(steps.map(({ at, state }) => [at, state]))
      }),
      // in the example, time ends a state at the very instant of a read
      { numRuns: 40, seed: 5, examples: [[70_511, 5]] },
    )
  })
})
