import type { Provider, Secrets } from '../world/provider.ts'

/** What everybody calls a secret, at the end of names of headers, members and parameters; the token of a page is none. */
const SECRET =
  /(?:pass(?:word|wd|code|phrase)|secret|(?<!page[_-]?)token|(?:api|auth|private|secret|secret[_-]?access)[_-]?key)$/i

const HEADERS: readonly string[] = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie']

const HIDDEN = '***'

/**
 * Hides the secrets in what is shown of requests and answers: what everybody calls one, and what a provider calls so. All of
 * it takes time in proportion to the text.
 */
export class Masking {
  readonly #headers: ReadonlySet<string>
  readonly #members: readonly (readonly string[])[]
  readonly #parameters: ReadonlySet<string>

  constructor(providers: readonly Pick<Provider, 'secrets'>[]) {
    const named = (kind: keyof Secrets): string[] => providers.flatMap(({ secrets }) => secrets?.[kind] ?? [])
    this.#headers = new Set([...HEADERS, ...named('headers')])
    this.#members = named('members').map((path) => path.toLowerCase().split('.'))
    this.#parameters = new Set(named('parameters').map((name) => name.toLowerCase()))
  }

  /** A header value; the scheme of an authorization stays readable, and so do URLs but for their parameters. */
  header(name: string, value: string): string {
    const asked = name.toLowerCase()
    if (!this.#headers.has(asked) && !SECRET.test(asked)) return hidePairs(value, PAIR_IN_TEXT, this.#isParameter)
    const scheme = /^([A-Za-z0-9-]+) /.exec(value)?.[1]
    return scheme ? `${scheme} ${HIDDEN}` : HIDDEN
  }

  /** A JSON, urlencoded or multipart body, whole or cut off. */
  body(text: string): string {
    if (/^\s*[[{"]/.test(text)) return hidePairs(this.json(text), PAIR_IN_TEXT, this.#isParameter)
    return hidePairs(hideParts(this.json(text), this.#isParameter), PAIR, this.#isParameter)
  }

  /** Members of JSON alone: what is JSON before is so afterwards. */
  json(text: string): string {
    return new JsonMask(text, this.#isMember).masked()
  }

  /** A request target. */
  target(target: string): string {
    return hidePairs(target, PAIR, this.#isParameter)
  }

  // fields may tell of members: `user[password]`
  readonly #isParameter = (name: string): boolean =>
    SECRET.test(name.replace(/\]$/, '')) || this.#parameters.has(name.toLowerCase())

  readonly #isMember = (path: readonly string[]): boolean =>
    SECRET.test(path.at(-1) ?? '') ||
    this.#members.some(
      (names) =>
        names.length <= path.length &&
        names.every((name, at) => name === path[path.length - names.length + at]!.toLowerCase()),
    )
}

type IsSecret<T> = (name: T) => boolean

const PAIR = /(^|[?&\n])([^=&\n?]*)=([^&\n]*)/g
const PAIR_IN_TEXT = /([?&])([^=&\n?"]*)=([^&\n"\\]*)/g

/** Hides parameters of queries and forms; names may be percent-encoded. */
const hidePairs = (text: string, pair: RegExp, isSecret: IsSecret<string>): string =>
  text.replace(pair, (whole, before: string, name: string) =>
    isSecret(decoded(name)) ? `${before}${name}=${HIDDEN}` : whole,
  )

const decoded = (name: string): string => {
  if (!/[%+]/.test(name)) return name
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

const PART_NAME = /\bname=(?:"([^"]*)"|([^\s;"]*))/i

/** Hides parts of multipart bodies, line by line. */
const hideParts = (text: string, isSecret: IsSecret<string>): string => {
  if (!text.includes('name=')) return text
  const shown: string[] = []
  let at: 'elsewhere' | 'head' | 'hidden' = 'elsewhere'
  for (const line of text.split('\n')) {
    if (line.startsWith('--')) {
      if (at === 'hidden') shown.push(`${HIDDEN}\r`)
      at = 'elsewhere'
    } else if (at === 'head' && (line === '\r' || line === '')) {
      shown.push(line)
      at = 'hidden'
    } else if (at === 'elsewhere') {
      const [, quoted, bare] = PART_NAME.exec(line) ?? []
      if (isSecret(quoted ?? bare ?? '')) at = 'head'
    }
    if (at !== 'hidden') shown.push(line)
  }
  if (at === 'hidden') shown.push(HIDDEN)
  return shown.join('\n')
}

/** An open object or list of a JSON text. */
interface Level {
  /** The names on the way to it; those of lists are those of their elements. */
  readonly path: readonly string[]
  /** The name that the next value has. */
  name: string | undefined
  readonly isList: boolean
}

// more names than any secret has on its way
const LONGEST_PATH = 4
const QUOTE_INSIDE = /\\(?:"|u0022)/
const TOKEN = /"(?:[^"\\]|\\[^])*(?:"|\\?$)|[[\]{},:]|[^\s"[\]{},:]+/g

/**
 * Goes through a JSON text once, whole or cut off, and hides the values of secret members and of lists in them; so it does in
 * JSON that is itself a string in it.
 */
class JsonMask {
  readonly #text: string
  readonly #mayNest: boolean
  readonly #isSecret: IsSecret<readonly string[]>
  // a text may lack its beginning
  readonly #levels: Level[] = [{ path: [], name: undefined, isList: false }]
  readonly #shown: string[] = []
  #copied = 0
  #string: { readonly from: number; readonly to: number } | undefined

  constructor(text: string, isSecret: IsSecret<readonly string[]>) {
    this.#text = text
    this.#mayNest = QUOTE_INSIDE.test(text)
    this.#isSecret = isSecret
  }

  masked(): string {
    if (!this.#text.includes('"')) return this.#text
    for (const { 0: token, index } of this.#text.matchAll(TOKEN)) this.#take(token, index)
    this.#value()
    return this.#copied === 0 ? this.#text : [...this.#shown, this.#text.slice(this.#copied)].join('')
  }

  #take(token: string, from: number): void {
    const top = this.#levels.at(-1)
    switch (token) {
      case '{':
      case '[':
        this.#value()
        this.#levels.push({ path: this.#path(), name: undefined, isList: token === '[' })
        return
      case '}':
      case ']':
        this.#value()
        if (this.#levels.length > 1) this.#levels.pop()
        return this.#done()
      case ',':
        this.#value()
        return this.#done()
      case ':':
        if (top && this.#string) top.name = textIn(this.#text.slice(this.#string.from, this.#string.to))
        this.#string = undefined
        return
      default:
        this.#value()
        this.#string = { from, to: from + token.length }
    }
  }

  /** What stood last was a value and no name. */
  #value(): void {
    const scalar = this.#string
    this.#string = undefined
    const top = this.#levels.at(-1)
    if (!scalar || !top) return
    const isSecret = (top.isList || top.name !== undefined) && this.#isSecret(this.#path())
    if (!isSecret && !this.#mayNest) return
    const token = this.#text.slice(scalar.from, scalar.to)
    const shown = isSecret ? (/^(?:null|true|false)$/.test(token) ? token : `"${HIDDEN}"`) : this.#inside(token)
    if (shown === token) return
    this.#shown.push(this.#text.slice(this.#copied, scalar.from), shown)
    this.#copied = scalar.to
  }

  /** A string, with what is secret in the JSON that it may be. */
  #inside(token: string): string {
    if (!token.startsWith('"') || !QUOTE_INSIDE.test(token)) return token
    const text = textIn(token)
    const shown = new JsonMask(text, this.#isSecret).masked()
    return shown === text ? token : JSON.stringify(shown)
  }

  #done(): void {
    const top = this.#levels.at(-1)
    if (top) top.name = undefined
  }

  #path(): readonly string[] {
    const top = this.#levels.at(-1)
    if (!top) return []
    return top.name === undefined ? top.path : [...top.path, top.name].slice(-LONGEST_PATH)
  }
}

const CONTROLS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

const textIn = (token: string): string => {
  if (!token.startsWith('"')) return token
  const inner = token.slice(1, token.endsWith('"') ? -1 : undefined)
  return inner.replace(/\\u([0-9a-f]{4})|\\(.)/gi, (_, code: string | undefined, plain: string) =>
    code === undefined ? (CONTROLS[plain] ?? plain) : String.fromCharCode(Number.parseInt(code, 16)),
  )
}
