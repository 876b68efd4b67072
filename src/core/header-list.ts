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

/** Several lists in one, which is exactly as long as they are: what the journal keeps should have no room to grow. */
export const chained = (...lists: readonly (readonly string[])[]): string[] => {
  let size = 0
  for (const list of lists) size += list.length
  const headers = new Array<string>(size) // oxlint-disable-line unicorn/no-new-array -- `Array.from` takes ten times as long
  let at = 0
  for (const list of lists) for (let i = 0; i < list.length; i++) headers[at++] = list[i]!
  return headers
}
