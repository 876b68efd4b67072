import { Failure } from '../../../core/problem.ts'
import type { Call } from '../../../http/call.ts'
import { type Fields, formFields, readForm, readQuery } from '../../../http/fields.ts'
import type { Parts } from '../../../world/provider.ts'
import { isVersion } from '../endpoints.ts'
import type { Caller } from './caller.ts'
import { ALGORITHM, readAuthorization } from './tc3.ts'

/** What a request of API 3.0 says besides its own members: in headers, or in fields as API v2 has them. */
export interface Asked {
  readonly fields: Fields | null
  readonly of: (name: CommonName) => string
  readonly secretId: string
}

export type CommonName = 'Action' | 'Version' | 'Timestamp' | 'Region' | 'Token'

/** What a query or a form says besides the members of the action. */
export const COMMON: ReadonlySet<string> = new Set(
  'Action Version Region Timestamp Nonce SecretId Signature SignatureMethod Token Language RequestClient'.split(' '),
)

const HEADERS = ['x-tc-action', 'x-tc-version', 'x-tc-timestamp', 'x-tc-region', 'x-tc-traceid', 'x-tc-requestclient']

const hasHeaders = (header: Parts['header']): boolean =>
  header('x-tc-action') !== undefined || (header('authorization')?.startsWith(ALGORITHM) ?? false)

/** What a request says, in the way in which it says it. */
export const readAsked = (call: Call<Caller>): Asked => {
  const header = (name: string): string | undefined => call.header(name)
  if (hasHeaders(header)) {
    const secretId = readAuthorization(header('authorization') ?? '')?.secretId ?? ''
    return { fields: null, of: (name) => header(`x-tc-${name.toLowerCase()}`) ?? '', secretId }
  }
  const fields = call.method === 'POST' ? readForm(call) : readQuery(call)
  const of = (name: string): string => fields.get(name) ?? ''
  return { fields, of, secretId: of('SecretId') }
}

/** The fields of a form or query that nobody has read yet; none where they are malformed, for then they are refused later. */
const fieldsOf = ({ method, target, header, body }: Parts): Fields => {
  const mark = target.indexOf('?')
  if (method !== 'POST') return new Map(new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)))
  try {
    return formFields(header('content-type') ?? '', body)
  } catch (error) {
    if (error instanceof Failure) return new Map()
    throw error
  }
}

/** Whether a request for `/` is one of API 3.0. */
export const recognises = (parts: Parts): boolean =>
  HEADERS.some((name) => parts.header(name) !== undefined) ||
  hasHeaders(parts.header) ||
  isVersion(fieldsOf(parts).get('Version') ?? '')

/** The SecretId that a request of either API carries. */
export const secretIdIn = (parts: Parts): string | undefined =>
  readAuthorization(parts.header('authorization') ?? '')?.secretId ?? fieldsOf(parts).get('SecretId')
