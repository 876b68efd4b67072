import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { after, before, beforeEach, test } from 'node:test'
import { RetryHandlerOptions } from '@microsoft/kiota-http-fetchlibrary'
import { clientAt, createPeering, createVpc, failureOf, shown } from './client.mjs'
import { startEmulator } from './emulator.mjs'

const BURST = 4

let emulator
let v2

before(async () => {
  emulator = await startEmulator('--rate-limits', 'enforce', '--set', `digitalocean.burstLimit=${BURST}`)
  v2 = clientAt(emulator.url)
})
beforeEach(() => emulator.reset())
after(() => emulator?.stop())

const headersOf = ({ headers }) => Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))

/** What the emulator heard and said. */
const traffic = async () =>
  (await emulator.journal()).map(({ request, response }) => ({
    request: `${request.method} ${request.target}`,
    attempt: headersOf(request)['retry-attempt'],
    status: response.status,
    retryAfter: headersOf(response)['retry-after'],
    remaining: headersOf(response)['ratelimit-remaining'],
  }))

/** Waits until the emulator has refused so many requests. */
const refusals = async (count) => {
  for (let tries = 0; tries < 200; tries++) {
    if ((await emulator.journal('?status=429')).length >= count) return
    await wait(25)
  }
  assert.fail('no request was refused')
}

const exhaust = async () => {
  for (let n = 0; n < BURST; n++) await v2.account.get()
}

test('a client that does not retry reads the 429 and recovers once the minute is over', async () => {
  await exhaust()
  await emulator.advance('20s')
  const once = { options: [new RetryHandlerOptions({ maxRetries: 0 })] }
  const error = await failureOf(v2.account.get(once))
  assert.deepEqual(shown(error), {
    status: 429,
    id: 'too_many_requests',
    message: 'API rate limit exceeded.',
    requestId: undefined,
  })
  const {
    'retry-after': retryAfter,
    'ratelimit-limit': limit,
    'ratelimit-remaining': remaining,
  } = error.responseHeaders
  assert.deepEqual({ retryAfter, limit, remaining }, { retryAfter: ['40'], limit: ['5000'], remaining: ['0'] })

  await emulator.advance(`${retryAfter}s`)
  assert.equal((await v2.account.get(once)).account.status, 'active')
  assert.deepEqual(
    (await traffic()).map(({ status }) => status),
    [200, 200, 200, 200, 429, 200],
  )
})

test('the client waits as long as Retry-After says, sends a create again, and it happens once', async () => {
  const [a, b] = [await createVpc(v2, 'a'), await createVpc(v2, 'b')]
  await v2.account.get()
  await v2.account.get()
  await emulator.advance('59s')
  const started = performance.now()
  const creating = createPeering(v2, 'again', a.id, b.id)
  await refusals(1)
  await emulator.advance('1s')
  const peering = await creating
  const waited = performance.now() - started
  assert.ok(waited >= 990 && waited < 2_900, `it waited ${waited} ms, not about the second that Retry-After asks for`)
  assert.equal(peering.name, 'again')
  const request = 'POST /v2/vpc_peerings'
  assert.deepEqual((await traffic()).slice(BURST), [
    { request, attempt: undefined, status: 429, retryAfter: '1', remaining: '0' },
    { request, attempt: '1', status: 202, retryAfter: undefined, remaining: '4995' },
  ])
  const [first, second] = (await emulator.journal('?op=vpc_peerings.create')).map(({ request }) => request.body)
  assert.equal(first, second)
  assert.deepEqual((await v2.vpc_peerings.get()).meta, { total: 1 })
})

test('the client gives up after three retries while the clock stands still', async () => {
  await exhaust()
  await emulator.advance('59s')
  const error = await failureOf(v2.account.get())
  assert.equal(error.responseStatusCode, 429)
  const refused = { request: 'GET /v2/account', status: 429, retryAfter: '1', remaining: '0' }
  assert.deepEqual((await traffic()).slice(BURST), [
    { ...refused, attempt: undefined },
    { ...refused, attempt: '1' },
    { ...refused, attempt: '2' },
    { ...refused, attempt: '3' },
  ])
})

test('every credential has windows of its own', async () => {
  await exhaust()
  const other = clientAt(emulator.url, `dop_v1_${'1'.repeat(64)}`)
  assert.equal((await other.account.get()).account.status, 'active')
  assert.deepEqual(
    (await traffic()).map(({ status, remaining }) => `${status} ${remaining}`),
    ['200 4999', '200 4998', '200 4997', '200 0', '200 4999'],
  )
})
