/** Takes everything out of a list, which keeps its room for what comes next. */
export const empty = (list: unknown[]): void => {
  while (list.length > 0) list.pop()
}
