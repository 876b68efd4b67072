/**
 * Remembers the JSON text of a record. Rows are immutable values, so the row itself is the key and a changed row renders
 * anew.
 */
export const wire = <T extends object>(
  view: (row: T) => unknown,
  render: (value: unknown) => string = JSON.stringify,
): ((row: T) => string) => {
  const texts = new WeakMap<T, string>()
  return (row) => {
    let text = texts.get(row)
    if (text === undefined) texts.set(row, (text = render(view(row))))
    return text
  }
}
