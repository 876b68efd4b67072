import { Problem } from '../../../core/problem.ts'
import { type ErrorHints } from '../../../world/judge.ts'
import { catalogue, onDemand } from '../../../http/dialect.ts'
import { actionOf } from '../endpoints.ts'
import { type Code, allCodes } from './codes/index.ts'

/** What an error of API 3.0 carries beside its English text. */
export interface Detail {
  readonly zh: string
}

type Texts = readonly [en: string, zh: string]

// `{}` is what the error is about: a member, an action, a number
const TEXTS: Partial<Readonly<Record<Code, Texts>>> = {
  'AuthFailure.InvalidAuthorization': [
    'The Authorization header is malformed.',
    '请求头部的 Authorization 不符合腾讯云标准。',
  ],
  'AuthFailure.SecretIdNotFound': [
    'The SecretId is not found, please ensure that your SecretId is correct.',
    'SecretId不存在，请输入正确的密钥。',
  ],
  'AuthFailure.SignatureExpire': [
    'The provided credentials have expired: the timestamp differs from the server time by more than five minutes.',
    '签名过期，Timestamp与服务器时间相差不得超过五分钟，请检查本地时间是否和标准时间同步。',
  ],
  'AuthFailure.SignatureFailure': [
    'The provided credentials could not be validated. Please check your signature is correct.',
    '请求签名验证失败，请检查您的签名计算是否正确。',
  ],
  'AuthFailure.TokenFailure': ['The provided token is invalid.', 'token 错误。'],
  InternalError: ['An internal error has occurred. Retry your request.', '内部错误，请重试。'],
  InvalidAction: ['The action `{}` does not exist.', '接口`{}`不存在。'],
  InvalidParameter: ['The parameter `{}` is invalid.', '参数`{}`错误。'],
  InvalidParameterValue: ['The value of the parameter `{}` is invalid.', '参数`{}`取值错误。'],
  'InvalidParameterValue.LimitExceeded': ['The parameter `{}` has too many items.', '参数`{}`的个数超过上限。'],
  'InvalidParameterValue.Malformed': ['The parameter `{}` is malformed.', '参数`{}`格式错误。'],
  'InvalidParameterValue.Range': ['The value of the parameter `{}` is out of range.', '参数`{}`取值超过范围。'],
  'InvalidParameter.Coexist': [
    'The parameter `{}` excludes another one that is given.',
    '参数`{}`不支持与其他参数同时指定。',
  ],
  'InvalidParameterValue.CidrNotInPeerVpc': [
    'The destination is not in the CIDR block of the peer VPC.',
    '目的网段不在对端VPC的CIDR内。',
  ],
  'InvalidParameterValue.VpcCidrConflict': [
    'The destination conflicts with the CIDR block of the VPC.',
    '目的网段和当前VPC的CIDR冲突。',
  ],
  LimitExceeded: ['The quota has been exceeded.', '超过配额限制。'],
  MissingParameter: ['The request is missing a required parameter `{}`.', '缺少参数`{}`。'],
  NoSuchVersion: ['The API version `{}` does not exist.', '接口版本`{}`不存在。'],
  RequestLimitExceeded: [
    'The request exceeds the frequency limit. Please reduce the frequency of calls.',
    '请求的次数超过了频率限制。',
  ],
  RequestSizeLimitExceeded: ['The request exceeds {} bytes.', '请求包超过限制大小{}字节。'],
  ResourceNotFound: ['The resource `{}` does not exist.', '资源`{}`不存在。'],
  ServiceUnavailable: ['The service is temporarily unavailable.', '当前服务暂时不可用。'],
  UnauthorizedOperation: ['You are not authorized to call `{}`.', '未授权操作`{}`。'],
  UnknownParameter: ['The parameter `{}` is not recognized.', '未知参数`{}`。'],
  UnsupportedOperation: ['The operation is not supported.', '操作不支持。'],
  UnsupportedProtocol: ['Only GET and POST over {} are supported.', '{}请求协议错误，只支持 GET 和 POST 请求。'],
  UnsupportedRegion: ['The region `{}` is not supported.', '接口不支持所传地域`{}`。'],
}

/** The texts of a code: its own, those of its class, or nothing but the code. */
export const textsOf = (code: Code, about: string): Texts => {
  const [en, zh] = TEXTS[code] ?? TEXTS[code.split('.', 1)[0] as Code] ?? [`${code}.`, `${code}。`]
  const fill = (text: string): string =>
    (about === '' ? text.replaceAll(/ ?`\{\}`/g, '') : text).replaceAll('{}', about)
  return [fill(en), fill(zh)]
}

/** Something in the way of a request, under a code of API 3.0. */
const said = (code: Code, about: string): Problem => {
  const [en, zh] = textsOf(code, about)
  return new Problem({ status: 200, code, message: en, detail: { zh } satisfies Detail })
}

const OF_ACTIONS: readonly Code[] = ['InvalidAction', 'UnauthorizedOperation']

/** What API 3.0 says, by its codes, each about a part of the request. */
export const told = catalogue(
  Object.fromEntries(
    allCodes.map((code) => [
      code,
      onDemand(
        code,
        (about: string) => said(code, about),
        ({ limit }: ErrorHints, { op }): [string] => [OF_ACTIONS.includes(code) ? actionOf(op) : String(limit ?? '')],
      ),
    ]),
  ) as Readonly<Record<Code, (about: string) => Problem>>,
)

export const pathNotFound = (): Problem => new Problem({ status: 404, code: '', message: '' })
