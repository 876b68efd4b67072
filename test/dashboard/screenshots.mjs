// Makes the pictures of docs/dashboard.md, or in another folder those of every size and scheme:
// node test/dashboard/screenshots.mjs [folder] [empty]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const [, , folder = join(ROOT, 'docs', 'dashboard'), kind = 'full'] = process.argv
const wide = { width: 1440, height: 900 }
const narrow = { width: 400, height: 860 }
const own = [
  { colorScheme: 'light', viewport: wide },
  { colorScheme: 'dark', viewport: narrow },
]
const others = [
  { colorScheme: 'dark', viewport: wide },
  { colorScheme: 'light', viewport: narrow },
]
const shapes = process.argv[2] === undefined ? own : [...own, ...others]
mkdirSync(folder, { recursive: true })

const server = spawn(
  process.execPath,
  [
    join(ROOT, 'dist', 'cli.cjs'),
    'start',
    '--port',
    '0',
    '--ready-json',
    '--time',
    'virtual',
    '--start',
    '2026-01-01T00:00:00Z',
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
const [line] = await once(server.stdout.setEncoding('utf8'), 'data')
const { control, urls } = JSON.parse(line)

const call = async (method, url, body, headers = {}) => {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(typeof body === 'object' && { 'content-type': 'application/json' }) },
    body: typeof body === 'object' ? JSON.stringify(body) : body,
  })
  return answer.status === 204 ? null : answer.json()
}

/** A world in which something waits, something works and something went wrong. */
const fill = async () => {
  const { credentials } = await call('GET', `${control}/namespaces/default`)
  const as = { authorization: `Bearer ${credentials.digitalocean.token}` }
  const api = (method, path, body) => call(method, urls.digitalocean + path, body, as)
  const vpc = async (name, region, ip_range) => (await api('POST', '/v2/vpcs', { name, region, ip_range })).vpc.id
  const [east, west, staging] = [
    await vpc('prod-east', 'nyc1', '10.50.0.0/16'),
    await vpc('prod-west', 'sfo3', '10.51.0.0/16'),
    await vpc('staging', 'ams3', '10.52.0.0/16'),
  ]
  const peering = async (name, ...vpc_ids) => (await api('POST', '/v2/vpc_peerings', { name, vpc_ids })).vpc_peering?.id
  await peering('east-west', east, west)
  await call('POST', `${control}/clock/advance`, { by: '3s' })
  await call(
    'POST',
    `${control}/scenarios`,
    `name: never-accepted-by-hand
about: A peering waits until somebody lets it through, and the third list is throttled.
lifecycles:
  digitalocean/vpc_peering:
    - { id: accept, from: PROVISIONING, on: manual, to: ACTIVE }
faults:
  - { id: throttled, match: { op: digitalocean/vpc_peerings.list }, calls: 3, effect: { error: too_many_requests, retryAfter: 2s } }
expect:
  - { op: digitalocean/vpc_peerings.list, calls: { atMost: 2 }, because: polling must back off }
variants:
  calm: {}
`,
  )
  await call('POST', `${control}/scenarios/never-accepted-by-hand/activate`, {})
  const waiting = await peering('east-staging', east, staging)
  for (let poll = 0; poll < 3; poll++) await api('GET', '/v2/vpc_peerings')
  await api('GET', '/v2/vpcs?pagee=2')
  await api('GET', '/v2/vpcs/11111111-1111-4111-8111-111111111111')
  await call('PUT', `${control}/snapshots/before-accept`)
  await call('POST', `${control}/namespaces`, { name: 'pipeline-7' })
  return waiting
}

const waiting = kind === 'full' ? await fill() : undefined
const views = {
  live: kind === 'full' ? 'live/8' : 'live',
  resources: waiting === undefined ? 'resources' : `resources/${waiting}`,
  time: 'time',
  scenarios: 'faults',
  faults: 'faults/rules',
  verify: 'faults/verify',
  worlds: 'worlds',
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
for (const shape of shapes) {
  const context = await browser.newContext(shape)
  const page = await context.newPage()
  for (const [name, view] of Object.entries(views)) {
    await page.goto(`${control}/ui/#/${view}`)
    await page.reload()
    await page.getByText('connected', { exact: true }).waitFor()
    if (name === 'resources') await page.locator('svg:visible').first().waitFor()
    if (name === 'verify') await page.getByRole('button', { name: 'Verify the scenario' }).click()
    await page.waitForTimeout(700) // for what is asked for after that, and the drawing
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    await page.screenshot({ path: join(folder, `${name}-${shape.viewport.width}-${shape.colorScheme}.png`) })
  }
  await context.close()
}
await browser.close()
server.kill()
