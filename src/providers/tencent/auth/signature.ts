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

const API_HOST = 'vpc.api.qcloud.com'
const API_PATH = '/v2/index.php'

type Spelling = (name: string) => string
const asSent: Spelling = (name) => name
const dotted: Spelling = (name) => (name.includes('_') ? name.replaceAll('_', '.') : name)
const dottedInside: Spelling = (name) => (name.startsWith('_') ? name : dotted(name))

/** By which spelling of their names parameters are sorted, and which one is signed. */
interface Order {
  readonly by: Spelling
  readonly signed: Spelling
}

// PHP, Java, .NET, Node and zqfan sort first; Python replaces first; Node and PHP keep names that begin with `_`; dbdd4us replaces nothing
const orders: readonly Order[] = [
  { by: asSent, signed: dotted },
  { by: dotted, signed: dotted },
  { by: asSent, signed: dottedInside },
  { by: asSent, signed: asSent },
]

const ascending = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

// several SDKs send what they have sorted, and seeing that is quicker than sorting
const sorted = (names: readonly string[], { by }: Order): readonly string[] =>
  names.every((name, i) => i === 0 || by(names[i - 1]!) <= by(name))
    ? names
    : names.toSorted((a, b) => ascending(by(a), by(b)))

type Reading = (value: string) => boolean
const whole: Reading = () => true
// .NET signs the values of a POST that begin with `@`; everybody else takes them for names of files
const withoutFiles: Reading = (value) => !value.startsWith('@')
// zqfan drops empty values
const withoutEmpty: Reading = (value) => value !== ''

// a loop over the entries of a map makes a list of each
const namesOf = (fields: Fields, wanted: Reading): readonly string[] => {
  const names: string[] = []
  fields.forEach((value, name) => {
    if (name !== 'Signature' && wanted(value)) names.push(name)
  })
  return names
}

const query = (names: readonly string[], { signed }: Order, fields: Fields): string => {
  let text = ''
  for (const name of names) text += (text === '' ? '' : '&') + signed(name) + '=' + fields.get(name)!
  return text
}

/** The parameter strings that an SDK may have signed, the likeliest first, without repetition. */
const queries = function* ({ method, fields }: Signed): Generator<string> {
  const seen: string[] = []
  for (const reading of method === 'POST' ? [withoutFiles, whole] : [whole]) {
    for (const wanted of [whole, withoutEmpty]) {
      const names = namesOf(fields, (value) => reading(value) && wanted(value))
      for (const order of orders) {
        const text = query(sorted(names, order), order, fields)
        if (seen.includes(text)) continue
        yield text
        seen.push(text)
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
  for (const text of queries(signed)) for (const head of heads) yield head + text
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
