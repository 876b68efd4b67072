import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { resolveSettings } from '../../src/core/settings.ts'
import { providers } from '../../src/providers/index.ts'
import { type Client, type Provider, clientLines, variablesAtHome } from '../../src/world/provider.ts'
import { RUNS, type Runs } from './client-runs.ts'

const PAGE = new URL('../../docs/clients.md', import.meta.url)
const BASE = '127.0.0.1:4580'
const DOORS = ['http', 'tls', 'proxy'] as const
type Door = (typeof DOORS)[number]

/** The clients of a provider that are clients; the others are what people need to know besides. */
const clientsOf = ({ clients = [] }: Provider): readonly Client[] => clients.filter(({ kinds }) => kinds.length > 0)

const askerOf = ({ name, settings, credentials }: Provider) => ({
  settings: resolveSettings(name, settings),
  credential: Object.fromEntries(Object.keys(credentials?.wellKnown ?? {}).map((part) => [part, '…'])),
})

/** What a client has to be told at a base URL; nothing when it cannot be led there. */
const linesAt = (client: Client, base: string, provider: Provider): readonly string[] =>
  clientLines([client], base, askerOf(provider))[0]?.lines ?? []

/** What it has to be told besides where proxy and certificate are, when it believes to speak with the provider. */
const linesAtHome = (client: Client, provider: Provider): string[] =>
  Object.entries(variablesAtHome([client], askerOf(provider))).map(([name, value]) => `export ${name}=${value}`)

const code = (lines: readonly string[]): string =>
  lines.map((line) => `\`${line.replace(/^export /, '').replaceAll('|', String.raw`\|`)}\``).join('<br>')

const cell = (door: Door, possible: boolean, runs: Runs): string => {
  if (!possible) return '—'
  const shown = (runs[door] ?? []).map(({ client, suite }) => `[${client}](../test/clients/${suite})`)
  return shown.length > 0 ? shown.join(', ') : 'not run'
}

const row = (client: Client, provider: Provider): string => {
  const plain = linesAt(client, `http://${BASE}`, provider)
  const secure = linesAt(client, `https://${BASE}`, provider)
  const home = linesAtHome(client, provider)
  const runs = RUNS[provider.name]?.[client.name] ?? {}
  const lines = plain.length > 0 ? plain : secure
  const cells = [
    client.name,
    code(lines),
    code(home),
    cell('http', plain.length > 0, runs),
    cell('tls', secure.length > 0, runs),
    cell('proxy', true, runs),
    (runs.notRun ?? []).join(', '),
  ]
  return `| ${cells.join(' | ')} |`
}

const HEAD = [
  '| Client | Lines with a base URL | Lines with `--proxy` | http | `--tls` | `--proxy` | Nobody ran |',
  '| --- | --- | --- | --- | --- | --- | --- |',
]

const made = (): string =>
  providers
    .map((provider) => [
      `### ${provider.title}`,
      '',
      ...HEAD,
      ...clientsOf(provider).map((one) => row(one, provider)),
      '',
    ])
    .flat()
    .join('\n')

const BEGIN = '<!-- made from the providers: UPDATE_CLIENTS=1 npx vitest run test/cli/clients-page -->\n\n'
const END = '\n<!-- end -->'

/** Tables are compared by their cells: the formatter pads them. */
const cellsOf = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replaceAll(/ +\|/g, ' |').replaceAll(/\| +/g, '| ').replaceAll(/-{3,}/g, '---'))
    .join('\n')
    .trim()

const partsOf = (page: string) => {
  const [from, to] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)]
  return { before: page.slice(0, from), tables: page.slice(from, to), after: page.slice(to) }
}

test('docs/clients.md has the lines of every client', () => {
  if (process.env['UPDATE_CLIENTS'] !== undefined) {
    const { before, after } = partsOf(readFileSync(PAGE, 'utf8'))
    writeFileSync(PAGE, before + made() + after)
  }
  expect(cellsOf(partsOf(readFileSync(PAGE, 'utf8')).tables)).toBe(cellsOf(made()))
})

describe.each(providers.map((provider) => [provider.name, provider] as const))('%s', (name, provider) => {
  const runs = RUNS[name] ?? {}

  test('every client is run, or said not to be', () => {
    expect(Object.keys(runs).sort()).toEqual(
      clientsOf(provider)
        .map((client) => client.name)
        .sort(),
    )
    for (const [client, { notRun, ...doors }] of Object.entries(runs))
      expect([client, Object.values(doors).flat().length + (notRun ?? []).length]).not.toEqual([client, 0])
  })

  test('a suite is where it is said to be', () => {
    const all = Object.values(runs).flatMap((one) => DOORS.flatMap((door) => one[door] ?? []))
    for (const { suite, proof } of all)
      expect(readFileSync(new URL(`../clients/${suite}`, import.meta.url), 'utf8')).toContain(proof)
  })

  test('nobody goes in where a client cannot', () => {
    const wrong = clientsOf(provider).filter((client) => {
      const doors = runs[client.name] ?? {}
      const cannot = (scheme: string): boolean => linesAt(client, `${scheme}://${BASE}`, provider).length === 0
      return (doors.http && cannot('http')) || (doors.tls && cannot('https'))
    })
    expect(wrong).toEqual([])
  })
})
