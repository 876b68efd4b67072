import { afterEach, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, createEmulator } from '../../src/index.ts'
import { FakeWall } from '../helpers/wall.ts'

const HEARTBEAT = 15_000

const open: Emulator[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

const setup = (options: EmulatorOptions = {}) => {
  const wall = new FakeWall()
  const emulator = createEmulator({ providers: ['digitalocean'], wall, ...options })
  open.push(emulator)
  const send = (method: string, path: string, body?: object) =>
    emulator.fetch(
      new Request(`http://localhost${path}`, {
        method,
        headers: { authorization: 'Bearer x' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    )
  /** Reads a stream chunk by chunk, from behind its first one. */
  const watch = async (query = '') => {
    const response = await send('GET', `/_peertwin/events${query}`)
    const reader = response.body!.getReader()
    const next = async () => new TextDecoder().decode((await reader.read()).value)
    expect(await next()).toBe('retry: 1000\n\n')
    return { next, cancel: () => reader.cancel() }
  }
  /** Resolves once somebody waits for the wall clock. */
  const waiting = async (): Promise<void> => {
    while (wall.waiting === 0) await new Promise(setImmediate)
  }
  return { emulator, wall, send, watch, waiting }
}

test('a silent stream beats, and one on which something was sent beats later', async () => {
  const { wall, send, watch, waiting } = setup()
  const { next, cancel } = await watch()
  const first = next()
  await waiting()
  wall.advance(HEARTBEAT - 1)
  await send('POST', '/_peertwin/reset')
  expect(await first).toBe('id: 1\nevent: reset\ndata: {}\n\n')
  const second = next()
  await waiting()
  wall.advance(HEARTBEAT - 1)
  wall.advance(1)
  expect(await second).toBe(': beat\n\n')
  await cancel()
})

test('what a reader did not ask for does not keep its stream from beating', async () => {
  const { wall, send, watch, waiting } = setup()
  const { next, cancel } = await watch('?types=clock')
  const beat = next()
  await waiting()
  for (let i = 0; i < 3; i++) {
    wall.advance(HEARTBEAT / 3)
    await send('GET', '/v2/account')
  }
  expect(await beat).toBe(': beat\n\n')
  await cancel()
  expect(wall.waiting).toBe(0)
})

test('a world that takes the place of another tells what falls due in it, without anybody asking', async () => {
  const { send, watch } = setup({ clock: { mode: 'virtual' } })
  const ids = []
  for (const name of ['a', 'b']) {
    const made = await send('POST', '/v2/vpcs', { name, region: 'nyc3' })
    ids.push(((await made.json()) as { vpc: { id: string } }).vpc.id)
  }
  await send('POST', '/v2/vpc_peerings', { name: 'p', vpc_ids: ids })
  const state = (await (await send('GET', '/_peertwin/state')).json()) as { clock: object }
  const { next, cancel } = await watch('?types=transition,reset')
  const clock = { ...state.clock, mode: 'real', speed: 100, wall: Date.now() }
  await send('PUT', '/_peertwin/state', { ...state, clock })
  expect(await next()).toBe('id: 1\nevent: reset\ndata: {}\n\n')
  expect(await next()).toMatch(/"from":"PROVISIONING","to":"ACTIVE"/)
  await cancel()
})
