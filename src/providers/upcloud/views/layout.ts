const STEP = '   '
const PADS = Array.from({ length: 16 }, (_, depth) => STEP.repeat(depth))

/** JSON as the older services print it: three spaces, ` : `, keys in alphabetical order. `depth` is where the value stands. */
export const layout = (value: unknown, depth = 0): string => {
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
  return `{\n${members.map(([key, member]) => `${inner}${JSON.stringify(key)} : ${layout(member, depth + 1)}`).join(',\n')}\n${pad}}`
}

/** Where the text of a single resource stands in its answer. */
export const SINGLE = 1
/** Where the text of a listed resource stands in its answer. */
export const LISTED = 3

/** The answer that holds one resource, from its text at {@link SINGLE}. */
export const single = (key: string, text: string): string => `{\n${STEP}"${key}" : ${text}\n}\n`

/** The answer that lists resources, from their texts at {@link LISTED}. */
export const list = (plural: string, key: string, texts: readonly string[]): string => {
  const pad = PADS[LISTED]!
  const array = texts.length === 0 ? '[]' : `[\n${texts.map((text) => pad + text).join(',\n')}\n${STEP}${STEP}]`
  return `{\n${STEP}"${plural}" : {\n${STEP}${STEP}"${key}" : ${array}\n${STEP}}\n}\n`
}
