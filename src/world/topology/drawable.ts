import { ConfigError } from '../../core/config.ts'
import { nearest } from '../../core/nearest.ts'
import type { Provider } from '../provider.ts'
import type { Tx } from '../unit-of-work.ts'
import type { ReachWorld } from './ends.ts'
import type { TopologyOf } from './topology.ts'

/** A provider whose world can be drawn, with the way to do so. */
export interface Drawable {
  readonly provider: string
  readonly topology: TopologyOf
}

/** The providers whose worlds can be drawn, or one of them. Throws a ConfigError for one that is not served. */
export const drawableOf = async (providers: readonly Provider[], name?: string): Promise<readonly Drawable[]> => {
  const names = providers.map((provider) => provider.name)
  if (name !== undefined && !names.includes(name))
    throw new ConfigError(`no provider '${name}' is served${nearest(name, names)}`)
  const wanted = providers.filter((provider) => provider.topology && (name === undefined || provider.name === name))
  return Promise.all(wanted.map(async (one) => ({ provider: one.name, topology: await one.topology!() })))
}

/** Draws the worlds of providers, as far as somebody asks for their networks. */
export const drawnIn = (tx: Tx, drawable: readonly Drawable[]): ReachWorld[] =>
  drawable.map(({ provider, topology: { rules, draw } }) => ({ provider, rules, topology: draw(tx) }))
