import type { ProbeCase } from '../probes/cases.ts'
import type { Probe } from '../probes/schema.ts'
import type { Entrance, Rig } from '../rig.ts'
import type { Fingerprint } from './fingerprint.ts'
import type { Played } from './play.ts'

/** What was seen so far, apart from what is still to come. */
export const copiesOf = ({ requests, transitions, runs, after, peak }: Played) => ({
  requests: [...requests],
  transitions: [...transitions],
  runs: [...runs],
  after: [...after],
  peak: new Map(peak),
})

/** The runs of a play that came after what was seen before. */
export const sinceThen = (now: Played, then: Played): Played => ({
  ...now,
  runs: now.runs.slice(then.runs.length),
  after: now.after.slice(then.after.length),
})

/** How often the client runs: a probe that repeats what stays does so only where something does. */
export const playOf = ({ probe: { play } }: ProbeCase, { goal }: Fingerprint): Probe['play'] =>
  play === 'repeat' ? (goal === 'active' || goal === 'offered' ? 'again' : 'once') : play

/** The newest requests of a namespace as they went over the wire, secrets masked. */
export const wireOf = async (rig: Rig, { namespace }: Pick<Entrance, 'namespace'>): Promise<readonly unknown[]> =>
  ((await rig.call('GET', '/requests', { namespace })) as { requests: readonly unknown[] }).requests
