/** A JSON value as the service prints it into its messages: what Python's `str` makes of it. */
export const pythonText = (value: unknown): string => (typeof value === 'string' ? value : literal(value))

const literal = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value)
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, member]) => `${quoted(key)}: ${literal(member)}`)
      .join(', ')}}`
  }
  return JSON.stringify(value)
}

const quoted = (text: string): string => {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`
}
