import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { providerNames } from '../../src/index.ts'

const root = new URL('../../', import.meta.url).pathname
const filesOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))

test('nothing outside a provider names one', () => {
  const words = new RegExp(
    `\\b(${[...providerNames, 'upcloud', 'confluent', 'huawei', 'tencent', 'qcloud', 'otc'].join('|')})\\b`,
    'i',
  )
  const shared = filesOf('src').filter((file) => !file.startsWith('src/providers/'))
  expect(shared.filter((file) => words.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
})

test('only the clock looks at the wall', () => {
  const reads = /\bnew Date\(\)|\bDate\.now\b|\bprocess\.hrtime\b/
  const files = filesOf('src').filter((file) => file !== 'src/core/clock.ts')
  expect(files.filter((file) => reads.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
})

// each of these files breaks one rule of docs/architecture.md; together they stand in a copy of the tree
const broken: [string, string, string, string][] = [
  [
    'core imports HTTP',
    'src/core/zz-hono.ts',
    'no-restricted-imports',
    "import { Hono } from 'hono'\n\nexport const app = new Hono()\n",
  ],
  [
    'core imports from above',
    'src/core/zz-above.ts',
    'no-restricted-imports',
    "import { createApi } from '../http/api.ts'\n\nexport const api = createApi\n",
  ],
  [
    'http imports a provider',
    'src/http/zz-provider.ts',
    'no-restricted-imports',
    "import { digitalocean } from '../providers/digitalocean/index.ts'\n\nexport const p = digitalocean\n",
  ],
  [
    'control imports a provider',
    'src/control/zz-provider.ts',
    'no-restricted-imports',
    "import { digitalocean } from '../providers/digitalocean/index.ts'\n\nexport const p = digitalocean\n",
  ],
  [
    'an operation imports HTTP',
    'src/providers/digitalocean/operations/zz-http.ts',
    'no-restricted-imports',
    "import { createApi } from '../../../http/api.ts'\n\nexport const api = createApi\n",
  ],
  [
    'a provider imports another',
    'src/providers/zz-other/index.ts',
    'no-restricted-imports',
    "import { digitalocean } from '../digitalocean/index.ts'\n\nexport const p = digitalocean\n",
  ],
  [
    'a provider imports the gateway',
    'src/providers/digitalocean/zz-up.ts',
    'no-restricted-imports',
    "import { CONTROL } from '../../gateway.ts'\n\nexport const c = CONTROL\n",
  ],
  [
    'imports run in a circle',
    'src/core/zz-circle.ts',
    'no-cycle',
    "import { other } from './zz-other.ts'\n\nexport const circle = () => other\n",
  ],
  ['a rule reads the wall clock', 'src/core/zz-wall.ts', 'no-restricted-properties', 'export const at = Date.now()\n'],
  [
    'a rule draws its own chance',
    'src/core/zz-chance.ts',
    'no-restricted-properties',
    'export const draw = Math.random()\n',
  ],
  [
    'a rule waits',
    'src/core/zz-wait.ts',
    'no-restricted-globals',
    'export const wait = (): void => {\n  setTimeout(() => {}, 1)\n}\n',
  ],
  ['a file grows past its size', 'src/core/zz-long.ts', 'max-lines', `export const x = 1\n${'// line\n'.repeat(260)}`],
]

describe('the linter objects when', () => {
  const copy = mkdtempSync(join(tmpdir(), 'peertwin-lint-'))
  let findings: { filename: string; code: string }[] = []

  beforeAll(() => {
    for (const file of ['src', '.oxlintrc.json', 'tsconfig.json', 'package.json'])
      cpSync(join(root, file), join(copy, file), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    const other = "import { circle } from './zz-circle.ts'\n\nexport const other = () => circle\n"
    for (const [, path, , text] of [...broken, ['', 'src/core/zz-other.ts', '', other]] as const) {
      mkdirSync(join(copy, path, '..'), { recursive: true })
      writeFileSync(join(copy, path), text)
    }
    const lint = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format', 'json', 'src'], {
      cwd: copy,
      encoding: 'utf8',
    })
    expect(lint.status).toBe(1)
    findings = (JSON.parse(lint.stdout) as { diagnostics: typeof findings }).diagnostics
  }, 60_000)
  afterAll(() => {
    rmSync(copy, { recursive: true, force: true })
  })

  test.each(broken)('%s', (_, path, rule) => {
    expect(findings.filter(({ filename }) => filename === path).map(({ code }) => code)).toContainEqual(
      expect.stringContaining(rule),
    )
  })

  test('and only then', () => {
    expect(findings.filter(({ filename }) => !filename.includes('/zz-'))).toEqual([])
  })
})
