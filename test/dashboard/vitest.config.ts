import { defineConfig } from 'vitest/config'

// apart from the other tests, because they need a browser
export default defineConfig({
  test: {
    dir: import.meta.dirname,
    include: ['*.test.ts'],
    fileParallelism: false, // one browser at a time draws as it does for a person
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
