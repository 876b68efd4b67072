import { hmac, sameSecret } from '../../../core/crypto.ts'
import { memoizeLastOf } from '../../../core/memo.ts'
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

const ascending = (a: Pair, b: Pair): number => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)
const dotted = (pair: Pair): Pair => (pair[0].includes('_') ? [pair[0].replaceAll('_', '.'), pair[1]] : pair)
const dottedInside = (pair: Pair): Pair => (pair[0].startsWith('_') ? pair : dotted(pair))

// PHP, Java, .NET, Node and zqfan sort first; Python replaces first; Node and PHP keep names that begin with `_`; dbdd4us replaces nothing
const orders: readonly ((pairs: readonly Pair[]) => Pair[])[] = [
  (pairs) => pairs.toSorted(ascending).map(dotted),
  (pairs) => pairs.map(dotted).sort(ascending),
  (pairs) => pairs.toSorted(ascending).map(dottedInside),
  (pairs) => pairs.toSorted(ascending),
]

type Reading = (pair: Pair) => boolean
const whole: Reading = () => true
// .NET signs the values of a POST that begin with `@`; everybody else takes them for names of files
const withoutFiles: Reading = ([, value]) => !value.startsWith('@')
// zqfan drops empty values
const withoutEmpty: Reading = ([, value]) => value !== ''

const joined = (pairs: readonly Pair[]): string => {
  let text = ''
  for (const [name, value] of pairs) text += `${text === '' ? '' : '&'}${name}=${value}`
  return text
}

/** The parameter strings that an SDK may have signed, the likeliest first, without repetition. */
const queries = function* ({ method, fields }: Signed): Generator<string> {
  const seen = new Set<string>()
  const all: Pair[] = []
  for (const pair of fields) if (pair[0] !== 'Signature') all.push(pair)
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

const headsOf = memoizeLastOf((method: string, host: string, path: string): ReadonlySet<string> => {
  const hosts = [host, host.replace(/:\d+$/, ''), API_HOST]
  return new Set(hosts.flatMap((name) => [path, API_PATH].map((place) => `${method}${name}${place}?`)))
})

/** The texts that an SDK may have signed for a request, the likeliest first. */
export const sources = function* (signed: Signed): Generator<string> {
  const heads = headsOf(signed.method, signed.host, signed.path)
  for (const query of queries(signed)) for (const head of heads) yield head + query
}

/** Base64 HMAC of a text: SHA256 when the method says exactly `HmacSHA256`, SHA1 for everything else. */
export const signatureOf = (source: string, secretKey: string, method: string | undefined): string =>
  hmac(method === 'HmacSHA256' ? 'sha256' : 'sha1', secretKey, source, 'base64')

/** Whether the signature of a request is that of any variant of its source text. */
export const verify = (signed: Signed, secretKey: string): boolean => {
  // an unescaped plus sign arrives as a space
  const given = signed.fields.get('Signature')!.replaceAll(' ', '+')
  const method = signed.fields.get('SignatureMethod')
  for (const source of sources(signed)) if (sameSecret(given, signatureOf(source, secretKey, method))) return true
  return false
}
