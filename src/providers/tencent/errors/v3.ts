import type { Call } from '../../../http/call.ts'
import { type Dialect, errorsOnDemand } from '../../../http/dialect.ts'
import type { Issue, Problem } from '../../../core/problem.ts'
import { settingsOf } from '../settings.ts'
import { actionOf } from '../endpoints.ts'
import { problems } from './index.ts'
import type { Detail as OldDetail } from './problem.ts'
import { quotas } from './quotas.ts'
import { common } from './requests.ts'
import { type Code, sayable } from './codes/index.ts'
import { type Detail, pathNotFound, textsOf, told } from './told.ts'
import { words } from './words.ts'

const ORDER: readonly Issue['kind'][] = ['unknown', 'required']

/** What is told of several things that are wrong with a request: what it should not have, then what it lacks. */
const first = (issues: readonly Issue[]): Issue =>
  ORDER.map((kind) => issues.find((issue) => issue.kind === kind)).find((issue) => issue !== undefined) ?? issues[0]!

const KINDS: Readonly<Record<Issue['kind'], Code>> = {
  unknown: 'UnknownParameter',
  required: 'MissingParameter',
  type: 'InvalidParameter',
  pattern: 'InvalidParameterValue.Malformed',
  range: 'InvalidParameterValue.Range',
  enum: 'InvalidParameterValue',
  custom: 'InvalidParameterValue',
}

/** The code for what is wrong with a member. Those of `Filters` have codes of their own. */
const codeOf = ({ kind, path, received }: Issue): Code => {
  const [list, , member] = path
  if (list === 'Filters' && kind === 'type')
    return member === 'Values' ? 'InvalidParameter.FilterValuesNotList' : 'InvalidParameter.FilterNotDict'
  if (list === 'Filters' && kind === 'custom' && path.length === 2) return 'InvalidParameter.FilterMissParameter'
  if (list === 'Filters' && member === 'Name' && kind !== 'required') return 'InvalidParameter.FilterInvalidKey'
  // a member that excludes another one
  if (kind === 'custom' && path.length === 1) return 'InvalidParameter.Coexist'
  if (kind === 'range' && Array.isArray(received)) return 'InvalidParameterValue.LimitExceeded'
  return KINDS[kind]
}

const inAction = ({ op }: Call, ...codes: readonly Code[]): Code =>
  sayable(actionOf(op), ...(codes as readonly [Code, ...Code[]]))

/** A shared problem as API 3.0 tells it. */
const reworded = (problem: Problem, call: Call) => {
  const { zh, namesParameter } = problem.detail as OldDetail
  const code = inAction(call, ...[words[problem.key as keyof typeof words]].flat())
  if (namesParameter !== true) return { code, en: problem.message, zh }
  const [en, own] = textsOf(code, '')
  return { code, en, zh: own }
}

const isShared = ({ detail }: Problem): boolean => (detail as Partial<OldDetail>).number !== undefined

/** How API 3.0 words its failures. */
export const dialect: Dialect = {
  errors: { ...errorsOnDemand(common, problems), ...errorsOnDemand(told) },
  // clients look for an error under no other type
  contentType: 'application/json',
  render: JSON.stringify,
  say: {
    route_not_found: pathNotFound,
    method_not_allowed: () => told.UnsupportedProtocol('HTTP(S)'),
    unauthenticated: ({ reason }) =>
      reason === 'unknown'
        ? told['AuthFailure.SecretIdNotFound']('')
        : reason === 'expired'
          ? told['AuthFailure.SignatureExpire']('')
          : told['AuthFailure.SignatureFailure'](''),
    forbidden: ({ scope = 'this action' }) => told.UnauthorizedOperation(scope),
    malformed_body: ({ message }) => told.InvalidParameter(message),
    body_too_large: ({ limit }) => told.RequestSizeLimitExceeded(String(limit)),
    unsupported_media_type: () => told.InvalidParameter('Content-Type'),
    invalid: ({ issues }, call) => {
      const issue = first(issues)
      return told[inAction(call, codeOf(issue))](issue.path.join('.'))
    },
    quota_exceeded: ({ quota, limit }) => quotas[quota]?.(limit) ?? told.LimitExceeded(String(limit)),
    rate_limited: () => told.RequestLimitExceeded(''),
    unavailable: () => told.ServiceUnavailable(''),
    internal: () => told.InternalError(''),
  },
  body(problem, call) {
    if (problem.status === 404) return null
    const { code, en, zh } = isShared(problem)
      ? reworded(problem, call)
      : { code: problem.code, en: problem.message, zh: (problem.detail as Detail).zh }
    const language = call.header('x-tc-language') ?? call.fields?.get('Language') ?? settingsOf(call.world).language
    const chinese = language.startsWith('zh')
    return { Response: { Error: { Code: code, Message: chinese ? zh : en }, RequestId: call.requestId } }
  },
}
