import { networkCodes } from './networks.ts'
import { peeringCodes } from './peerings.ts'
import { routeCodes } from './routes.ts'
import { tagProductCodes } from './tag-product.ts'

/** The codes that every action of API 3.0 can say. */
export const COMMON_CODES = [
  'ActionOffline',
  'AuthFailure.InvalidAuthorization',
  'AuthFailure.InvalidSecretId',
  'AuthFailure.MFAFailure',
  'AuthFailure.SecretIdNotFound',
  'AuthFailure.SignatureExpire',
  'AuthFailure.SignatureFailure',
  'AuthFailure.TokenFailure',
  'AuthFailure.UnauthorizedOperation',
  'DryRunOperation',
  'FailedOperation',
  'InternalError',
  'InvalidAction',
  'InvalidParameter',
  'InvalidParameterValue',
  'InvalidRequest',
  'IpInBlacklist',
  'IpNotInWhitelist',
  'LimitExceeded',
  'MissingParameter',
  'NoSuchProduct',
  'NoSuchVersion',
  'RequestLimitExceeded',
  'RequestSizeLimitExceeded',
  'ResourceInUse',
  'ResourceInsufficient',
  'ResourceNotFound',
  'ResourceUnavailable',
  'ResponseSizeLimitExceeded',
  'ServiceUnavailable',
  'UnauthorizedOperation',
  'UnknownParameter',
  'UnsupportedOperation',
  'UnsupportedProtocol',
  'UnsupportedRegion',
] as const

/** The codes of single actions. */
export const actionCodes = { ...networkCodes, ...routeCodes, ...peeringCodes, ...tagProductCodes }

/** A code of API 3.0. */
export type Code = (typeof COMMON_CODES)[number] | (typeof actionCodes)[keyof typeof actionCodes][number]

const common: ReadonlySet<string> = new Set(COMMON_CODES)

/** Every code, once. */
export const allCodes: readonly Code[] = [...new Set<Code>([...COMMON_CODES, ...Object.values(actionCodes).flat()])]

/** The first code that the action lists or every action can say; else the class of the first, the part in front of the dot. */
export const sayable = (action: string, ...codes: readonly [Code, ...Code[]]): Code => {
  const listed: readonly string[] = Object.hasOwn(actionCodes, action)
    ? actionCodes[action as keyof typeof actionCodes]
    : []
  return codes.find((code) => common.has(code) || listed.includes(code)) ?? (codes[0].split('.', 1)[0] as Code)
}
