// What a user's TypeScript module may write, and what the compiler keeps him from.
import { createEmulator } from 'peertwin'
import { type Peertwin, type RequestEntry, connect, start } from 'peertwin/testing'
import { expect, test, testWith } from 'peertwin/vitest'

await using pt = await start({ providers: ['digitalocean'], clock: 'virtual', seed: 42 })
const fault = await pt.fault('digitalocean/vpcs.list', { calls: 1, stage: 'after', effect: { reset: true } })
export const hits: number = await fault.hits()

const entries: readonly RequestEntry[] = await pt.requests({ op: 'digitalocean/vpcs.list', status: '4xx' })
export const status: number | undefined = entries[0]?.response.status
// @ts-expect-error an answer has no such member
export const code = entries[0]?.response.code

await pt.clock.advance('30s')
// @ts-expect-error a span has a unit
await pt.clock.advance('30')
// @ts-expect-error an effect that there is not
await pt.fault('digitalocean/vpcs.list', { effect: { rest: true } })
// @ts-expect-error an option that there is not
await start({ provider: ['digitalocean'] })

export const other: Peertwin = await connect(createEmulator())

test('each test has a namespace', async ({ pt, emulator }) => {
  await expect(pt).toHaveResource('digitalocean/vpc', { count: { atLeast: 1 } })
  await expect(emulator).not.toHaveReceived('digitalocean/vpcs.list', { atMost: 2 })
})
testWith({ seed: 1 }).sequential('and its name', ({ pt }) => {
  const name: string = pt.name
  void name
})
