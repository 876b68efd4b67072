// headers travel as names and values in turn, as Node takes and gives them: that keeps their spelling and their order

/** The headers of such a list, each with its value. */
export const pairsOf = (headers: readonly string[]): [name: string, value: string][] => {
  const list: [string, string][] = []
  for (let i = 0; i < headers.length; i += 2) list.push([headers[i]!, headers[i + 1]!])
  return list
}

/** The first value under a lower-case name. */
export const headerIn = (headers: readonly string[], name: string): string | undefined => {
  for (let i = 0; i < headers.length; i += 2) if (headers[i]!.toLowerCase() === name) return headers[i + 1]
  return undefined
}
