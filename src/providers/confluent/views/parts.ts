import { type Millis, isoSeconds } from '../../../core/clock.ts'
import { quoted } from '../../../core/memo.ts'
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

/** When an object was made and changed last. */
const timesOf = (row: Described & { readonly since?: Millis }) => {
  const created = stamp(row.createdAt, row.micros)
  const updatedAt = Math.max(row.touchedAt, row.since ?? 0)
  return { created, updated: updatedAt === row.createdAt ? created : stamp(updatedAt, row.micros) }
}

export const metadata = (row: Described & { readonly since?: Millis }, self: string) => {
  const { created, updated } = timesOf(row)
  return { created_at: created, resource_name: row.crn, self, updated_at: updated }
}

/** The same as text. */
export const metadataText = (row: Described & { readonly since?: Millis }, self: string): string => {
  const { created, updated } = timesOf(row)
  return `{"created_at":"${created}","resource_name":${quoted(row.crn)},"self":${quoted(self)},"updated_at":"${updated}"}`
}

export const environmentReference = (base: string, id: string, crn: string) => ({
  api_version: 'org/v2',
  id,
  kind: 'Environment',
  related: `${base}/v2/environments/${id}`,
  resource_name: crn,
})
