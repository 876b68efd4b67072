import { problems } from '../errors/index.ts'
import type { Label } from '../records/index.ts'

const KEY = /^(?!_)[\x20-\x7e]{2,32}$/
const VALUE_LIMIT = 255
const NONE: readonly Label[] = []

/** The labels of a request; null stands for none. Throws the service's own refusals. */
export const readLabels = (given: readonly Label[] | null | undefined): readonly Label[] => {
  const labels = given ?? NONE
  if (labels.length === 0) return NONE
  const keys = new Set<string>()
  for (const { key, value } of labels) {
    if (!KEY.test(key)) throw problems.labelKeyInvalid()
    if (Array.from(value).length > VALUE_LIMIT) throw problems.labelValueInvalid()
    keys.add(key.toLowerCase())
  }
  if (keys.size < labels.length) throw problems.duplicateLabelKeys()
  return labels
}

/** Whether labels fit all filters, each `key` or `key=value`: keys in any case, values exactly. */
export const fitsLabels = (labels: readonly Label[], filters: readonly string[]): boolean =>
  filters.every((filter) => {
    const split = filter.indexOf('=')
    const key = (split < 0 ? filter : filter.slice(0, split)).toLowerCase()
    const value = split < 0 ? undefined : filter.slice(split + 1)
    return labels.some((label) => label.key.toLowerCase() === key && (value === undefined || label.value === value))
  })
