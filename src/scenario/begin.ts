import type { WorldOptions } from '../core/world.ts'
import type { Scenario } from './compile.ts'

/** What a scenario says about the beginning of a world, over what else was asked for. */
export const beginWith = <O extends WorldOptions>({ clock, fixtures, seed }: Scenario, options: O): O => ({
  ...options,
  seed: seed ?? options.seed,
  clock: { ...options.clock, ...given(clock ?? {}) },
  fixtures: fixtures || options.fixtures ? { ...options.fixtures, ...fixtures } : undefined,
})

const given = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Partial<T>
