import { catalogue } from '../../../http/dialect.ts'
import { keystone } from './forms.ts'

/** Errors of `/v3/auth`, `/v3/projects` and the like. */
export const keystoneProblems = catalogue({
  badRequest: (message: string) => keystone(400, message),
  unauthorized: () => keystone(401, 'Unauthorized.'),
  wrongPassword: () => keystone(401, 'The username or password is wrong.'),
  requiresAuthentication: () => keystone(401, 'The request you have made requires authentication.'),
  forbidden: () => keystone(403, 'You are not authorized to perform the requested action.'),
  methodUnsupported: () => keystone(401, 'Attempted to authenticate with an unsupported method.'),
  projectNotFound: (id: string) => keystone(404, `Could not find project: ${id}.`),
  // without the id, which is the secret itself
  tokenNotFound: () => keystone(404, 'Could not find token.'),
  internal: () => keystone(500, 'An unexpected error prevented the server from fulfilling your request.'),
})
