import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { open, serve } from './setup.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PATIENT = { timeout: 30_000 }
const VIEWS = ['live', 'live/3', 'resources', 'time', 'faults', 'faults/rules', 'faults/verify', 'worlds']

interface Finding {
  readonly id: string
  readonly nodes: { readonly html: string }[]
}

test.each(['light', 'dark'] as const)('axe finds nothing in any view (%s)', async (colorScheme) => {
  const expectNone = async (page: Page, view: string): Promise<void> => {
    await page.getByText('connected', { exact: true }).waitFor()
    await page.evaluate(AXE)
    const { violations } = await page.evaluate<{ violations: Finding[] }>('axe.run()')
    expect(violations.map(({ id: rule, nodes }) => [view, rule, nodes.map(({ html }) => html)])).toEqual([])
  }
  const bench = await serve()
  const empty = await open(bench, 'live', { colorScheme, bypassCSP: true })
  await empty.getByText('Nothing has happened yet').waitFor()
  await expectNone(empty, 'live, empty')
  const a = await bench.createVpc('east', 'nyc1', '10.50.0.0/16')
  const b = await bench.createVpc('west', 'sfo3', '10.51.0.0/16')
  const id = await bench.createPeering('east-west', a, b)
  await bench.call('GET', '/v2/vpcs/unknown')
  for (const view of [...VIEWS, `resources/${id}`]) {
    const page = await open(bench, view, { colorScheme, bypassCSP: true })
    if (view.startsWith('resources')) await page.getByRole('link', { name: 'east-west PROVISIONING' }).waitFor()
    if (view === 'live') await page.locator('.list-row').first().waitFor()
    await expectNone(page, view)
  }
})

test('a hostile name stays text', async () => {
  const bench = await serve(['--scenario', new URL('hostile.yaml', import.meta.url).pathname])
  const page = await open(bench, 'resources')
  await page.getByLabel('Provider').selectOption('huawei')
  await page.getByText('<img src=x onerror=document.title=1>').first().waitFor()
  await page.getByRole('button', { name: 'Table' }).click()
  await page
    .getByRole('option', { name: /huawei\/vpc / })
    .first()
    .click()
  await page.getByRole('heading', { name: '<img src=x onerror=document.title=1>' }).waitFor()
  expect(await page.locator('img').count()).toBe(0)
})

test('whoever opens the address of the emulator finds it', async () => {
  const bench = await serve()
  const page = await open(bench)
  for (const path of ['/', '/_peertwin']) {
    await page.goto(`http://127.0.0.1:${bench.port}${path}`)
    await page.getByText('connected', { exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/_peertwin/ui/')
  }
})

test('a browser is told to load nothing from elsewhere', async () => {
  const bench = await serve()
  const page = await open(bench)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).host))
  await page.reload()
  await page.getByText('connected', { exact: true }).waitFor()
  expect(new Set(asked)).toEqual(new Set([`127.0.0.1:${bench.port}`]))
})

test('the keyboard reaches everything', async () => {
  const bench = await serve()
  await bench.call('GET', '/v2/vpcs')
  await bench.call('GET', '/v2/account')
  const page = await open(bench)
  await page.getByRole('option', { name: /account/ }).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
  await page.getByRole('listbox').focus()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('heading', { name: 'Request 2 200' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('heading', { name: 'Request 1 200' }).waitFor()
  await page.keyboard.press('Home')
  await page.getByRole('heading', { name: 'Request 2 200' }).waitFor()
})

test('ten thousand resources and a storm of events leave few nodes in the page', async () => {
  const bench = await serve()
  const vpcs = Array.from({ length: 10_000 }, (_, i) => ({
    id: `11111111-1111-4111-8111-${String(i).padStart(12, '0')}`,
    name: `many-${i}`,
    region: 'nyc1',
    ip_range: `10.${128 + (i >> 8)}.${i & 255}.0/24`,
  }))
  const many = (await bench.control('POST', '/namespaces', { name: 'many', fixtures: { digitalocean: { vpcs } } })) as {
    credentials: { digitalocean: { token: string } }
  }
  const page = await open(bench, 'resources')
  await page.getByLabel('Namespace', { exact: true }).selectOption('many')
  await page.getByText(/further networks are not drawn/).waitFor()
  await page.getByRole('button', { name: 'Table' }).click()
  await page.getByText(/10000 resources/).waitFor()
  expect(await page.getByRole('option').count()).toBeLessThan(100)
  await page.getByRole('listbox').focus()
  await page.keyboard.press('End')
  await expect.poll(() => page.evaluate("document.querySelector('.list').scrollTop"), PATIENT).toBeGreaterThan(200_000)
  expect(await page.getByRole('option').count()).toBeLessThan(100)

  await page.getByRole('link', { name: 'Live', exact: true }).click()
  await page.getByText('Nothing has happened yet').waitFor()
  await page.evaluate(COUNT_DRAWINGS)
  const { token } = many.credentials.digitalocean
  const ask = () => fetch(`${bench.urls['digitalocean']}/v2/account`, { headers: { authorization: `Bearer ${token}` } })
  for (let sent = 0; sent < 1_500; sent += 50) await Promise.all(Array.from({ length: 50 }, ask))
  await page.getByText(/^[\d]+ of [\d]+ shown$/).waitFor()
  await expect
    .poll(() => page.evaluate('Number(/of (\\d+) shown/.exec(document.body.textContent)?.[1])'), PATIENT)
    .toBeGreaterThanOrEqual(1_000)
  expect(await page.getByRole('option').count()).toBeLessThan(100)
  const { frames, drawings } = await page.evaluate<{ frames: number; drawings: number }>('drawn')
  expect(frames).toBeGreaterThan(10)
  expect(drawings).toBeLessThanOrEqual(frames)
})

// how often the list changed, against how often the window was painted: what arrives between two frames is drawn at once
const COUNT_DRAWINGS = `
  globalThis.drawn = { frames: 0, drawings: 0 }
  new MutationObserver(() => drawn.drawings++).observe(document.querySelector('.list'), { childList: true, subtree: true })
  const frame = () => {
    drawn.frames++
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
`

test('all of it is below 120 kB', () => {
  const folder = new URL('../../dist/ui/', import.meta.url)
  const sizes = readdirSync(folder).map((name) => gzipSync(readFileSync(new URL(name, folder))).length)
  expect(sizes.length).toBeGreaterThan(3)
  expect(sizes.reduce((all, size) => all + size, 0)).toBeLessThan(120_000)
})
