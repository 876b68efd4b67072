import { execFileSync } from 'node:child_process'
import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core'
import { afterAll, expect, onTestFinished } from 'vitest'
import { type Running, start } from '../helpers/cli.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** Where the browser is: `CHROMIUM`, or what the machine has under one of its names. */
const executable = (): string => {
  const given = process.env['CHROMIUM']
  if (given !== undefined) return given
  for (const name of NAMES) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
    } catch {
      // the next name may be there
    }
  }
  throw new Error(`no browser: install Debian's chromium, or say where one is with CHROMIUM`)
}

let browser: Promise<Browser> | undefined
// the sandbox of the browser is not to be had for root, as whom containers run
const launch = () => chromium.launch({ executablePath: executable(), args: ['--no-sandbox'] })

afterAll(async () => (await browser)?.close())

export const START = '2026-01-01T00:00:00Z'

/** A running emulator, and what a newcomer does with curl. */
export interface Bench extends Omit<Running, 'control'> {
  readonly page: string
  readonly token: string
  call(method: string, path: string, body?: unknown): Promise<Response>
  control(method: string, path: string, body?: unknown): Promise<unknown>
  createVpc(name: string, region: string, range: string): Promise<string>
  createPeering(name: string, a: string, b: string): Promise<string>
}

/** Starts the server as its users do, on a clock that stands still. */
export const serve = async (args: readonly string[] = []): Promise<Bench> => {
  const running = await start(['--time', 'virtual', '--start', START, '--provider', 'digitalocean,huawei', ...args])
  return benchOf(running, args)
}

export const benchOf = async (running: Running, args: readonly string[] = []): Promise<Bench> => {
  const base = running.urls['digitalocean']!
  const bearer = args.includes('--control-token') ? args[args.indexOf('--control-token') + 1]! : undefined
  const json = async (method: string, url: string, body: unknown, headers: Record<string, string>) =>
    fetch(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers: Record<string, string> = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
    const answer = await json(method, `${running.control}${path}`, body, headers)
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
    return answer.status === 204 ? null : answer.json()
  }
  const home = (await control('GET', '/namespaces/default')) as { credentials: { digitalocean: { token: string } } }
  const { token } = home.credentials.digitalocean
  const call = (method: string, path: string, body?: unknown) =>
    json(method, base + path, body, { authorization: `Bearer ${token}` })
  return {
    ...running,
    page: `${running.control}/ui/`,
    token,
    call,
    control,
    async createVpc(name, region, range) {
      const { vpc } = (await (await call('POST', '/v2/vpcs', { name, region, ip_range: range })).json()) as {
        vpc: { id: string }
      }
      return vpc.id
    },
    async createPeering(name, a, b) {
      const answer = await call('POST', '/v2/vpc_peerings', { name, vpc_ids: [a, b] })
      return ((await answer.json()) as { vpc_peering: { id: string } }).vpc_peering.id
    },
  }
}

/** Opens a view in a fresh window. Whatever the page reports as an error fails the test. */
export const open = async (bench: Bench, view = '', options: BrowserContextOptions = {}): Promise<Page> => {
  browser ??= launch()
  const context = await (await browser).newContext({ viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // a refused or lost call is told on the page as well
    if (message.type() === 'error' && !/Failed to load resource|net::ERR_/.test(message.text()))
      errors.push(message.text())
  })
  onTestFinished(async () => {
    await context.close()
    expect(errors).toEqual([])
  })
  await page.goto(`${bench.page}#/${view}`)
  return page
}
