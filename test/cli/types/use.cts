// The same for a CommonJS module.
import testing = require('peertwin/testing')
import { createEmulator } from 'peertwin'

export const main = async (): Promise<void> => {
  const pt: testing.Peertwin = await testing.start({ seed: 1 })
  createEmulator()
  await pt.close()
}
