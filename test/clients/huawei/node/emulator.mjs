import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const CLI = process.env['PEERTWIN_CLI'] ?? fileURLToPath(new URL('../../../../dist/cli.cjs', import.meta.url))

const tenant = (id) => ({
  id: id.repeat(32),
  ak: `AK${randomBytes(9).toString('hex').toUpperCase()}`,
  sk: randomBytes(20).toString('hex'),
})

/** Requester and accepter; the keys are made up for this run. */
export const [A, B] = [tenant('a'), tenant('b')]

/**
 * The emulator at PEERTWIN_URL, which must accept every key and is reset; without that variable one of its own, which knows the two
 * tenants and judges their signatures.
 */
export const openEmulator = async () => {
  const given = process.env['PEERTWIN_URL']
  if (given !== undefined) {
    const url = given.replace(/\/+$/, '')
    const { ok, status } = await fetch(`${url}/_peertwin/reset`, { method: 'POST' })
    if (!ok) throw new Error(`the emulator at ${url} answered ${status} to a reset`)
    return { url, async stop() {} }
  }
  const folder = mkdtempSync(join(tmpdir(), 'peertwin-huawei-'))
  const file = join(folder, 'tenants.json')
  writeFileSync(file, JSON.stringify({ huawei: { tenants: [A, B] } }))
  const flags = ['start', '--port', '0', '--ready-json', '--auth', 'strict', '--fixtures', file]
  const child = spawn(process.execPath, [CLI, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(([code]) => {
      throw new Error(`the emulator ended with ${code} before it was ready`)
    }),
  ])
  return {
    url: JSON.parse(line).urls.huawei,
    async stop() {
      child.kill('SIGTERM')
      const [code] = await exited
      rmSync(folder, { recursive: true })
      if (code !== 0) throw new Error(`the emulator ended with ${code}`)
    },
  }
}
