import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { casesOf, scenarioOf } from '../../../src/grade/probes/cases.ts'
import { readCatalogue } from '../../../src/grade/probes/catalogue.ts'
import { NEEDS } from '../../../src/grade/probes/schema.ts'
import type { Fingerprint } from '../../../src/grade/trial/fingerprint.ts'
import { SEVERITIES } from '../../../src/grade/verdict/verdicts.ts'
import { providers } from '../../../src/providers/index.ts'
import { createLibrary } from '../../../src/scenario/library/library.ts'
import { ROLES, type Roles } from '../../../src/world/roles/roles.ts'
import { World } from '../../../src/world/world.ts'

const FOLDER = new URL('../../../scenarios/probes', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'peertwin-probes-'))
afterAll(() => rmSync(folder, { recursive: true }))

const catalogue = await readCatalogue(FOLDER)
const library = await createLibrary(providers)

/** A client that does everything that the roles of a provider have words for. */
const busiest = (roles: Roles): Fingerprint => ({
  kinds: roles.kinds.map((kind) => ({ kind, made: 1, needs: new Set(NEEDS) })),
  calls: new Map(),
  total: 20,
  logins: roles.login ? 1 : 0,
  kept: new Map(),
  left: new Map(),
  settled: new Set(),
  peak: new Map(),
  touched: new Set(),
  shown: [],
  named: new Map(roles.kinds.map(({ resource }) => [resource, new Set(['mine'])])),
  goal: 'active',
  took: 1_000,
  longest: 1_000,
  gap: 250,
  medianGap: 250,
  asleep: 0,
  pause: 250,
  burst: 4,
})

test('there are fifty probes in eight categories, and no two of one name', () => {
  expect(catalogue.probes).toHaveLength(50)
  expect(catalogue.titles.size).toBe(8)
  const count = (wanted: string): number => catalogue.probes.filter(({ severity }) => severity === wanted).length
  expect(SEVERITIES.map((severity) => [severity, count(severity)])).toEqual([
    ['crit', 13],
    ['high', 18],
    ['med', 17],
    ['low', 2],
  ])
})

test.each(catalogue.probes.map((probe) => [probe.id, probe] as const))(
  '%s names a bug that happened to somebody',
  (_, { from }) => expect(from).toMatch(/[\w-]+\/[\w.-]+#\d+|SDK \(\w+\)/),
)

describe.each(providers.map((provider) => [provider.name, provider] as const))('for clients of %s', (_, provider) => {
  test('roles name operations, machines and tables that there are', async () => {
    const roles = await provider.roles!()
    const tables = provider.tables.map(({ name }) => name)
    for (const kind of roles.kinds) {
      expect(tables).toContain(kind.resource)
      for (const role of ROLES)
        expect(Object.keys(provider.endpoints)).toEqual(expect.arrayContaining([...(kind.ops[role] ?? [])]))
    }
    expect(Object.keys(provider.endpoints)).toEqual(expect.arrayContaining([...(roles.login ?? [])]))
    expect(Object.keys(provider.settings)).toEqual(expect.arrayContaining(Object.keys(roles.roomy ?? {})))
  })

  test('strangers can be put into a world', async () => {
    const { kinds } = await provider.roles!()
    for (const { strangers, resource } of kinds) {
      if (!strangers) continue
      const names = Array.from({ length: 250 }, (_, n) => `stranger-row-${n}`)
      const world = World.create([provider], { fixtures: { [provider.name]: strangers(names) } })
      const rows = world.transact((tx) => [...tx.tables()].find(({ def }) => def.name === resource)!.all())
      const found = [...rows].map(
        (row) => provider.identity.names.map((field) => (row as unknown as Record<string, unknown>)[field])[0],
      )
      expect(found).toEqual(expect.arrayContaining(names))
    }
  })

  test.each(catalogue.probes.map((probe) => [probe.id, probe] as const))(
    '%s is a scenario, or says why not',
    async (_, probe) => {
      const roles = await provider.roles!()
      const cases = casesOf(probe, { provider, roles, print: busiest(roles) })
      const read =
        typeof cases === 'string'
          ? []
          : cases.flatMap(({ id, scenario, second }) =>
              [scenario, ...(second ? [second] : [])].map((template) =>
                JSON.stringify(scenarioOf(id, roles, template, 200)),
              ),
            )
      const names = await Promise.all(read.map(async (text) => (await library.read(text, probe.id)).name))
      expect(names.every((name) => name.startsWith(probe.id))).toBe(true)
      expect(typeof cases === 'string' ? cases : 'knows no lack').toMatch(/knows no|does not log in/)
    },
  )
})

test("a probe of one's own is one more file, and a mistake in it has its line", async () => {
  const own = join(folder, 'own.yaml')
  const text = (needs: string): string => `category: own
title: Our own
probes:
  - id: our-outage
    from: our outage of last May
    server: refuses the first delete with 503
    good: tries again
    severity: med
    mode: baseline
    ${needs}: [delete]
    scenario: { faults: [{ id: down, match: { op: $delete }, calls: 1, effect: { error: unavailable } }] }
`
  writeFileSync(own, text('needs'))
  const more = await readCatalogue(FOLDER, [own])
  expect(more.probes.at(-1)).toMatchObject({ id: 'our-outage', category: 'own', exit: 'success', play: 'once' })
  writeFileSync(own, text('neds'))
  await expect(readCatalogue(FOLDER, [own])).rejects.toThrow(
    `${own}:10:5: probes.probes.0 has no 'neds'; did you mean 'needs'?`,
  )
})
