import { hmac, sameSecret, scopedKey, sha256 } from '../../../core/crypto.ts'

/** An `Authorization` header of either client family. */
export interface Authorization {
  readonly algorithm: string
  readonly ak: string
  /** `yyyymmdd/region/service/sdk_request` of the OTC form; undefined in the Huawei form. */
  readonly scope: readonly string[] | undefined
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/** What of a request is signed. */
export interface Signed {
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  readonly body: Uint8Array | null
  header(name: string): string | undefined
}

const ALGORITHM = 'SDK-HMAC-SHA256'
const FORM = /^(\S+) +(Access|Credential)=([^,\s]+)(?:, *SignedHeaders=([^,\s]*))?(?:, *Signature=([^,\s]*))?$/

/** Reads both forms; undefined when the header names no access key. */
export const readAuthorization = (text: string): Authorization | undefined => {
  const [, algorithm, form, credential, signedHeaders = '', signature = ''] = FORM.exec(text.trim()) ?? []
  if (algorithm === undefined || credential === undefined) return undefined
  const [ak = '', ...scope] = form === 'Credential' ? credential.split('/') : [credential]
  return {
    algorithm,
    ak,
    scope: form === 'Credential' ? scope : undefined,
    signedHeaders: signedHeaders === '' ? [] : signedHeaders.toLowerCase().split(';'),
    signature,
  }
}

// encodeURIComponent leaves these five alone, the signers do not
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const canonicalPath = (path: string): string => {
  const encoded = path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/')
  return encoded.endsWith('/') ? encoded : `${encoded}/`
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

type Pair = readonly [key: string, value: string]

const pairsOf = (query: string): Pair[] =>
  query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=')
      const plain = (text: string): string => decode(text.replaceAll('+', ' '))
      return at < 0 ? [plain(part), ''] : [plain(part.slice(0, at)), plain(part.slice(at + 1))]
    })

const line = (pairs: readonly Pair[]): string =>
  pairs.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&')

const huaweiQuery = (query: string): string =>
  line(pairsOf(query).sort(([a, x], [b, y]) => compare(a, b) || compare(x, y)))

// only the first value of a repeated key counts in this form, and case does not in the order of keys
const otcQuery = (query: string): string => {
  const firsts = new Map<string, string>()
  for (const [key, value] of pairsOf(query)) if (!firsts.has(key)) firsts.set(key, value)
  return line([...firsts].sort(([a], [b]) => compare(a.toLowerCase(), b.toLowerCase())))
}

/** The text whose hash is signed. */
export const canonicalRequest = (request: Signed, { scope, signedHeaders }: Authorization): string => {
  const at = request.target.indexOf('?')
  const path = at < 0 ? request.target : request.target.slice(0, at)
  const query = at < 0 ? '' : request.target.slice(at + 1)
  const empty = request.body === null || request.body.length === 0
  const isOtc = scope !== undefined
  let queryLine = isOtc ? otcQuery(query) : huaweiQuery(query)
  let payload: string | Uint8Array = request.body ?? ''
  // the OTC signer takes the query of a POST without a body for its form body
  if (isOtc && request.method === 'POST' && empty) [payload, queryLine] = [queryLine, '']
  const headers = signedHeaders.map((name) => {
    const value = (request.header(name) ?? '').trim()
    return `${name}:${isOtc ? value.replace(/\s+/g, ' ') : value}\n`
  })
  const payloadHash = request.header('x-sdk-content-sha256') ?? sha256(payload)
  return [request.method, canonicalPath(path), queryLine, headers.join(''), signedHeaders.join(';'), payloadHash].join(
    '\n',
  )
}

/** The signature that the holder of a secret key puts on a request. */
export const signatureOf = (request: Signed, authorization: Authorization, sk: string): string => {
  const { scope } = authorization
  const date = request.header('x-sdk-date') ?? ''
  const hash = sha256(canonicalRequest(request, authorization))
  if (!scope) return hmac('sha256', sk, [ALGORITHM, date, hash].join('\n'), 'hex')
  return hmac('sha256', scopedKey(`SDK${sk}`, ...scope), [ALGORITHM, date, scope.join('/'), hash].join('\n'), 'hex')
}

const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
const SKEW = 15 * 60_000

/** Whether a signature is right and was made within a quarter of an hour of `now`, the machine's own time. */
export const isSignedBy = (request: Signed, authorization: Authorization, sk: string, now: number): boolean => {
  const stamp = (request.header('x-sdk-date') ?? '').replace(DATE, '$1-$2-$3T$4:$5:$6Z')
  if (authorization.algorithm !== ALGORITHM || !(Math.abs(Date.parse(stamp) - now) <= SKEW)) return false
  return sameSecret(authorization.signature, signatureOf(request, authorization, sk))
}
