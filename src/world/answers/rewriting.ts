/** One change of an answer: at a path of member names, list positions and `*` for every one of them. */
export type Edit = { readonly path: readonly string[] } & (
  | { readonly kind: 'set'; readonly value: unknown }
  | { readonly kind: 'remove' | 'nullify' | 'stringify' }
)

type Inner = unknown[] | Record<string, unknown>

const isInner = (value: unknown): value is Inner => typeof value === 'object' && value !== null

/** A path as scenario files write it: `vpcs.0.name`, `data.*.status`. */
export const readPath = (text: string): readonly string[] => text.split('.')

/** A copy of a value with the edits made, in their order. What a path does not find stays as it is; `set` makes what is missing. */
export const rewritten = (value: unknown, edits: readonly Edit[]): unknown => {
  const copy = structuredClone(value)
  for (const edit of edits) if (isInner(copy)) apply(copy, edit.path, edit)
  return copy
}

const apply = (at: Inner, path: readonly string[], edit: Edit): void => {
  const [step, ...rest] = path as [string, ...string[]]
  const keys = step === '*' ? Object.keys(at) : [step]
  // backwards, so that what is taken out of a list moves nothing that is still to come
  for (const key of keys.toReversed()) {
    if (rest.length === 0) change(at, key, edit)
    else {
      const inner = innerOf(at, key, edit)
      if (inner) apply(inner, rest, edit)
    }
  }
}

const innerOf = (at: Inner, key: string, { kind }: Edit): Inner | undefined => {
  const inner: unknown = Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined
  if (isInner(inner)) return inner
  if (kind !== 'set' || Array.isArray(at)) return undefined
  return put(at, key, {}) as Inner
}

// a member may be called __proto__
const put = (at: Inner, key: string, value: unknown): unknown => {
  Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true })
  return value
}

const change = (at: Inner, key: string, edit: Edit): void => {
  const present = Object.hasOwn(at, key)
  if (edit.kind === 'set') {
    if (present || !Array.isArray(at)) put(at, key, edit.value)
  } else if (!present) return
  else if (edit.kind === 'nullify') put(at, key, null)
  else if (edit.kind === 'stringify') put(at, key, asText((at as Record<string, unknown>)[key]))
  else if (Array.isArray(at)) at.splice(Number(key), 1)
  else delete at[key]
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
