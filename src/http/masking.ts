import type { Provider, Secrets } from '../world/provider.ts'

/** What everybody calls a secret; names of members end so. */
const COMMON: Required<Secrets> = {
  headers: ['authorization', 'proxy-authorization', 'cookie', 'set-cookie'],
  members: ['[a-z_]*(?:password|secret|token)'],
  parameters: ['password'],
}

const TEXT = String.raw`"(?:[^"\\]|\\.)*"`

/** Hides the secrets in what is shown of requests and answers: what everybody calls one, and what a provider calls so. */
export class Masking {
  readonly #headers: ReadonlySet<string>
  readonly #members: readonly RegExp[]
  readonly #parameter: RegExp
  readonly #part: RegExp

  constructor(providers: readonly Pick<Provider, 'secrets'>[]) {
    const named = (kind: keyof Secrets): string[] =>
      [COMMON, ...providers.map(({ secrets }) => secrets ?? {})].flatMap((secrets) => secrets[kind] ?? [])
    const parameters = named('parameters').join('|')
    this.#headers = new Set(named('headers'))
    this.#members = named('members').map((path) => {
      const keys = path.split('.').map((name) => `"${name}"\\s*:\\s*`)
      return new RegExp(`(${keys.join('\\{\\s*')})${TEXT}`, 'gi')
    })
    this.#parameter = new RegExp(`((?:^|[?&\\n])(?:${parameters})=)[^&\\n]*`, 'gi')
    this.#part = new RegExp(
      `(name="(?:${parameters})"[^\\r\\n]*\\r\\n(?:[^\\r\\n]+\\r\\n)*\\r\\n)[\\s\\S]*?(?=\\r\\n--|$)`,
      'gi',
    )
  }

  /** A header value; the scheme of an authorization stays readable. */
  header(name: string, value: string): string {
    if (!this.#headers.has(name.toLowerCase())) return value
    const scheme = /^([A-Za-z0-9-]+) /.exec(value)?.[1]
    return scheme ? `${scheme} ***` : '***'
  }

  /** A JSON, urlencoded or multipart body. */
  body(text: string): string {
    const json = this.#members.reduce((masked, member) => masked.replace(member, '$1"***"'), text)
    return json.replace(this.#parameter, '$1***').replace(this.#part, '$1***')
  }

  /** A request target. */
  target(target: string): string {
    return target.replace(this.#parameter, '$1***')
  }
}
