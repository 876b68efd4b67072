import { createEmulator } from '../../../src/index.ts'
import type { Reach } from '../../../src/world/topology/reach.ts'
import type { Topology } from '../../../src/world/topology/topology.ts'
import { START } from '../../helpers/setup.ts'
import { control } from '../../helpers/socket.ts'

export interface Asked {
  (from: string, to: string): Promise<Reach>
  topology(): Promise<Topology>
}

/** Asks what reaches what in a world of one provider with these records and no others. */
export const reachIn = (provider: string, fixtures: object, settings: object = {}): Asked => {
  const emulator = createEmulator({
    providers: [provider],
    clock: { mode: 'virtual', start: START },
    settings: { [provider]: settings as never },
    fixtures: { [provider]: fixtures },
  })
  const ask = async (from: string, to: string): Promise<Reach> => {
    const { status, body } = await control(emulator, 'POST', '/reach', { from, to })
    if (status !== 200) throw new Error((body as { detail: string }).detail)
    return body as Reach
  }
  const topology = async (): Promise<Topology> =>
    ((await control(emulator, 'GET', '/topology')).body as { topologies: Topology[] }).topologies[0]!
  return Object.assign(ask, { topology })
}

/** What an answer comes to: what refuses on which way, with its rule. */
export const refusalOf = ({ refusal }: Reach) =>
  refusal && [refusal.on, refusal.reason, refusal.says, refusal.rule.evidence]

/** The ways in words. */
export const waysOf = ({ there, back }: Reach) =>
  [there, back].map((hops) => hops.map(({ kind, name, says }) => `${kind} ${name}: ${says}`))
