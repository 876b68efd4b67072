export interface Zone {
  readonly id: string
  readonly description: string
}

/** By id. The ones of Copenhagen, Stavanger and Stockholm are known from memory only. */
export const zones: readonly Zone[] = [
  { id: 'au-syd1', description: 'Sydney #1' },
  { id: 'de-fra1', description: 'Frankfurt #1' },
  { id: 'dk-cph1', description: 'Copenhagen #1' },
  { id: 'es-mad1', description: 'Madrid #1' },
  { id: 'fi-hel1', description: 'Helsinki #1' },
  { id: 'fi-hel2', description: 'Helsinki #2' },
  { id: 'nl-ams1', description: 'Amsterdam #1' },
  { id: 'no-svg1', description: 'Stavanger #1' },
  { id: 'pl-waw1', description: 'Warsaw #1' },
  { id: 'se-sto1', description: 'Stockholm #1' },
  { id: 'sg-sin1', description: 'Singapore #1' },
  { id: 'uk-lon1', description: 'London #1' },
  { id: 'us-chi1', description: 'Chicago #1' },
  { id: 'us-nyc1', description: 'New York #1' },
  { id: 'us-sjo1', description: 'San Jose #1' },
]

export const isZone = (id: string): boolean => zones.some((zone) => zone.id === id)
