// What namespaces, forks, restores and resets cost. Run it with `node --expose-gc test/bench/namespaces.mjs` after a build.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createEmulator, providerNames } from '../../dist/index.js'

setFlagsFromString('--expose-gc')
const collect = globalThis.gc ?? runInNewContext('gc')
const heap = () => {
  collect()
  collect()
  return process.memoryUsage().heapUsed
}
const ms = (from) => performance.now() - from
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const shown = (value, digits = 3) => value.toFixed(digits)

const BASE = 'http://localhost:4580'
const NAMESPACES = 10_000
const ROWS = 1_000

const emulator = createEmulator({ clock: { mode: 'virtual', now: Date.parse('2026-01-01T00:00:00Z') } })
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
    times.push(ms(start))
  }
  return median(times)
}

const vpcs = (await send('GET', '/v2/vpcs?per_page=200', undefined, { authorization: 'Bearer x' })).vpcs.length
for (let i = vpcs; i < ROWS; i++) {
  const ip_range = `10.${100 + (i >> 8)}.${i & 255}.0/24`
  await send('POST', '/v2/vpcs', { name: `base-${i}`, region: 'ams3', ip_range }, { authorization: 'Bearer x' })
}
await control('PUT', '/snapshots/base')
const { rows } = (await control('GET', '/snapshots')).snapshots[0]
console.log(`base: ${rows} rows, ${providerNames.length} providers`)

const fork = await timed(200, (i) => control('POST', '/snapshots/base/fork', { name: `warm-${i}` }))
const restore = await timed(200, () => control('POST', '/snapshots/base/restore'))
const save = await timed(200, () => control('PUT', '/snapshots/again'))
console.log(`fork ${shown(fork)} ms, restore ${shown(restore)} ms, save ${shown(save)} ms (whole control calls)`)
const touch = await timed(50, async (i) => {
  await send(
    'POST',
    '/v2/vpcs',
    { name: 'first', region: 'nyc3' },
    { authorization: 'Bearer x', 'x-peertwin-namespace': `warm-${i}` },
  )
})
console.log(`first write to a fork ${shown(touch)} ms`)
for (let i = 0; i < 200; i++) await control('DELETE', `/namespaces/warm-${i}`)

const measure = async (about, create) => {
  const before = heap()
  const start = performance.now()
  for (let i = 0; i < NAMESPACES; i++) await create(i)
  const took = ms(start)
  const each = (heap() - before) / NAMESPACES / 1024
  console.log(`${about}: ${shown(each, 2)} KiB and ${shown(took / NAMESPACES)} ms each (${NAMESPACES} of them)`)
}
await measure('forked from the base', (i) => control('POST', '/snapshots/base/fork', { name: `f-${i}` }))

await measure('the same, after each was used once', (i) =>
  send('GET', '/v2/account', undefined, { authorization: 'Bearer x', 'x-peertwin-namespace': `f-${i}` }),
)
const start = performance.now()
await control('GET', '/metrics', undefined)
console.log(`metrics over all of them ${shown(ms(start))} ms`)

const probe = async (before) => {
  const times = []
  for (let i = 0; i < 2_000; i++) {
    await before()
    const start = performance.now()
    await send('GET', '/v2/account', undefined, { authorization: 'Bearer x' })
    times.push(ms(start))
  }
  return median(times)
}
const quiet = await probe(() => control('GET', '/namespaces/f-1/clock'))
const busy = await probe(() => control('POST', '/namespaces/f-1/reset'))
console.log(`GET after a reset of another namespace ${shown(busy)} ms, after a mere look at it ${shown(quiet)} ms`)

for (let i = 0; i < NAMESPACES; i++) await control('DELETE', `/namespaces/f-${i}`)
await measure('fresh and idle', (i) => control('POST', '/namespaces', { name: `i-${i}` }))
