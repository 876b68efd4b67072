const PLAIN = /^[\w/][\w./ -]*$/
const RESERVED = /^(?:true|false|null|yes|no|on|off|~)$/i

/** A value as YAML on one line. */
export const inlineYaml = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(inlineYaml).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return `{ ${members.map(([key, member]) => `${key}: ${inlineYaml(member)}`).join(', ')} }`
  }
  if (typeof value !== 'string') return String(value)
  return PLAIN.test(value) && !RESERVED.test(value) && Number.isNaN(Number(value)) && value.trim() === value
    ? value
    : JSON.stringify(value)
}
