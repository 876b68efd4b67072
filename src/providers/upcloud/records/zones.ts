import type { Tx } from '../../../world/unit-of-work.ts'
import { settingsOf } from '../settings.ts'

export interface Zone {
  readonly id: string
  readonly description: string
  readonly isPublic: boolean
}

const named = ([id, description]: readonly [string, string]): Zone => ({ id, description, isPublic: true })

/** By id. The ones of Copenhagen, Stavanger and Stockholm are known from memory only. */
export const publicZones: readonly Zone[] = (
  [
    ['au-syd1', 'Sydney #1'],
    ['de-fra1', 'Frankfurt #1'],
    ['dk-cph1', 'Copenhagen #1'],
    ['es-mad1', 'Madrid #1'],
    ['fi-hel1', 'Helsinki #1'],
    ['fi-hel2', 'Helsinki #2'],
    ['nl-ams1', 'Amsterdam #1'],
    ['no-svg1', 'Stavanger #1'],
    ['pl-waw1', 'Warsaw #1'],
    ['se-sto1', 'Stockholm #1'],
    ['sg-sin1', 'Singapore #1'],
    ['uk-lon1', 'London #1'],
    ['us-chi1', 'Chicago #1'],
    ['us-nyc1', 'New York #1'],
    ['us-sjo1', 'San Jose #1'],
  ] as const
).map(named)

const all: readonly Zone[] = [
  ...publicZones,
  { id: 'de-example-private-cloud-zone', description: 'Private Frankfurt #1', isPublic: false },
].sort((a, b) => (a.id < b.id ? -1 : 1))

/** The zones that accounts of a world see, by id. */
export const zonesIn = (tx: Pick<Tx, 'settings'>): readonly Zone[] =>
  settingsOf(tx).builtInNetworks === 'none' ? publicZones : all

export const isZone = (tx: Pick<Tx, 'settings'>, id: string): boolean => zonesIn(tx).some((zone) => zone.id === id)
