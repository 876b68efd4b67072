import type { EmulatorOptions } from '../../../src/index.ts'
import { verify } from '../../../src/scenario/verify/verify.ts'
import type { Check } from '../../../src/scenario/verify/report.ts'
import type { Expectation } from '../../../src/scenario/document/schema.ts'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { type Play, play, vocabulary } from '../setup.ts'

export const LIST = '/v2/vpc_peerings'

export interface Watched extends Play {
  /** The peering that was made. */
  readonly id: string
  /** What becomes of one expectation. */
  readonly check: (expectation: Expectation) => Check
}

/** A world with two VPCs and a peering, made by the first three requests; the first list of VPCs is refused. */
export const watched = async (options: EmulatorOptions = {}): Promise<Watched> => {
  const names = await vocabulary()
  const played = await play(
    'name: watched\nfaults:\n  - { id: once, match: { op: digitalocean/vpcs.list }, calls: 1, effect: { error: unavailable } }',
    options,
  )
  const { id } = await createPeering(played.api, 'a-b', ...(await twoVpcs(played.api)).ids)
  const check = (expectation: Expectation): Check =>
    verify(played.emulator.world, names, { expect: [expectation], allowEmpty: true }).checks[0]!
  return { ...played, id, check }
}
