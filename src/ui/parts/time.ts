/** A span between two instants as people say it. */
export const spanText = (ms: number): string => {
  const all = Math.abs(ms)
  if (all < 1_000) return `${Math.round(all)} ms`
  if (all < 60_000) return `${trimmed(all / 1_000)} s`
  if (all < 3_600_000) return `${trimmed(all / 60_000)} min`
  if (all < 172_800_000) return `${trimmed(all / 3_600_000)} h`
  return `${trimmed(all / 86_400_000)} days`
}

const trimmed = (value: number): string =>
  value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value))

export const timeOf = (instant: string | null): string => (instant === null ? '' : instant.slice(11, 23))
export const dayAndTime = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 23)} UTC`
