import { crypto } from '../../../core/crypto.ts'
import type { Fields } from '../../../http/fields.ts'

/** What a signature covers, as the server received it. */
export interface Signed {
  readonly method: string
  /** The `Host` header. */
  readonly host: string
  readonly path: string
  readonly fields: Fields
}

type Pair = readonly [name: string, value: string]

const API_HOST = 'vpc.api.qcloud.com'
const API_PATH = '/v2/index.php'

const ascending = ([a]: Pair, [b]: Pair): number => (a < b ? -1 : a > b ? 1 : 0)
const dotted = ([name, value]: Pair): Pair => [name.replaceAll('_', '.'), value]
const dottedInside = ([name, value]: Pair): Pair => (name.startsWith('_') ? [name, value] : dotted([name, value]))

// PHP, Java, .NET, Node and zqfan sort first; Python replaces first; Node and PHP keep names that begin with `_`; dbdd4us replaces nothing
const orders: readonly ((pairs: readonly Pair[]) => Pair[])[] = [
  (pairs) => pairs.toSorted(ascending).map(dotted),
  (pairs) => pairs.map(dotted).sort(ascending),
  (pairs) => pairs.toSorted(ascending).map(dottedInside),
  (pairs) => pairs.toSorted(ascending),
]

const whole = (): boolean => true
// .NET signs the values of a POST that begin with `@`; everybody else takes them for names of files
const withoutFiles = ([, value]: Pair): boolean => !value.startsWith('@')
// zqfan drops empty values
const withoutEmpty = ([, value]: Pair): boolean => value !== ''

const joined = (pairs: readonly Pair[]): string => pairs.map(([name, value]) => `${name}=${value}`).join('&')

/** The parameter strings that an SDK may have signed, without repetition. */
const queries = function* ({ method, fields }: Signed): Generator<string> {
  const seen = new Set<string>()
  const all = [...fields].filter(([name]) => name !== 'Signature')
  for (const reading of method === 'POST' ? [withoutFiles, whole] : [whole]) {
    for (const wanted of [whole, withoutEmpty]) {
      const signed = all.filter((pair) => reading(pair) && wanted(pair))
      for (const order of orders) {
        const query = joined(order(signed))
        if (!seen.has(query)) yield query
        seen.add(query)
      }
    }
  }
}

/** The texts that an SDK may have signed for a request, the likeliest first. */
export const sources = function* (signed: Signed): Generator<string> {
  const { method, host, path } = signed
  const hosts = new Set([host, host.replace(/:\d+$/, ''), API_HOST])
  const paths = new Set([path, API_PATH])
  for (const query of queries(signed)) {
    for (const name of hosts) for (const place of paths) yield `${method}${name}${place}?${query}`
  }
}

/** Base64 HMAC of a text: SHA256 when the method says exactly `HmacSHA256`, SHA1 for everything else. */
export const signatureOf = (source: string, secretKey: string, method: string | undefined): string =>
  crypto()
    .createHmac(method === 'HmacSHA256' ? 'sha256' : 'sha1', secretKey)
    .update(source)
    .digest('base64')

/** Whether the signature of a request is that of any variant of its source text. */
export const verify = (signed: Signed, secretKey: string): boolean => {
  // an unescaped plus sign arrives as a space
  const given = Buffer.from(signed.fields.get('Signature')!.replaceAll(' ', '+'))
  const method = signed.fields.get('SignatureMethod')
  for (const source of sources(signed)) {
    const made = Buffer.from(signatureOf(source, secretKey, method))
    if (made.length === given.length && crypto().timingSafeEqual(made, given)) return true
  }
  return false
}
