import { type Millis, isoSeconds } from '../../../core/clock.ts'
import type { Described } from '../records.ts'

/** RFC 3339 with up to six digits of a second, without trailing zeros. */
const stamp = (at: Millis, micros: number): string => {
  const fraction = (at - Math.floor(at / 1000) * 1000) * 1000 + micros
  const digits = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
  return `${isoSeconds(at)}${digits}Z`
}

/** The resource name of the object above, or of the one above that. */
export const above = (crn: string, levels = 1): string => {
  let end = crn.length
  for (let n = 0; n < levels; n++) end = crn.lastIndexOf('/', end - 1)
  return crn.slice(0, end)
}

export const metadata = (row: Described & { readonly since?: Millis }, self: string) => ({
  created_at: stamp(row.createdAt, row.micros),
  resource_name: row.crn,
  self,
  updated_at: stamp(Math.max(row.touchedAt, row.since ?? 0), row.micros),
})

export const environmentReference = (base: string, id: string, crn: string) => ({
  api_version: 'org/v2',
  id,
  kind: 'Environment',
  related: `${base}/v2/environments/${id}`,
  resource_name: crn,
})
