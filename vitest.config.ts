import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/clients/**', 'test/dashboard/**', 'test/cluster/proof/**', '**/node_modules/**'],
    pool: 'threads',
    maxWorkers: availableParallelism(), // the thread that hands the tests out has little to do
    // a bound for what hangs, not a measure of the machine: many tests start processes
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
