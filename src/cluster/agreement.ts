import type { ClockSetting } from '../core/clock.ts'
import { ConfigError } from '../core/config.ts'
import { sha256 } from '../core/crypto.ts'
import type { NamespacesOptions } from '../namespaces/initial-worlds.ts'
import type { ScenarioLibrary } from '../scenario/library/library.ts'
import type { Provider } from '../world/provider.ts'

/** What all replicas of a cluster are started with, as plain JSON. */
export interface Agreement {
  readonly providers: readonly string[]
  readonly seed: number
  readonly clock: ClockSetting
  readonly auth: string
  readonly rateLimits: string
  readonly settings: object
  /** A digest. */
  readonly fixtures: string | null
  readonly empty: boolean
  /** The scenario of the start with a digest of its text. */
  readonly scenario: object | null
  readonly maxNamespaces: number | null
  readonly maxEvents: number | null
  readonly journal: object
}

/** The options by which people know the parts of an agreement. */
const OPTIONS: Readonly<Record<keyof Agreement, string>> = {
  providers: '--provider',
  seed: '--seed',
  clock: '--time, --start and --speed',
  auth: '--auth',
  rateLimits: '--rate-limits',
  settings: '--set',
  fixtures: '--fixtures',
  empty: '--empty',
  scenario: '--scenario and --variant',
  maxNamespaces: '--max-namespaces',
  maxEvents: '--max-events',
  journal: '--journal-entries and --journal-mib',
}

/** What this replica was started with. */
export const agreementOf = (
  providers: readonly Provider[],
  options: NamespacesOptions,
  library: ScenarioLibrary,
): Agreement => {
  const { start } = library.active
  const text = start && library.entries.get(start.name)?.document
  return {
    providers: providers.map(({ name }) => name),
    seed: options.seed ?? 1,
    clock: { ...options.clock },
    auth: options.auth ?? 'lax',
    rateLimits: options.rateLimits ?? 'report',
    settings: options.settings ?? {},
    fixtures: options.fixtures ? sha256(JSON.stringify(options.fixtures)) : null,
    empty: options.empty ?? false,
    scenario: start ? { ...start, text: sha256(JSON.stringify(text)) } : null,
    maxNamespaces: options.maxNamespaces ?? null,
    maxEvents: options.maxEvents ?? null,
    journal: options.journal ?? {},
  }
}

/** Throws a ConfigError when a replica was started otherwise than the first of its cluster. */
export const refuseOthers = (name: string, own: Agreement, agreed: Agreement): void => {
  const plain = (value: unknown): string => JSON.stringify(sorted(value))
  for (const [key, option] of Object.entries(OPTIONS)) {
    const [mine, theirs] = [own[key as keyof Agreement], agreed[key as keyof Agreement]]
    if (plain(mine) === plain(theirs)) continue
    const short = (value: unknown): string => (/^(?:fixtures|scenario)$/.test(key) ? 'others' : plain(value))
    const which = short(theirs) === 'others' ? 'another value' : `${short(theirs)} and not ${short(mine)}`
    throw new ConfigError(
      `the cluster '${name}' was begun with ${which} for ${option}: start all of its replicas alike, or choose another --cluster-name`,
    )
  }
}

const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, inner]) => inner !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, inner]) => [name, sorted(inner)]),
      )
