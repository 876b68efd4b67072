import type { Issue } from '../../../core/problem.ts'
import type { Violation } from './refusal.ts'

const jsonType = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value
}

/** An issue in the words of the documented example. */
export const violation = ({ path, kind, expected, received }: Issue): Violation => {
  const pointer = path.map((key) => `/${key}`).join('')
  const property = `The property '${pointer}'`
  const value = `${property} value ${JSON.stringify(received)}`
  const say = (detail: string): Violation => ({ pointer, detail })
  if (received === undefined) return say(`${property} is required`)
  switch (kind) {
    case 'type':
      return say(`${property} of type ${jsonType(received)} did not match the following type: ${expected ?? 'object'}`)
    case 'pattern':
      return say(`${value} did not match the pattern '${patternOf(expected ?? '')}'`)
    case 'enum':
      return say(`${value} did not match one of the following values: ${expected ?? ''}`)
    case 'range':
      return say(`${property} ${bound(received, Number(expected))}`)
    default: // the kind chooses among the clouds, and the schema knows no list of them
      return say(`${value} did not match one of the following values: AwsPeering, GcpPeering, AzurePeering`)
  }
}

// as the published schema spells it, without the slashes of a literal
const patternOf = (literal: string): string => literal.slice(1, -1).replaceAll('\\/', '/')

const bound = (received: unknown, limit: number): string => {
  const { length } = received as string | readonly unknown[]
  const side = length < limit ? 'minimum' : 'maximum'
  return Array.isArray(received)
    ? `did not contain a ${side} number of items ${limit}`
    : `was not of a ${side} string length of ${limit}`
}
