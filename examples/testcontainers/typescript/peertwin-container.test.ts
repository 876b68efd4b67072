import { getContainerRuntimeClient } from 'testcontainers'
import { expect, test } from 'vitest'
import { PeertwinContainer } from './peertwin-container.ts'

const hasEngine = await getContainerRuntimeClient().then(
  () => true,
  () => false,
)

test.skipIf(!hasEngine)('a container answers, and its clock moves', { timeout: 120_000 }, async () => {
  const container = await new PeertwinContainer(process.env['PEERTWIN_IMAGE'] ?? 'peertwin:0.1.0').start()
  try {
    const emulator = await container.connect()
    const pt = await emulator.namespace({ clock: { mode: 'virtual', start: '2026-01-01T00:00:00Z' } })
    const headers = { authorization: `Bearer ${pt.token('digitalocean')}` }
    expect((await fetch(`${pt.url('digitalocean')}/v2/account`, { headers })).status).toBe(200)
    expect((await pt.clock.advance('30s')).now).toBe('2026-01-01T00:00:30.000Z')
    await pt.verify([{ op: 'digitalocean/account.get', calls: 1 }])
  } finally {
    await container.stop()
  }
})
