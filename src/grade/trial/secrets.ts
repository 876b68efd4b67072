import type { CredentialParts } from '../../world/provider.ts'
import type { Entrance } from '../rig.ts'

const SECRET = /token|password|secret/

/** What of a credential must not be seen, as it is and as it goes into a header. */
const secretsOf = (credential: CredentialParts): string[] => {
  const parts = Object.entries(credential)
  const secrets = parts.filter(([name]) => SECRET.test(name) && name !== 'secret_id').map(([, value]) => value)
  const joined = parts.flatMap(([, a]) => secrets.map((b) => Buffer.from(`${a}:${b}`).toString('base64')))
  return [...new Set([...secrets, ...joined])].filter((secret) => secret.length >= 8)
}

/** The secrets of the credential with which a provider lets clients into a namespace. */
export const secretsIn = ({ placeholders: { values } }: Entrance, provider: string): string[] => {
  const prefix = `${provider}.`
  const parts = Object.entries(values).filter(([name]) => name.startsWith(prefix))
  return secretsOf(Object.fromEntries(parts.map(([name, value]) => [name.slice(prefix.length), value])))
}
