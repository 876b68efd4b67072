import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { providerNames } from '../../src/index.ts'

const root = new URL('../../', import.meta.url).pathname
const DOZEN = 12

/** What the top of a provider's folder may hold, each as a file or as a folder of that name. */
const PARTS = new Set([
  'index',
  'endpoints',
  'clients',
  'auth',
  'credentials',
  'errors',
  'lifecycle',
  'records',
  'schemas',
  'fixtures',
  'seed',
  'settings',
  'routes',
  'views',
  'operations',
  'facts',
  'roles',
  'topology',
])

const entriesOf = (folder: string) => readdirSync(join(root, folder), { withFileTypes: true })
const foldersIn = (folder: string): string[] => [
  folder,
  ...entriesOf(folder)
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => foldersIn(`${folder}/${name}`)),
]

// the top of a provider's folder is bounded by its names, and that of the commands by what there is to type
const BOUNDED = /^(?:test\/clients|src\/cli\/commands$|src\/providers\/\w+$)/

test.each(['src', 'test'])('no folder of %s holds more than a dozen files', (top) => {
  const folders = foldersIn(top).filter((folder) => !BOUNDED.test(folder))
  const crowded = folders
    .map((folder) => [folder, entriesOf(folder).filter((entry) => entry.isFile()).length] as const)
    .filter(([, files]) => files > DOZEN)
  expect(crowded).toEqual([])
})

describe.each(providerNames)('the folder of %s', (name) => {
  const folder = `src/providers/${name}`

  test('has the same names for the same things as every other', () => {
    const others = entriesOf(folder)
      .map((entry) => entry.name)
      .filter((entry) => entry !== 'README.md' && !PARTS.has(entry.replace(/\.ts$/, '')))
    expect(others).toEqual([])
  })
})
