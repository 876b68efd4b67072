import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { install } from '../../helpers/cli.ts'
import { freePorts, hasServer, natsServer } from '../nats.ts'

const ROOT = new URL('../../../', import.meta.url).pathname

/** Ends what a page has started in a folder, where it did not get that far. */
const endAll = (folder: string): void => {
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.pid'))) {
    try {
      process.kill(Number(readFileSync(join(folder, name), 'utf8')), 'SIGKILL')
    } catch {
      // it has ended
    }
  }
}

test.skipIf(!hasServer)('docs/cluster.md does what it says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'peertwin-walk-'))
  onTestFinished(() => {
    endAll(folder)
    rmSync(folder, { recursive: true })
  })
  const ports = await freePorts(4)
  // the ports that the page names may be those of somebody else
  const page = ['4222', '4581', '4582', '4583'].reduce(
    (text, port, n) => text.replaceAll(port, String(ports[n])),
    readFileSync(join(ROOT, 'docs/cluster.md'), 'utf8').replace(
      'nats-server --config',
      `nats-server --port ${ports[0]} --config`,
    ),
  )
  writeFileSync(join(folder, 'cluster.md'), page)
  install(folder)
  symlinkSync(await natsServer(), join(folder, 'nats-server'))
  symlinkSync(join(ROOT, 'examples'), join(folder, 'examples'))
  const done = promisify(execFile)(process.execPath, [join(ROOT, 'test/clients/docs.mjs'), 'cluster.md'], {
    cwd: folder,
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
  })
  const { stdout } = await done.catch((failed: { stdout: string }) => failed)
  expect(stdout).not.toContain('not ok')
  expect(stdout.match(/^ok /gm)).toHaveLength(12)
})
