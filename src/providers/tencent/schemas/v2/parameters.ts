import type { Fields } from '../../../../http/reading.ts'

/** A parameter's value, or the parameters below a name; without a prototype, because the client chooses the names. */
export type Node = string | { [name: string]: Node }

const DEPTH = 5

/** `routeSet.0.nextHub=x` as `{ routeSet: { 0: { nextHub: 'x' } } }`. A name that is already a value takes nothing below it. */
export const nest = (fields: Fields): Node => {
  const root = Object.create(null) as Record<string, Node>
  for (const [name, value] of fields) place(root, name.split('.', DEPTH), value)
  return root
}

const place = (root: Record<string, Node>, path: readonly string[], value: string): void => {
  let at = root
  for (const name of path.slice(0, -1)) {
    const below = (at[name] ??= Object.create(null) as Record<string, Node>)
    if (typeof below === 'string') return
    at = below
  }
  const last = path.at(-1)!
  if (at[last] === undefined) at[last] = value
}
