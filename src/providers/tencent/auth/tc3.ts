import { hmac, sameSecret, scopedKey, sha256 } from '../../../core/crypto.ts'
import { sentPath } from '../../../http/location.ts'

export const ALGORITHM = 'TC3-HMAC-SHA256'

/** What an `Authorization` header of API 3.0 says. */
export interface Authorization {
  readonly secretId: string
  /** UTC date, as in `2019-02-25`. */
  readonly date: string
  /** The product, or what the client took for one: the first label of its endpoint. */
  readonly service: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

const HEADER =
  /^TC3-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{4}-\d\d-\d\d)\/([^,\s]*)\/tc3_request,\s*SignedHeaders=([\w-]+(?:;[\w-]+)*),\s*Signature=([^,\s]+)$/

/** Reads an `Authorization` header; undefined when it is malformed. */
export const readAuthorization = (header: string): Authorization | undefined => {
  const [, secretId, date, service, names, signature] = HEADER.exec(header) ?? []
  if (secretId === undefined) return undefined
  return { secretId, date: date!, service: service!, signedHeaders: names!.split(';'), signature: signature! }
}

/** What a signature of API 3.0 covers, as the server received it. */
export interface Signed3 {
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  /** A header by its lower-case name. */
  readonly header: (name: string) => string | undefined
  readonly body: Uint8Array
}

const UNSIGNED = 'UNSIGNED-PAYLOAD'

/** The signature of a request by a secret. `host` and the case of values are what clients differ in. */
const signatureOf = (
  signed: Signed3,
  { date, service, signedHeaders }: Pick<Authorization, 'date' | 'service' | 'signedHeaders'>,
  secretKey: string,
  valueOf: (name: string) => string,
): string => {
  const { method, target, header, body } = signed
  const mark = target.indexOf('?')
  const payload = header('x-tc-content-sha256') === UNSIGNED ? UNSIGNED : body
  const canonical = [
    method,
    sentPath(target),
    mark < 0 ? '' : target.slice(mark + 1),
    ...signedHeaders.map((name) => `${name.toLowerCase()}:${valueOf(name)}`),
    '',
    signedHeaders.join(';'),
    sha256(payload),
  ].join('\n')
  const scope = `${date}/${service}/tc3_request`
  const text = [ALGORITHM, header('x-tc-timestamp') ?? '', scope, sha256(canonical)].join('\n')
  return hmac('sha256', scopedKey(`TC3${secretKey}`, date, service, 'tc3_request'), text, 'hex')
}

const withoutPort = (host: string): string => host.replace(/:\d+$/, '')

/** Whether a signature is right: with the host as sent or without its port, and with values as sent or in lower case. */
export const verify = (signed: Signed3, authorization: Authorization, secretKey: string): boolean => {
  const sent = (name: string): string => signed.header(name.toLowerCase())?.trim() ?? ''
  const hostless = (name: string): string => (name.toLowerCase() === 'host' ? withoutPort(sent(name)) : sent(name))
  const readings = [
    sent,
    hostless,
    (name: string) => sent(name).toLowerCase(),
    (name: string) => hostless(name).toLowerCase(),
  ]
  return readings.some((valueOf) =>
    sameSecret(authorization.signature, signatureOf(signed, authorization, secretKey, valueOf)),
  )
}
