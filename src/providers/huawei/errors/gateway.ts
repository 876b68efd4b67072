import type { Problem } from '../../../core/problem.ts'
import { catalogue, onDemand } from '../../../http/dialect.ts'
import { gateway } from './forms.ts'

const unauthenticated = (why: string): Problem =>
  gateway(401, 'APIGW.0301', `Incorrect IAM authentication information: ${why}`)

/** Errors of the gateway in front of the VPC API. */
export const gatewayProblems = catalogue({
  noCredential: () => unauthenticated('x-auth-token not found'),
  tokenUnknown: () => unauthenticated('decrypt token fail'),
  akUnknown: () => unauthenticated('AK access failed'),
  signatureWrong: () => unauthenticated('verify aksk signature fail'),
  unauthorized: () => unauthenticated('Unauthorized'),
  tokenExpired: () => gateway(401, 'APIGW.0307', 'The token must be updated'),
  throttled: (limit: number) =>
    gateway(
      429,
      'APIGW.0308',
      `The throttling threshold has been reached: policy user over ratelimit,limit:${limit},time:1 second`,
    ),
  notPublished: () => gateway(404, 'APIGW.0101', 'The API does not exist or has not been published in the environment'),
  tooLarge: () => gateway(413, 'APIGW.0201', 'The request size exceeds the limit.'),
  unavailable: () => gateway(502, 'APIGW.0202', 'Backend unavailable.'),
  timeout: onDemand('backend_timeout', () => gateway(504, 'APIGW.0203', 'Backend timeout.')),
})
