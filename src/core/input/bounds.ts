/** How deep a value from outside may be nested: what looks at it calls itself for each level. */
export const DEEPEST = 100
/** How many members and elements it may have, as each may have its mistakes. */
const MOST_VALUES = 500_000

/** What is too much about a value from outside; undefined when nothing is. */
export const excessOf = (value: unknown): string | undefined => {
  let values = 0
  for (let [level, depth] = [[value], 0]; level.length > 0; depth++) {
    if (depth > DEEPEST) return `more than ${DEEPEST} levels`
    const below: unknown[] = []
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue
      const members: unknown[] = Object.values(one)
      values += members.length
      if (values > MOST_VALUES) return `more than ${MOST_VALUES} values`
      for (const member of members) if (typeof member === 'object' && member !== null) below.push(member)
    }
    level = below
  }
  return undefined
}
