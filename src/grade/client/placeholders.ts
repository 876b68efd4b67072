import { ConfigError } from '../../core/config.ts'
import type { CredentialParts } from '../../world/provider.ts'

/** What stands for a client's way into a namespace, in the words of its command. */
export interface Placeholders {
  /** Values by name, such as `url` or `provider.token`. */
  readonly values: Readonly<Record<string, string>>
  /** Names that say too little, each with what would say enough. */
  readonly vague: Readonly<Record<string, readonly string[]>>
}

/** The placeholders of a namespace: the common ones, and the parts of each provider's credential, by themselves where one provider alone is meant. */
export const placeholdersFor = (
  common: Readonly<Record<string, string>>,
  credentials: Readonly<Record<string, CredentialParts>>,
): Placeholders => {
  const values: Record<string, string> = { ...common }
  const vague: Record<string, string[]> = {}
  const entries = Object.entries(credentials)
  for (const [provider, parts] of entries)
    for (const [part, value] of Object.entries(parts)) {
      values[`${provider}.${part}`] = value
      if (entries.length === 1) values[part] ??= value
      else (vague[part] ??= []).push(`{${provider}.${part}}`)
    }
  return { values, vague }
}

/**
 * Puts values in place of placeholders; braces around anything else stay. Throws a ConfigError for one that could mean several
 * providers.
 */
export const fill = (text: string, { values, vague }: Placeholders): string =>
  text.replaceAll(/\{([a-z_.]+)\}/g, (whole, name: string) => {
    const value = values[name]
    if (value !== undefined) return value
    if (vague[name]) throw new ConfigError(`${whole} needs --provider, or is one of ${vague[name].join(', ')}`)
    return whole
  })
