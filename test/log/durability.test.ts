import type * as node from 'node:fs'
import { expect, test, vi } from 'vitest'
import { createEmulator, folderLog } from '../../src/index.ts'
import { FakeWall } from '../helpers/wall.ts'
import { freshFolder } from './setup.ts'

const disk = vi.hoisted(() => ({ syncs: [] as (() => void)[] }))

vi.mock('node:fs', async (original) => ({
  ...(await original<typeof node>()),
  fdatasync: (_: number, done: (error: Error | null) => void) => void disk.syncs.push(() => done(null)),
}))

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const HEADERS = { authorization: 'Bearer x', 'content-type': 'application/json' }

test('answers wait for the disk, readers of what is not there yet as well, and one sync serves all of a turn', async () => {
  const emulator = createEmulator({
    providers: ['digitalocean'],
    log: folderLog(freshFolder(), 'disk'),
    wall: new FakeWall(), // nothing is marked by itself
  })
  const send = (method: string, path: string, body?: object): Promise<Response> =>
    emulator.fetch(
      new Request(`http://127.0.0.1${path}`, { method, headers: HEADERS, body: body ? JSON.stringify(body) : null }),
    )
  while (disk.syncs.length === 0) await turn()
  disk.syncs.shift()!() // the world that the start made
  expect((await send('GET', '/v2/vpcs')).status).toBe(200) // all that it has seen is stored
  expect(disk.syncs).toHaveLength(0)

  const left: number[] = []
  const note = (answer: Response): void => void left.push(answer.status)
  const names = Array.from({ length: 10 }, (_, n) => `vpc-${n}`)
  const writes = names.map((name) => send('POST', '/v2/vpcs', { name, region: 'nyc3' }).then(note))
  while (disk.syncs.length === 0) await turn()
  const read = send('GET', '/v2/vpcs').then(note)
  for (let n = 0; n < 10; n++) await turn()
  expect(left).toEqual([])
  let syncs = 0
  for (; left.length < 11; await turn())
    for (const done of disk.syncs.splice(0)) {
      syncs++
      done()
    }
  await Promise.all([...writes, read])
  expect(left.toSorted((a, b) => a - b)).toEqual([200, ...names.map(() => 201)])
  expect(syncs).toBeLessThanOrEqual(2)
  await emulator.close()
})
