import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Addresses, type Emulator, createEmulator, providerNames } from '../../src/index.ts'
import { type Send, makers } from './clients.ts'
import { type Sent, fetchPatiently } from '../helpers/socket.ts'
import { type NamespaceAnswer, controlOf, createNamespace } from '../control/setup.ts'

const TENANTS = 200

let emulator: Emulator
let addresses: Addresses
beforeAll(async () => {
  emulator = createEmulator({ clock: { mode: 'virtual', start: Date.parse('2026-01-01T00:00:00Z') } })
  addresses = await emulator.listen()
})
afterAll(() => emulator.close())

const sendTo = (base: string): Send =>
  Object.assign((path: string, sent: Sent) => fetchPatiently(base + path, sent), { host: new URL(base).host })

/** Works with every provider at once: makes two things, and reads before, between and after. */
const work = async (namespace: NamespaceAnswer, i: number) => {
  const seen = await Promise.all(
    providerNames.map(async (provider) => {
      const base = addresses.urls[provider]!
      const client = makers[provider]!(sendTo(base), namespace.credentials[provider]!, i)
      const before = await client.list()
      const first = await client.make(`tenant-${i}-a`)
      const between = await client.list()
      const second = await client.make(`tenant-${i}-b`)
      const after = await client.list()
      return { provider, before, between, after, made: [first, second] }
    }),
  )
  return { i, namespace, seen }
}

describe(`${TENANTS} namespaces, as many parallel clients, five providers mixed, over HTTP`, () => {
  test('nobody sees, names or numbers anything of somebody else’s', async () => {
    const control = controlOf(emulator)
    const namespaces = []
    for (let i = 0; i < TENANTS; i++) namespaces.push(await createNamespace(control, { name: `tenant-${i}` }))
    const done = await Promise.all(namespaces.map(work))

    for (const { i, seen } of done) {
      const own = [`tenant-${i}-a`, `tenant-${i}-b`]
      for (const { provider, before, between, after, made } of seen) {
        const names = (list: typeof after) => list.map(({ name }) => name).sort()
        expect({ provider, before: names(before), between: names(between), after: names(after) }).toEqual({
          provider,
          before: [],
          between: own.slice(0, 1),
          after: own,
        })
        expect(after.map(({ id }) => id).sort()).toEqual([...made].sort())
      }
    }
    for (const provider of providerNames) {
      const ids = done.flatMap(({ seen }) => seen.find((one) => one.provider === provider)!.made)
      expect(new Set(ids).size, `${provider} ids`).toBe(2 * TENANTS)
    }
    for (const { i, namespace } of done) {
      const own = controlOf(emulator, namespace.name)
      const { text } = await own('GET', '/requests')
      expect(new Set([...text.matchAll(/tenant-(\d+)-[ab]/g)].map(([, n]) => n))).toEqual(new Set([String(i)]))
      const { text: resources } = await own('GET', '/state')
      expect(new Set([...resources.matchAll(/tenant-(\d+)-[ab]/g)].map(([, n]) => n))).toEqual(new Set([String(i)]))
    }
    const home = await controlOf(emulator)('GET', '/state')
    expect(home.text).not.toMatch(/tenant-\d+-[ab]/)
    expect((await controlOf(emulator)('GET', '/requests')).body).toMatchObject({ seen: 0 })
  })
})

describe('every kind of credential', () => {
  test.each(providerNames.flatMap((provider) => [0, 1, 2, 3, 4, 5].map((way) => [provider, way] as const)))(
    '%s, way %i, leads to its namespace',
    async (provider, way) => {
      const control = controlOf(emulator)
      const namespace = await createNamespace(control)
      const client = makers[provider]!(sendTo(addresses.urls[provider]!), namespace.credentials[provider]!, way)
      await client.make('mine')
      expect((await client.list()).map(({ name }) => name)).toEqual(['mine'])
      const journal = await controlOf(emulator, namespace.name)('GET', '/requests')
      expect((journal.body as { seen: number }).seen).toBeGreaterThanOrEqual(2)
    },
  )
})

describe('snapshot, change, restore', () => {
  test('gives byte-identical answers for all five providers', async () => {
    const control = controlOf(emulator)
    const namespace = await createNamespace(control, { name: 'bytes' })
    const own = controlOf(emulator, 'bytes')
    const answers: string[] = []
    const recording = (base: string): Send =>
      Object.assign(
        async (path: string, sent: Sent) => {
          const response = await fetchPatiently(base + path, sent)
          const copy = response.clone()
          answers.push(JSON.stringify([copy.status, [...copy.headers], await copy.text()]))
          return response
        },
        { host: new URL(base).host },
      )
    const clients = providerNames.map((provider, way) =>
      makers[provider]!(recording(addresses.urls[provider]!), namespace.credentials[provider]!, way),
    )
    for (const client of clients) await client.make('before')
    await own('PUT', '/snapshots/s')
    const round = async (name: string): Promise<string[]> => {
      answers.length = 0
      for (const client of clients) {
        await client.list()
        await client.make(name)
        await client.list()
      }
      return [...answers]
    }
    const first = await round('after')
    await own('POST', '/clock/advance', { by: '90s' })
    await round('meanwhile')
    await own('POST', '/snapshots/s/restore')
    expect(await round('after')).toEqual(first)
    expect(first.length).toBeGreaterThanOrEqual(3 * providerNames.length)
  })
})
