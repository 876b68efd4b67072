import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createEmulator } from '../../../dist/index.js'
import { median } from '../tools/measure.mjs'

const BASE = 'http://localhost:4580'
const NAMESPACES = 10_000
const ROWS = 1_000
const BEARER = { authorization: 'Bearer x' }

/** What namespaces and forks weigh, what a fork and a restore cost against a mere look, and a reset those who come after. */
export const namespaces = async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  const heap = () => {
    collect()
    collect()
    return process.memoryUsage().heapUsed
  }
  const emulator = createEmulator({ clock: { mode: 'virtual', start: Date.parse('2026-01-01T00:00:00Z') } })
  const send = async (method, path, body, headers = {}) => {
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const response = await emulator.fetch(new Request(BASE + path, init))
    const text = await response.text()
    if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text.startsWith('{') ? JSON.parse(text) : null
  }
  const control = (method, path, body) => send(method, `/_peertwin${path}`, body)
  const timed = async (rounds, work) => {
    const times = []
    for (let i = 0; i < rounds; i++) {
      const start = performance.now()
      await work(i)
      times.push(performance.now() - start)
    }
    return median(times)
  }

  const { vpcs } = await send('GET', '/v2/vpcs?per_page=200', undefined, BEARER)
  for (let i = vpcs.length; i < ROWS; i++) {
    const ip_range = `10.${100 + (i >> 8)}.${i & 255}.0/24`
    await send('POST', '/v2/vpcs', { name: `base-${i}`, region: 'ams3', ip_range }, BEARER)
  }
  await control('PUT', '/snapshots/base')
  const look = await timed(200, () => control('GET', '/clock'))
  const fork = await timed(200, (i) => control('POST', '/snapshots/base/fork', { name: `warm-${i}` }))
  const restore = await timed(200, () => control('POST', '/snapshots/base/restore'))
  for (let i = 0; i < 200; i++) await control('DELETE', `/namespaces/warm-${i}`)

  const weight = async (create) => {
    const before = heap()
    for (let i = 0; i < NAMESPACES; i++) await create(i)
    return (heap() - before) / NAMESPACES / 1024
  }
  const forked = await weight((i) => control('POST', '/snapshots/base/fork', { name: `f-${i}` }))
  const used = await weight((i) =>
    send('GET', '/v2/account', undefined, { ...BEARER, 'x-peertwin-namespace': `f-${i}` }),
  )
  const account = () => send('GET', '/v2/account', undefined, BEARER)
  const after = (before) => timed(2_000, async () => (await before(), await account()))
  const quiet = await after(() => control('GET', '/namespaces/f-1/clock'))
  const busy = await after(() => control('POST', '/namespaces/f-1/reset'))
  for (let i = 0; i < NAMESPACES; i++) await control('DELETE', `/namespaces/f-${i}`)
  const fresh = await weight((i) => control('POST', '/namespaces', { name: `i-${i}` }))

  return [
    { work: 'a fork of 1,000 rows, KiB', value: forked, most: 10 },
    { work: 'what it grows by when it is used, KiB', value: used },
    { work: 'a namespace that nobody has used, KiB', value: fresh },
    { work: 'forking 1,000 rows, against a look at the clock', value: fork / look },
    { work: 'restoring 1,000 rows, against a look at the clock', value: restore / look },
    { work: 'reset and GET of two namespaces, against a look and GET', value: busy / quiet },
  ]
}
