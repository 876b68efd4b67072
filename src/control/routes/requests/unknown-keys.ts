/** What this file needs to know of a schema: the library's own description of it. */
interface Described {
  readonly _zod: { readonly def: Definition }
}

interface Definition {
  readonly type: string
  readonly shape?: Readonly<Record<string, Described>>
  readonly catchall?: Described
  readonly element?: Described
  readonly innerType?: Described
  readonly in?: Described
  readonly out?: Described
  readonly options?: readonly Described[]
  readonly getter?: () => Described
}

/** Paths of the members of a value that a schema does not know; it may ignore them silently. */
export const unknownKeys = (value: unknown, schema: unknown, at = ''): string[] => {
  const known = parts((schema as Described)._zod.def)
  if (Array.isArray(value)) {
    const element = known.find((def) => def.type === 'array')?.element
    return element ? value.flatMap((item, i) => unknownKeys(item, element, `${at}[${i}]`)) : []
  }
  if (typeof value !== 'object' || value === null) return []
  const element = known.find((def) => def.type === 'array')?.element
  // fields tell a list by numbers in place of names
  if (element) {
    return Object.entries(value).flatMap(([key, item]) =>
      /^\d+$/.test(key) ? unknownKeys(item, element, `${at}.${key}`) : [`${at}.${key}`],
    )
  }
  const objects = known.filter((def) => def.type === 'object')
  // anything goes in a record, in an open object, and where no object is expected at all
  if (objects.length === 0 || objects.some(({ catchall }) => catchall && catchall._zod.def.type !== 'never')) return []
  return Object.entries(value).flatMap(([key, member]) => {
    const path = at === '' ? key : `${at}.${key}`
    const shapes = objects.flatMap(({ shape }) => (shape && Object.hasOwn(shape, key) ? [shape[key]!] : []))
    if (shapes.length === 0) return [path]
    const findings = shapes.map((shape) => unknownKeys(member, shape, path))
    return findings.find((found) => found.length === 0) ?? findings[0]!
  })
}

/** The objects and arrays among what a schema accepts. */
const parts = (def: Definition): Definition[] => {
  // what is transformed before it is read says nothing of its shape
  const read = def.in?._zod.def.type === 'transform' ? def.out : def.in
  const inner = def.innerType ?? read ?? def.getter?.()
  if (inner) return parts(inner._zod.def)
  return def.options ? def.options.flatMap((option) => parts(option._zod.def)) : [def]
}
