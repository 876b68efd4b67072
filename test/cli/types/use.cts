// The same for a CommonJS module.
import testing = require('peertwin/testing')
import { createEmulator } from 'peertwin'
import { expect, test } from 'peertwin/vitest'

export const main = async (): Promise<void> => {
  const pt: testing.Peertwin = await testing.start({ seed: 1 })
  createEmulator()
  await pt.close()
}

// what vitest runs is a module, whatever the compiler takes it for
test('each test has a namespace', async ({ pt }) => {
  await expect(pt).toHaveResource('digitalocean/vpc', { count: { atLeast: 1 } })
})
