import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { openEngine } from '../../../src/cluster/engine/open-engine.ts'
import { freePorts, hasServer, natsServer } from '../nats.ts'

const FILE = new URL('../../../examples/cluster/nats.conf', import.meta.url).pathname

test.skipIf(!hasServer)('an engine with that configuration is one that a replica goes on with', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'peertwin-engine-'))
  const [port] = await freePorts(1)
  const child = spawn(await natsServer(), ['--config', FILE, '--store_dir', folder, '--port', String(port)], {
    env: { ...process.env, NATS_PASSWORD: 'known' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(async () => {
    const gone = once(child, 'exit')
    child.kill()
    await gone
    rmSync(folder, { recursive: true })
  })
  for await (const line of createInterface(child.stderr)) if (line.includes('Server is ready')) break
  child.stderr.resume()

  const open = (password: string) =>
    openEngine({
      servers: [`nats://peertwin:${password}@127.0.0.1:${port}`],
      name: 'team',
      address: '127.0.0.1:1',
      warn: (note) => expect.unreachable(note),
    })
  const engine = await open('known')
  expect([engine.trouble, engine.session.isLive()]).toEqual([null, true])
  await engine.close()
  await expect(open('guessed')).rejects.toThrow(/^nats:\/\/127\.0\.0\.1:\d+: no server of NATS can be used there: /)
})
