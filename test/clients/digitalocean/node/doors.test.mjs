import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { CLI, startEmulator } from './emulator.mjs'

const call = promisify(execFile)
const cache = mkdtempSync(join(tmpdir(), 'peertwin-doors-'))
const REAL = 'https://api.digitalocean.com'
let emulator

before(async () => {
  emulator = await startEmulator('--tls', '--proxy')
})
after(async () => {
  rmSync(cache, { recursive: true })
  await emulator?.stop()
})

/** What a module prints as JSON in a process that has the variables of `peertwin env`: Node looks at them when it starts. */
const run = async (module, ...door) => {
  const env = { ...process.env, XDG_CACHE_HOME: cache }
  const { stdout } = await call(
    process.execPath,
    [CLI, 'env', 'digitalocean', '--shell', 'json', '--control', `${emulator.url}/_peertwin`, ...door],
    { env },
  )
  const printed = await call(process.execPath, ['--input-type=module', '-e', module], {
    cwd: import.meta.dirname,
    env: { ...env, ...JSON.parse(stdout) },
  })
  return JSON.parse(printed.stdout)
}

/** A module that asks for the first of several pages, with the fetch of `prelude` or of Node. */
const listing = (base, prelude = '') => `${prelude}
  const headers = { authorization: 'Bearer ' + process.env.DIGITALOCEAN_TOKEN }
  const answer = await fetch(${base} + '/v2/vpcs?per_page=1', { headers })
  console.log(JSON.stringify({ status: answer.status, next: (await answer.json()).links.pages.next }))`

const pageOf = (base) => ({ status: 200, next: `${base}/v2/vpcs?page=2&per_page=1` })
const secureBase = () => emulator.url.replace('http:', 'https:')

test('the fetch of Node trusts the certificate of NODE_EXTRA_CA_CERTS', async () => {
  assert.deepEqual(await run(listing('process.env.DIGITALOCEAN_API_URL'), '--tls'), pageOf(secureBase()))
})

test('so does dots', async () => {
  const module = `import { clientAt } from './client.mjs'
    const v2 = clientAt(process.env.DIGITALOCEAN_API_URL, process.env.DIGITALOCEAN_TOKEN)
    console.log(JSON.stringify((await v2.account.get()).account.status))`
  assert.equal(await run(module, '--tls'), 'active')
})

test('the proxy agent of undici goes through the proxy', async () => {
  const prelude = `import { EnvHttpProxyAgent, fetch, setGlobalDispatcher } from 'undici'
    setGlobalDispatcher(new EnvHttpProxyAgent())`
  assert.deepEqual(await run(listing(`'${REAL}'`, prelude), '--proxy'), pageOf(REAL))
})

const skip = process.allowedNodeEnvironmentFlags.has('--use-env-proxy') ? false : 'this Node has no NODE_USE_ENV_PROXY'
test('so does the fetch of a Node that looks at NODE_USE_ENV_PROXY', { skip }, async () => {
  assert.deepEqual(await run(listing(`'${REAL}'`), '--proxy'), pageOf(REAL))
})

test('the user of the proxy names the namespace', async () => {
  const named = await fetch(`${emulator.url}/_peertwin/namespaces`, { method: 'POST', body: '{"name":"team"}' })
  assert.equal(named.status, 201)
  const module = `import { EnvHttpProxyAgent, fetch, setGlobalDispatcher } from 'undici'
    setGlobalDispatcher(new EnvHttpProxyAgent())
    const headers = { authorization: 'Bearer fixed' }
    const answer = await fetch('${REAL}/v2/account', { headers })
    console.log(answer.status)`
  assert.equal(await run(module, '--proxy', '--namespace', 'team'), 200)
  const journal = await fetch(`${emulator.url}/_peertwin/namespaces/team/requests`)
  const heard = (await journal.json()).requests.map(({ request }) => [request.method, request.target])
  assert.deepEqual(heard, [['GET', '/v2/account']])
})
