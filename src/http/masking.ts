const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-auth-token',
  'x-subject-token',
  'x-security-token',
])
const SECRET_MEMBER = /("(?:[a-z_]*(?:password|secret|token)|signature)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi
const SECRET_PART =
  /(name="(?:Signature|Token|SecretKey|password)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n)[\s\S]*?(?=\r\n--|$)/gi
// a token that is given as an object carries its secret in the member `id`
const TOKEN_OBJECT = /("token"\s*:\s*\{\s*"id"\s*:\s*)"(?:[^"\\]|\\.)*"/gi
const SECRET_PARAMETER = /((?:^|[?&\n])(?:Signature|Token|SecretKey|password)=)[^&\n]*/gi

/** A header value with its secret replaced; the scheme of an authorization stays readable. */
export const maskHeader = (name: string, value: string): string => {
  if (!SECRET_HEADERS.has(name.toLowerCase())) return value
  const scheme = /^([A-Za-z0-9-]+) /.exec(value)?.[1]
  return scheme ? `${scheme} ***` : '***'
}

/** A JSON, urlencoded or multipart body with the values of its secret members replaced. */
export const maskBody = (text: string): string =>
  text
    .replace(SECRET_MEMBER, '$1"***"')
    .replace(TOKEN_OBJECT, '$1"***"')
    .replace(SECRET_PARAMETER, '$1***')
    .replace(SECRET_PART, '$1***')

/** A request target with the values of its secret parameters replaced. */
export const maskTarget = (target: string): string => target.replace(SECRET_PARAMETER, '$1***')
