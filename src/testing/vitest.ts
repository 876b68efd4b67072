import { type TestAPI, type TestContext, test as base, expect } from 'vitest'
import { ControlError } from '../control/client.ts'
import { type Matchers as PeertwinMatchers, matchers } from './matchers.ts'
import type { Peertwin } from './peertwin.ts'
import { type StartOptions, start } from './start.ts'

declare module 'vitest' {
  interface Matchers<T> extends PeertwinMatchers {}
}

expect.extend(matchers)

const TAKEN = 409
// leaves room for the number of a test that has its name from a list
const LONGEST = 56

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
export const testWith = (options: StartOptions = {}): TestAPI<PeertwinFixtures> => {
  const plain = base.extend<PeertwinFixtures>({
    emulator: [
      // eslint-disable-next-line no-empty-pattern
      async ({}, use) => {
        const emulator = await start(options)
        await use(emulator)
        await emulator.close()
      },
      { scope: 'file' },
    ],
    pt: async ({ emulator, task }, use) => {
      const pt = await namespaceOf(task, emulator)
      await use(pt)
      await pt.close()
    },
  })
  // a concurrent test of vitest has no way back
  return new Proxy(plain.concurrent, {
    get: (concurrent, key) => (key === 'sequential' ? plain : (Reflect.get(concurrent, key) as unknown)),
  }) as TestAPI<PeertwinFixtures>
}

// ids depend on the name of their namespace, so they stay the same whichever tests run besides
const nameOf = (task: TestContext['task']): string => {
  const names: string[] = []
  for (let at: TestContext['task'] | TestContext['task']['suite'] = task; at; at = at.suite) names.unshift(at.name)
  const words = names.join('-').replace(/[^A-Za-z0-9]+/g, '-')
  return words.replace(/^-/, '').slice(0, LONGEST) || 'test'
}

const namespaceOf = async (task: TestContext['task'], emulator: Peertwin): Promise<Peertwin> => {
  const name = nameOf(task)
  for (let nth = 1; ; nth++) {
    try {
      return await emulator.namespace({ name: nth === 1 ? name : `${name}-${nth}` })
    } catch (error) {
      if (!(error instanceof ControlError) || error.status !== TAKEN) throw error
    }
  }
}

/** `testWith` an emulator of all providers on the wall clock. */
export const test = testWith()
export { expect }
