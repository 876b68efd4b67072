const list = (member: string): string => `[${Array.from({ length: 10 }, () => member).join(', ')}]`

/** YAML whose aliases stand for aliases, and in the end for a million million values. */
export const ALIASES = Array.from({ length: 12 }, (_, n) => `a${n}: &a${n} ${list(n === 0 ? 'x' : `*a${n - 1}`)}`).join(
  '\n',
)
