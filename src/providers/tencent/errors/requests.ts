import { Problem } from '../../../core/problem.ts'
import type { Call } from '../../../http/call.ts'
import { catalogue, onDemand } from '../../../http/dialect.ts'
import { PARAMETER, invalid, missing, problem } from './problem.ts'

const inCall = (_: unknown, { op }: Call): [action: string] => [op ?? 'this API']

/** What this service says about requests as such; scenarios ask for one by its `codeDesc`. Evidence per text: README, "Errors". */
export const common = catalogue({
  missing: onDemand('MissingParameter', missing, () => ['Region']),
  invalid: onDemand('InvalidParameter', invalid, () => ['Region']),
  moduleUnknown: (module: string) =>
    problem(
      PARAMETER,
      'InvalidParameter',
      `Request failed. The module ${module} does not exist.`,
      `请求失败，模块${module}不存在。`,
    ),
  unreadable: (en: string) => problem(PARAMETER, 'InvalidParameter', `Request failed. ${en}`, `请求失败。${en}`),
  signatureWrong: onDemand('AuthFailure', () =>
    problem(
      4100,
      'AuthFailure',
      'Authentication failed. Please refer to the Authentication section in the document.',
      '身份认证失败，用户身份验证失败',
    ),
  ),
  actionForbidden: onDemand(
    'UnauthorizedOperation',
    (action: string) =>
      problem(4101, 'UnauthorizedOperation', `You are not authorized to call ${action}.`, `未被授权访问接口${action}`),
    inCall,
  ),
  resourceForbidden: onDemand('UnauthorizedResource', () =>
    problem(4102, 'UnauthorizedOperation', 'You are not authorized to access the resource.', '未被授权访问资源'),
  ),
  keyDisabled: onDemand('SecretIdDisabled', () =>
    problem(4103, 'AuthFailure', 'The SecretId is not that of a developer.', '非开发商，SecretId已停用'),
  ),
  // the spelling is the service's own
  secretIdUnknown: onDemand('SecretidNotExit', () =>
    problem(4104, 'SecretidNotExit', 'The SecretId does not exist.', 'SecretId 不存在'),
  ),
  tokenWrong: onDemand('AuthFailure.TokenFailure', () =>
    problem(4105, 'AuthFailure.TokenFailure', 'Token error', 'token错误'),
  ),
  mfaFailed: onDemand('MFACheckFailed', () =>
    problem(4106, 'MFACheckFailed', '(60006)MFA Invalid', '(60006)MFA Invalid'),
  ),
  camFailed: onDemand('CamFailure', () => problem(4110, 'AuthFailure', 'CAM authentication failed.', 'CAM鉴权失败')),
  expiredByHours: onDemand('RequestExpired', () =>
    problem(4200, 'RequestExpired', 'The request has expired.', '请求过期'),
  ),
  expiredByMinutes: () => problem(4500, 'RequestExpired', 'The request has expired.', '请求过期'),
  replayed: onDemand('ReplayAttack', () =>
    problem(4500, 'ReplayAttack', 'Replay attack: the Nonce was used before.', '重放攻击：Nonce重复'),
  ),
  accessDenied: onDemand('AccessDenied', () => problem(4300, 'AccessDenied', 'Access denied', '拒绝访问')),
  quotaExceeded: onDemand('RequestLimitExceeded', () =>
    problem(4400, 'RequestLimitExceeded', 'The request quota has been exceeded.', '请求超过配额限制'),
  ),
  httpsOnly: onDemand('UnsupportedProtocol', () =>
    problem(4600, 'UnsupportedProtocol', 'The protocol is not supported; use HTTPS.', '协议不支持，请使用HTTPS'),
  ),
  purchaseFailed: onDemand('PurchaseFailed', () =>
    problem(5200, 'PurchaseFailed', 'The purchase of the resource failed.', '资源购买失败'),
  ),
  balanceLow: onDemand('BalanceInsufficient', () =>
    problem(5300, 'BalanceInsufficient', 'The balance of the account is insufficient.', '余额不足'),
  ),
  partlyFailed: onDemand('PartialFailure', () =>
    problem(5400, 'PartialFailure', 'A part of the batch failed.', '部分执行成功'),
  ),
  notQualified: onDemand('QualificationNotPassed', () =>
    problem(5500, 'QualificationNotPassed', 'The qualification of the account has not passed.', '用户资质审核未通过'),
  ),
  internal: onDemand('InternalError', () => problem(6000, 'InternalError', 'Internal error', '服务器内部错误')),
  unavailable: onDemand('ServiceUnavailable', () =>
    problem(
      6000,
      'ServiceUnavailable',
      'The service is temporarily unavailable. Please try later.',
      '服务暂时不可用，请稍后重试',
    ),
  ),
  actionUnknown: onDemand(
    'InvalidAction',
    (action: string) =>
      problem(
        6100,
        'InvalidAction',
        `The API ${action} is not supported in this version.`,
        `版本暂不支持，接口${action}不存在`,
      ),
    (_, { op }) => [op ?? ''],
  ),
  maintained: onDemand('Maintenance', () =>
    problem(6200, 'Maintenance', 'The API is under maintenance.', '接口已停用或维护中'),
  ),
  pathNotFound: () => new Problem({ status: 404, code: '', message: '' }),
})
