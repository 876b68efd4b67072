import { type Dialect, errorsOnDemand } from '../../../http/dialect.ts'
import { problems } from './index.ts'
import type { Detail } from './problem.ts'
import { quotas } from './quotas.ts'
import { common } from './requests.ts'
import { told } from './told.ts'
import { settingsOf } from '../settings.ts'

const ESCAPED = /[/\u0080-\uffff]/
const EVERY = new RegExp(ESCAPED, 'g')

const escapeOf = (char: string): string =>
  char === '/' ? '\\/' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

/** JSON as PHP writes it: slashes and everything beyond ASCII escaped. */
export const phpJson = (value: unknown): string => {
  const text = JSON.stringify(value)
  return ESCAPED.test(text) ? text.replace(EVERY, escapeOf) : text
}

const parsed = new Map<string, ReadonlyMap<string, number>>()

/** The numbers that the `codes` setting gives to texts. */
const numbersIn = (setting: string): ReadonlyMap<string, number> => {
  let numbers = parsed.get(setting)
  if (!numbers) {
    const pairs = setting.split(',').filter((pair) => pair.trim() !== '')
    numbers = new Map(pairs.map((pair) => [pair.split('=')[0]!.trim(), Number(pair.split('=')[1])]))
    parsed.set(setting, numbers)
  }
  return numbers
}

/** `routeSet.0.nextType`, as the client wrote it. */
const nameOf = (path: readonly (string | number)[]): string => path.join('.')

// a scenario may ask for an error of API 3.0 where v2 is spoken
const CLASSES: Readonly<Record<string, number>> = {
  AuthFailure: 4100,
  InvalidParameter: 4000,
  InvalidParameterValue: 4000,
  MissingParameter: 4000,
  UnknownParameter: 4000,
  ResourceNotFound: 5000,
  InternalError: 6000,
  InvalidAction: 6100,
}
const REFUSED = 5100

/** The class of v2 that is nearest to a code of API 3.0. */
const classOf = (code: string): number => CLASSES[code.split('.', 1)[0]!] ?? REFUSED

/** How API v2 words its failures. */
export const dialect: Dialect = {
  errors: { ...errorsOnDemand(told), ...errorsOnDemand(common, problems) },
  contentType: 'application/json; charset=utf-8',
  render: phpJson,
  say: {
    route_not_found: common.pathNotFound,
    method_not_allowed: () => common.unreadable('Only GET and POST are supported.'),
    unauthenticated: ({ reason }) =>
      reason === 'unknown'
        ? common.secretIdUnknown()
        : reason === 'expired'
          ? common.expiredByMinutes()
          : common.signatureWrong(),
    forbidden: ({ scope = 'this API' }) => common.actionForbidden(scope),
    malformed_body: ({ message }) => common.unreadable(`The body cannot be read: ${message}.`),
    body_too_large: ({ limit }) => common.unreadable(`The body exceeds ${limit} bytes.`),
    unsupported_media_type: () => common.unreadable('The content type is not supported.'),
    invalid: ({ issues: [issue] }) =>
      issue!.kind === 'required' || issue!.received === undefined || issue!.received === ''
        ? common.missing(nameOf(issue!.path))
        : common.invalid(nameOf(issue!.path)),
    quota_exceeded: ({ quota, limit }) => quotas[quota]?.(limit) ?? common.quotaExceeded(),
    rate_limited: common.quotaExceeded,
    unavailable: common.unavailable,
    internal: common.internal,
  },
  body({ status, code, message, detail }, call) {
    if (status === 404) return null
    const { language, codes } = settingsOf(call.world)
    const { number = classOf(code), zh } = detail as Partial<Detail>
    return { code: numbersIn(codes).get(code) ?? number, message: language === 'zh' ? zh : message, codeDesc: code }
  },
}
