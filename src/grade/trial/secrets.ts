import type { CredentialParts } from '../../world/provider.ts'

const SECRET = /token|password|secret/

/** What of a credential must not be seen, as it is and as it goes into a header. */
export const secretsOf = (credential: CredentialParts): string[] => {
  const parts = Object.entries(credential)
  const secrets = parts.filter(([name]) => SECRET.test(name) && name !== 'secret_id').map(([, value]) => value)
  const joined = parts.flatMap(([, a]) => secrets.map((b) => Buffer.from(`${a}:${b}`).toString('base64')))
  return [...new Set([...secrets, ...joined])].filter((secret) => secret.length >= 8)
}
