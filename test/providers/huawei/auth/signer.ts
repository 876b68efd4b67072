import { createHash, createHmac } from 'node:crypto'

/** A client of either family, signing by its own rules: nothing here is shared with the server under test. */
export interface Signer {
  readonly dialect: 'huawei' | 'otc'
  readonly ak: string
  readonly sk: string
  readonly projectId?: string
  /** `yyyyMMddTHHmmssZ`. */
  readonly date: string
  readonly host: string
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const strict = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** The headers of a signed request, `Authorization` included. */
export const authorizationOf = (
  { dialect, ak, sk, projectId, date, host }: Signer,
  method: string,
  target: string,
  body = '',
): Record<string, string> => {
  const url = new URL(target, `http://${host}`)
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    host,
    ...(projectId !== undefined && { 'x-project-id': projectId }),
    'x-sdk-date': date,
  }
  const names = Object.keys(headers).toSorted()
  const parameters = [...url.searchParams].filter(
    ([key], index, all) => dialect === 'huawei' || all.findIndex(([other]) => other === key) === index,
  )
  const query = parameters
    .map(([key, value]) => `${strict(key)}=${strict(value)}`)
    .toSorted()
    .join('&')
  const path = url.pathname.split('/').map((segment) => strict(decodeURIComponent(segment)))
  const canonical = [
    method,
    `${path.join('/')}/`,
    query,
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    hash(body),
  ].join('\n')
  const day = date.slice(0, 8)
  const otc = dialect === 'otc'
  const credential = otc ? `Credential=${ak}/${day}///sdk_request` : `Access=${ak}`
  const scope = otc ? `${day}///sdk_request\n` : ''
  const key = otc ? ['', '', 'sdk_request'].reduce((key, part) => hmac(key, part), hmac(`SDK${sk}`, day)) : sk
  const signature = hmac(key, `SDK-HMAC-SHA256\n${date}\n${scope}${hash(canonical)}`).toString('hex')
  return {
    ...headers,
    authorization: `SDK-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  }
}
