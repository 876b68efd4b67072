/** What a schema found wrong with a value, as far as words are made of it. */
export interface Issue {
  readonly code?: string
  readonly message?: string | undefined
  readonly input?: unknown
  readonly expected?: unknown
  readonly origin?: unknown
  readonly format?: unknown
  readonly pattern?: unknown
  readonly values?: readonly unknown[]
  readonly minimum?: unknown
  readonly maximum?: unknown
  readonly inclusive?: unknown
  readonly options?: readonly unknown[]
  readonly errors?: readonly (readonly Issue[])[]
  readonly issues?: readonly Issue[]
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
}

const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'an RFC 3339 instant such as 2026-01-01T00:00:00Z',
  guid: 'a UUID',
  uuid: 'a UUID',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  cidrv4: 'an IPv4 range such as 10.0.0.0/16',
  cidrv6: 'an IPv6 range such as fd00::/64',
  safeint: 'a whole number',
}

const MOST_SHOWN = 60

/** What a value is, for the end of a sentence. */
export const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? 'text' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

const shown = (value: unknown): string =>
  typeof value === 'string' && value.length <= MOST_SHOWN
    ? `'${value}'`
    : typeof value === 'number'
      ? String(value)
      : ''

/** What was there instead of what was expected. */
const instead = (input: unknown, seen: string): string => {
  if (input === undefined) return ', but it is missing'
  return seen === '' || Number.isNaN(input) ? '' : `, not ${seen}`
}

/** Names in a row: `a, b or c`. */
export const either = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`

const bound = ({ origin, minimum, maximum, inclusive }: Issue): string => {
  const least = minimum !== undefined
  const limit = String(least ? minimum : maximum)
  if (origin === 'string' && least && limit === '1') return 'text that is not empty'
  if (least && inclusive === false) return `more than ${limit}`
  if (inclusive === false) return `less than ${limit}`
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' elements' : ''
  return `at ${least ? 'least' : 'most'} ${limit}${unit}`
}

/** What an alternative expects, out of the sentence about it. */
const expectationOf = (issues: readonly Issue[]): string[] => {
  const [first] = issues
  const sentence = first?.message ?? (first && wordingOf(first)) ?? ''
  const [, expected] = /^expected (.*?)(?:, not [^,]*|, but it is missing)?$/s.exec(sentence) ?? []
  return expected === undefined ? [] : [expected]
}

/** Words for what a schema found. Those of its library never reach anybody. */
export const wordingOf = (issue: Issue): string => {
  const { code, input, values = [], format, errors = [], options = [], issues = [] } = issue
  switch (code) {
    case 'invalid_type':
      return `expected ${KINDS[String(issue.expected)] ?? String(issue.expected)}${instead(input, issue.expected === 'int' && typeof input === 'number' ? shown(input) : kindOf(input))}`
    case 'invalid_value':
      return `expected ${either(values.map(String))}${instead(input, shown(input))}`
    case 'too_small':
    case 'too_big':
      return `expected ${bound(issue)}${instead(input, typeof input === 'number' ? shown(input) : '')}`
    case 'invalid_format':
      return `expected ${FORMATS[String(format)] ?? `text like ${String(issue.pattern ?? format)}`}${instead(input, shown(input))}`
    case 'invalid_union': {
      const forms = [...new Set([...options.map(String), ...errors.flatMap(expectationOf)])]
      return forms.length === 0
        ? 'it has none of the known forms'
        : `expected ${either(forms)}${instead(input, kindOf(input))}`
    }
    case 'invalid_key':
      return `expected keys that are ${expectationOf(issues)[0] ?? 'known'}`
    default:
      return 'it cannot be used as it is'
  }
}

const YAML: Readonly<Record<string, string>> = {
  BAD_INDENT: 'a bracket is not closed, or a line is not indented as those around it',
  TAB_AS_INDENT: 'a tab does not indent; use spaces',
  MISSING_CHAR: 'something is missing: a closing bracket or quote, a comma, or the space behind a colon',
  UNEXPECTED_TOKEN: 'this cannot stand here; text with such characters needs quotes',
  BAD_SCALAR_START: 'text that begins like this needs quotes',
  BAD_DQ_ESCAPE: 'there is no such escape in double quotes; a backslash itself is written twice',
  BLOCK_AS_IMPLICIT_KEY: 'a key cannot follow a value on the same line; text with a colon needs quotes',
  MULTILINE_IMPLICIT_KEY: 'a key ends on the line on which it begins, with a colon',
  BLOCK_IN_FLOW: 'within brackets everything is written with brackets and commas',
  KEY_OVER_1024_CHARS: 'a key has 1024 characters at most',
  BAD_ALIAS: 'this is no name for an alias or anchor',
  MULTIPLE_DOCS: 'there is another document',
  TAG_RESOLVE_FAILED: 'there is no such tag',
}

/** Words for the code of a YAML mistake. */
export const yamlWording = (code: string): string => YAML[code] ?? 'this is neither YAML nor JSON'

const FILES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the disk takes no changes',
  ENOSPC: 'the disk is full',
  EEXIST: 'it is there already',
  ENAMETOOLONG: 'the name is too long',
}

/** Words for why a file cannot be read or written. */
export const fileWording = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException
  return FILES[code] ?? (code === '' ? message : `it fails with ${code}`)
}

/** Words for a text that is no JSON, with the place where the reader of the language names one. */
export const jsonWording = (text: string, error: unknown): string => {
  const [, position] = /at position (\d+)/.exec((error as Error).message) ?? []
  if (position === undefined) return text.trim() === '' ? 'it is empty, not JSON' : 'it is not JSON'
  const before = text.slice(0, Number(position)).split('\n')
  return `it is not JSON at line ${before.length}, column ${before.at(-1)!.length + 1}`
}
