/**
 * Remembers what follows from a record. Rows are immutable values, so the row itself is the key and a changed row is looked
 * at anew.
 */
export const perRow = <T extends object, R>(derive: (row: T) => R): ((row: T) => R) => {
  const known = new WeakMap<T, R>()
  return (row) => {
    let result = known.get(row)
    if (result === undefined) known.set(row, (result = derive(row)))
    return result
  }
}
