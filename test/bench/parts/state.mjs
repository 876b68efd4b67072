import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEmulator, folderLog } from '../../../dist/index.js'
import { ask, startCounted } from '../tools/processes.mjs'

const BASE = 'http://localhost:4580'
const HEADERS = { authorization: 'Bearer x', 'content-type': 'application/json' }
const MIB = 1024 * 1024

/** What keeping everything in a folder costs others: the longest turns during folds, a restart, and bytes under endless churn. */
export const state = async () => {
  const results = []
  const note = (work, value, most, goal) => results.push({ work, value, most, goal })

  await inFolder(async (folder) => {
    const emulator = opened(folder)
    fill(emulator, 100_000)
    await get(emulator, '/v2/vpcs')
    const longest = await watched(() => churn(emulator, folder, 2))
    note('longest turn while 100,000 rows are folded, ms', longest, 50, 10)
    await emulator.close()
    note('restart with 100,000 rows to its first answer, ms', await restarted(folder), 1_000)
  })

  await inFolder(async (folder) => {
    const emulator = opened(folder)
    fill(emulator, 1_000)
    await control(emulator, 'PUT', '/snapshots/base')
    for (let n = 0; n < 9_999; n++) {
      await control(emulator, 'POST', '/snapshots/base/fork', { name: `f-${n}` })
      await get(emulator, '/v2/account', { 'x-peertwin-namespace': `f-${n}` })
    }
    const longest = await watched(() => churn(emulator, folder, 2))
    note('longest turn while 10,000 namespaces are folded, ms', longest, 50, 10)
    await emulator.close()
    note('the same after a restart to which nobody has come, ms', foldAfterRestart(folder), 50, 10)
  })

  await inFolder(async (folder) => {
    const emulator = opened(folder)
    fill(emulator, 1_000)
    let most = 0
    await churn(emulator, folder, 8, () => {
      most = Math.max(most, sizeOf(folder))
    })
    note('largest folder under churn of 1,000 rows, MiB', most / MIB, 64)
    await emulator.close()
  })
  return results
}

const opened = (folder) => createEmulator({ providers: ['digitalocean'], log: folderLog(folder) })

/** How long a new process takes to its first answer, its own start included. */
const restarted = async (folder) => {
  const began = performance.now()
  const server = await startCounted('--state', folder)
  const head = ['GET /v2/vpcs HTTP/1.1', 'Host: api.digitalocean.com', 'Authorization: Bearer x']
  const { status } = await ask(server.port, `${head.join('\r\n')}\r\n\r\n`)
  const [wall, used] = [performance.now() - began, (await server.usage()) / 1000]
  server.stop()
  if (status !== 200) throw new Error('nobody is there')
  return Math.min(wall, used)
}

/** Measured in a new process, which has no garbage of an earlier run. */
const foldAfterRestart = (folder) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), folder])
  if (status !== 0) throw new Error(stderr.toString())
  return Number(stdout)
}

const inFolder = async (use) => {
  const parent = mkdtempSync(join(tmpdir(), 'peertwin-bench-'))
  try {
    await use(join(parent, 'state'))
  } finally {
    rmSync(parent, { recursive: true })
  }
}

/** Fills the world with rows, a thousand in one commit. */
const fill = (emulator, count) => {
  for (let n = 0; n < count; n += 1_000)
    emulator.world.transact((tx) => {
      const table = tx.tableNamed('digitalocean/vpc')
      const like = table.all().slice(0, 1)[0]
      for (let i = n; i < n + 1_000; i++) {
        const id = `5a4981aa-9653-4bd1-bef5-${i.toString(16).padStart(12, '0')}`
        table.insert({
          ...like,
          id,
          name: `base-${i}`,
          default: false,
          ip_range: `10.${i >> 12}.${(i >> 4) & 255}.${(i & 15) << 4}/28`,
        })
      }
    })
}

const send = async (emulator, method, path, { body, headers } = {}) => {
  const init = { method, headers: { ...HEADERS, ...headers }, ...(body && { body: JSON.stringify(body) }) }
  const response = await emulator.fetch(new Request(BASE + path, init))
  const text = await response.text()
  if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : null }
}
const get = (emulator, path, headers) => send(emulator, 'GET', path, { headers })
const control = (emulator, method, path, body) => send(emulator, method, `/_peertwin${path}`, { body })

const sizeOf = (folder) =>
  readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
const newest = (folder) =>
  Math.max(0, ...readdirSync(folder).map((name) => Number(/^snapshot-(\d+)\.ndjson$/.exec(name)?.[1] ?? 0)))

/** Makes and deletes a resource, over and over, until so many snapshots were written; others get their turn in between. */
const churn = async (emulator, folder, folds, look = () => {}) => {
  const last = newest(folder) + folds
  const { world } = emulator
  while (newest(folder) < last) {
    for (let n = 0; n < 50; n++) {
      world.transact((tx) => {
        const table = tx.tableNamed('digitalocean/vpc')
        table.insert({ ...table.all().slice(0, 1)[0], id: 'churn', name: 'churn', description: 'x'.repeat(20_000) })
      })
      world.transact((tx) => tx.tableNamed('digitalocean/vpc').delete('churn'))
    }
    look()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const cpu = (from) => {
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}

/** The longest turn of the event loop during some work, in milliseconds: on a busy machine that of the processor counts. */
const watched = async (work) => {
  let [longest, going] = [0, true]
  let [wall, used] = [performance.now(), process.cpuUsage()]
  const tick = () => {
    longest = Math.max(longest, Math.min(performance.now() - wall, cpu(used)))
    ;[wall, used] = [performance.now(), process.cpuUsage()]
    if (going) setImmediate(tick)
  }
  setImmediate(tick)
  await work()
  going = false
  return longest
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2]
  const again = opened(folder)
  process.stdout.write(String(await watched(() => churn(again, folder, 2))))
  await again.close()
}
