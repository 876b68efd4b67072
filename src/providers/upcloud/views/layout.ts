import { ListText, quoted } from '../../../core/memo.ts'

const STEP = '   '
const PADS = Array.from({ length: 16 }, (_, depth) => STEP.repeat(depth))

/** What stands before a member at a depth. */
export const padAt = (depth: number): string => PADS[depth]!

/** JSON as the older services print it: three spaces, ` : `, keys in alphabetical order. `depth` is where the value stands. */
export const layout = (value: unknown, depth = 0): string => {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const pad = PADS[depth]!
  const inner = PADS[depth + 1]!
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map((item) => inner + layout(item, depth + 1)).join(',\n')}\n${pad}]`
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  if (members.length === 0) return '{}'
  return `{\n${members.map(([key, member]) => `${inner}${quoted(key)} : ${layout(member, depth + 1)}`).join(',\n')}\n${pad}}`
}

/** Where the text of a single resource stands in its answer. */
export const SINGLE = 1
/** Where the text of a listed resource stands in its answer. */
export const LISTED = 3

/** The answer that holds one resource, from its text at {@link SINGLE}. */
export const single = (key: string, text: string): string => `{\n${STEP}"${key}" : ${text}\n}\n`

/** The answer that lists resources, from their texts at {@link LISTED}. */
export const list = (plural: string, key: string, texts: readonly string[]): ListText => {
  const [head, tail] = [`{\n${STEP}"${plural}" : {\n${STEP}${STEP}"${key}" : [`, `]\n${STEP}}\n}\n`]
  const pad = `\n${PADS[LISTED]!}`
  return texts.length === 0
    ? new ListText(head, [], tail)
    : new ListText(head + pad, texts, `\n${STEP}${STEP}${tail}`, `,${pad}`)
}
