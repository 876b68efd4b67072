/** How deep a value from outside may be nested. */
export const DEEPEST = 100

/** Whether a value is nested too deep for what looks at it: that calls itself for each level. */
export const isTooDeep = (value: unknown): boolean => {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true
    const below: unknown[] = []
    for (const one of level)
      if (typeof one === 'object' && one !== null)
        for (const member of Object.values(one)) if (typeof member === 'object' && member !== null) below.push(member)
    level = below
  }
  return false
}
