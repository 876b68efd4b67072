import { memoizeByRow } from '../../core/memo.ts'
import { statesOf } from '../../world/lifecycle.ts'
import { isStateful, type StatefulDef } from '../../world/unit-of-work.ts'
import type { Identity, Provider, ProviderApp } from '../../world/provider.ts'
import type { Pages } from '../../world/answers/paging.ts'
import type { TableDef } from '../../world/table.ts'

/** Everything in a provider that a scenario can name. */
export interface ProviderNames {
  readonly name: string
  readonly operations: readonly string[]
  readonly errors: readonly string[]
  readonly identity: Identity
  readonly tables: readonly TableDef[]
  readonly machines: readonly StatefulDef[]
  /** How its lists come in pages. */
  readonly pages: readonly Pages[]
}

/** What scenarios can name, by provider. */
export type Vocabulary = ReadonlyMap<string, ProviderNames>

/** Collects the names; loads the providers' apps for it. */
export const vocabularyOf = async <App extends ProviderApp>(
  providers: readonly Provider<App>[],
  appOf: (provider: Provider<App>) => App | Promise<App>,
): Promise<Vocabulary> => {
  const entries = await Promise.all(
    providers.map(async (provider): Promise<[string, ProviderNames]> => {
      const { errors = [] } = await appOf(provider)
      const { name, endpoints, identity, tables, pages = [] } = provider
      const operations = Object.keys(endpoints).filter((op) => endpoints[op]!.planned === undefined)
      return [name, { name, operations, errors, identity, tables, machines: tables.filter(isStateful), pages }]
    }),
  )
  return new Map(entries)
}

/** Operations as scenarios name them: `provider/operation`. */
export const operationNames: (vocabulary: Vocabulary) => ReadonlySet<string> = memoizeByRow(
  (vocabulary) =>
    new Set([...vocabulary.values()].flatMap(({ name, operations }) => operations.map((op) => `${name}/${op}`))),
)

/** The table whose rows have the machine of that name, `provider/kind`. */
export const machineOf = (vocabulary: Vocabulary, name: string): StatefulDef | undefined =>
  vocabulary.get(name.split('/')[0]!)?.machines.find((def) => def.name === name)

/** Tables as scenarios name them: `provider/kind`. */
export const tableNames = (vocabulary: Vocabulary): string[] =>
  [...vocabulary.values()].flatMap(({ tables }) => tables.map(({ name }) => name))

/** The table of that name. */
export const tableOf = (vocabulary: Vocabulary, name: string): TableDef | undefined =>
  vocabulary.get(name.split('/')[0]!)?.tables.find((def) => def.name === name)

/** Machines as scenarios name them: `provider/kind`. */
export const machineNames = (vocabulary: Vocabulary): string[] =>
  [...vocabulary.values()].flatMap(({ machines }) => machines.map(({ name }) => name))

/** The events that a machine knows, in a state or in any. */
export const eventsOf = (def: StatefulDef, state?: string): string[] => {
  const states = state === undefined ? statesOf(def.machine) : [state]
  return [...new Set(states.flatMap((name) => Object.keys(def.machine.states[name]?.on ?? {})))]
}
