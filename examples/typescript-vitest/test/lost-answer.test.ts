import { expect, test } from 'peertwin/vitest'
import { ensurePeering } from '../src/ensure-peering.ts'

test('a create survives a lost answer', async ({ pt }) => {
  await pt.fault('digitalocean/vpc_peerings.create', { calls: 1, stage: 'after', effect: { reset: true } })
  const [a, b] = await pt.resources({ type: 'digitalocean/vpc' })
  const account = { url: pt.url('digitalocean'), token: pt.token('digitalocean'), sleep: () => pt.clock.settle() }

  await ensurePeering(account, { name: 'a-b', vpc_ids: [a!.id, b!.id] }) // your client

  await expect(pt).toHaveResource('digitalocean/vpc_peering', { count: 1, state: 'ACTIVE' }) // prints the timeline when it fails
})
