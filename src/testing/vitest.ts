import { type TestAPI, test as base, expect } from 'vitest'
import { type Matchers as PeertwinMatchers, matchers } from './matchers.ts'
import type { Peertwin } from './peertwin.ts'
import { type StartOptions, start } from './start.ts'

declare module 'vitest' {
  interface Matchers<T> extends PeertwinMatchers {}
}

expect.extend(matchers)

/** What a test of this module is given. */
export interface PeertwinFixtures {
  /** A namespace of its own: rows, ids, clock, scenario, faults and journal. It is deleted when the test ends. */
  readonly pt: Peertwin
  /** The emulator of the test file; `pt` is one of its namespaces. */
  readonly emulator: Peertwin
}

/**
 * A `test` whose tests run at the same time, each with a namespace of its own in one emulator per file, which is started as
 * the options say. `.sequential` runs a test alone.
 */
export const testWith = (options: StartOptions = {}): TestAPI<PeertwinFixtures> =>
  base.extend<PeertwinFixtures>({
    emulator: [
      // eslint-disable-next-line no-empty-pattern
      async ({}, use) => {
        const emulator = await start(options)
        await use(emulator)
        await emulator.close()
      },
      { scope: 'file' },
    ],
    pt: async ({ emulator }, use) => {
      const pt = await emulator.namespace()
      await use(pt)
      await pt.close()
    },
  }).concurrent as TestAPI<PeertwinFixtures>

/** `testWith` an emulator of all providers on the wall clock. */
export const test = testWith()
export { expect }
