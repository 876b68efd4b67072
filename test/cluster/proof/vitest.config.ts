import { defineConfig } from 'vitest/config'

// apart from the other tests, because they take minutes and want the machine for themselves
export default defineConfig({
  test: {
    dir: import.meta.dirname,
    include: ['*.test.ts'],
    fileParallelism: false,
    testTimeout: 2_400_000,
    hookTimeout: 120_000,
  },
})
