/** Levenshtein distance. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}

/** The candidates closest to a text, the closest first. */
export const closest = (text: string, candidates: readonly string[], count: number): string[] =>
  candidates
    .map((candidate) => ({ candidate, far: distance(text, candidate) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, count)
    .map(({ candidate }) => candidate)

/** The end of an error sentence: the closest valid name when one is near, else all of them. */
export const nearest = (name: string, valid: readonly string[]): string => {
  const wanted = name.toLowerCase()
  const [best] = valid
    .map((candidate) => ({ candidate, far: distance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)
  if (!best) return ''
  return best.far <= Math.max(2, name.length / 3)
    ? `; did you mean '${best.candidate}'?`
    : `; it is one of ${valid.join(', ')}`
}
