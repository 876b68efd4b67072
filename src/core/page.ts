/** `take` items after the first `skip`, without walking any further. */
export const slice = <T>(items: Iterable<T>, skip: number, take: number): T[] => {
  const page: T[] = []
  if (take <= 0) return page
  let at = 0
  for (const item of items) {
    if (at++ < skip) continue
    page.push(item)
    if (page.length === take) break
  }
  return page
}
