import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { providerNames } from '../../src/index.ts'
import { ABOVE, ARROWS, PARTS_WITHOUT_REQUESTS, overrides } from './arrows.ts'

const root = new URL('../../', import.meta.url).pathname
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')
const filesOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
const sources = filesOf('src')
/** The folder of src/ that a file stands in, or the file itself where it stands in none. */
const roomOf = (file: string): string => file.split('/')[1]!

describe('the rooms', () => {
  test('are the folders of src, beside the two files of the library', () => {
    expect(readdirSync(join(root, 'src')).toSorted()).toEqual(
      [...Object.keys(ARROWS), 'assemble.ts', 'emulator.ts', 'index.ts', 'options.ts'].toSorted(),
    )
  })

  test('are known to the linter with their arrows', () => {
    const config = JSON.parse(textOf('.oxlintrc.json')) as { overrides: typeof overrides }
    const isArrow = ({ rules }: (typeof overrides)[number]): boolean => 'eslint/no-restricted-imports' in rules
    if (process.env['UPDATE_ARROWS']) {
      config.overrides = [...overrides, ...config.overrides.filter((one) => !isArrow(one))]
      writeFileSync(join(root, '.oxlintrc.json'), `${JSON.stringify(config, null, 2)}\n`)
    }
    expect(config.overrides.filter(isArrow)).toEqual(overrides)
  })

  test('are not entered against the arrows by an import() either, which the linter does not see', () => {
    const wrong = sources.flatMap((file) =>
      [...textOf(file).matchAll(/\bimport\(\s*'(\.[^']+)'/g)]
        .map(([, to]) => join(dirname(file), to!))
        .filter((to) => ![roomOf(file), ...(ARROWS[roomOf(file)] ?? Object.keys(ARROWS))].includes(roomOf(to)))
        .map((to) => `${file} -> ${to}`),
    )
    expect(wrong).toEqual([])
  })
})

test('nothing outside a provider names one', () => {
  const words = new RegExp(`\\b(${[...providerNames, 'qcloud', 'otc'].join('|')})\\b`, 'i')
  const shared = sources.filter((file) => roomOf(file) !== 'providers')
  expect(shared.filter((file) => words.test(textOf(file)))).toEqual([])
})

test('only the clock looks at the wall', () => {
  const reads = /\bnew Date\(\)|\bDate\.now\b|\bprocess\.hrtime\b/
  const clocks = ['src/core/clock.ts', 'src/ui/state/wall.ts'] // the page has that of the browser
  expect(sources.filter((file) => reads.test(textOf(file)))).toEqual(clocks)
})

/** A file that breaks one rule, and the rule. */
interface Breach {
  readonly path: string
  readonly rule: string
  readonly text: string
}

const importing = (path: string, from: string, rule = 'no-restricted-imports'): Breach => ({
  path,
  rule,
  text: `import type * as it from '${from}'\n\nexport type It = typeof it\n`,
})

const [first, second] = providerNames as [string, string]
const inFirst = `src/providers/${first}`

/** Each arrow the wrong way round. */
const upwards: Breach[] = Object.entries(ARROWS).flatMap(([room, allowed]) => {
  const folder = room === 'providers' ? inFirst : `src/${room}`
  const up = room === 'providers' ? '../../' : '../'
  const forbidden = Object.keys(ARROWS).filter((other) => other !== room && !allowed.includes(other))
  return [
    ...forbidden.map((other) => `${other}/zz.ts`),
    ...(ABOVE.includes(room) ? [] : ['assemble.ts', 'emulator.ts', 'index.ts', 'options.ts']),
  ].map((to) => importing(`${folder}/zz-to-${to.replace(/\W/g, '-')}.ts`.replace('-ts.ts', '.ts'), up + to))
})

const frameworks: Breach[] = Object.keys(ARROWS).flatMap((room) => {
  const folder = room === 'providers' ? inFirst : `src/${room}`
  return [
    ...(['http', 'providers'].includes(room) ? [] : [importing(`${folder}/zz-hono.ts`, 'hono/router')]),
    ...(room === 'server' ? [] : [importing(`${folder}/zz-adapter.ts`, '@hono/node-server')]),
    ...(room === 'cluster' ? [] : [importing(`${folder}/zz-engine.ts`, '@nats-io/jetstream')]),
  ]
})

/** Each part of a provider that knows no request, as a file and as a folder. */
const requests: Breach[] = PARTS_WITHOUT_REQUESTS.flatMap((part) => [
  importing(`src/providers/zz-file/${part}.ts`, '../../http/api.ts'),
  importing(`src/providers/zz-hono/${part}.ts`, 'hono'),
  importing(`${inFirst}/${part}/zz-http.ts`, '../../../http/api.ts'),
  importing(`${inFirst}/${part}/zz-hono.ts`, 'hono/utils/url'),
  importing(`${inFirst}/${part}/zz-scenario.ts`, '../../../scenario/run/active-scenario.ts'),
  importing(`${inFirst}/${part}/zz-provider.ts`, `../../${second}/records.ts`),
  importing(`${inFirst}/${part}/zz/http.ts`, '../../../../http/api.ts'),
  importing(`${inFirst}/${part}/zz/provider.ts`, `../../../${second}/records.ts`),
])

const others: Breach[] = [
  importing('src/zz-command.ts', './cli/main.ts'),
  importing('src/zz-testing.ts', './testing/start.ts'),
  importing(`${inFirst}/zz-provider.ts`, `../${second}/index.ts`),
  importing(`${inFirst}/zz-registry.ts`, '../index.ts'),
  importing(`${inFirst}/operations/zz-registry.ts`, '../../index.ts'),
  importing(`${inFirst}/routes/zz-provider.ts`, `../../${second}/routes.ts`),
  importing(`${inFirst}/routes/zz/provider.ts`, `../../../${second}/routes.ts`),
  importing(`${inFirst}/routes/zz-namespaces.ts`, '../../../namespaces/registry.ts'),
  {
    path: 'src/core/zz-circle.ts',
    rule: 'no-cycle',
    text: "import { other } from './zz-other.ts'\n\nexport const circle = () => other\n",
  },
  {
    path: 'src/core/zz-other.ts',
    rule: 'no-cycle',
    text: "import { circle } from './zz-circle.ts'\n\nexport const other = () => circle\n",
  },
  importing('src/core/zz-type-circle.ts', './zz-type-other.ts', 'no-cycle'),
  importing('src/core/zz-type-other.ts', './zz-type-circle.ts', 'no-cycle'),
  { path: 'src/core/zz-wall.ts', rule: 'no-restricted-properties', text: 'export const at = Date.now()\n' },
  { path: 'src/core/zz-chance.ts', rule: 'no-restricted-properties', text: 'export const draw = Math.random()\n' },
  {
    path: 'src/core/zz-wait.ts',
    rule: 'no-restricted-globals',
    text: 'export const wait = (): void => {\n  setTimeout(() => {}, 1)\n}\n',
  },
  {
    path: 'src/core/zz-parameters.ts',
    rule: 'max-params',
    text: 'export const sum = (a: number, b: number, c: number, d: number, e: number): number => a + b + c + d + e\n',
  },
  { path: 'src/core/zz-long.ts', rule: 'max-lines', text: `export const x = 1\n${'// line\n'.repeat(260)}` },
]

const breaches = [...upwards, ...frameworks, ...requests, ...others]

describe('the linter objects to', () => {
  const copy = mkdtempSync(join(tmpdir(), 'peertwin-lint-'))
  let findings: { filename: string; code: string }[] = []

  beforeAll(() => {
    for (const file of ['src', '.oxlintrc.json', 'tsconfig.json', 'package.json'])
      cpSync(join(root, file), join(copy, file), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    for (const { path, text } of breaches) {
      mkdirSync(join(copy, dirname(path)), { recursive: true })
      writeFileSync(join(copy, path), text)
    }
    const lint = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format', 'json', 'src'], {
      cwd: copy,
      encoding: 'utf8',
    })
    expect(lint.status).toBe(1)
    findings = (JSON.parse(lint.stdout) as { diagnostics: typeof findings }).diagnostics
  })
  afterAll(() => {
    rmSync(copy, { recursive: true, force: true })
  })

  const rulesBrokenBy = (path: string): string[] =>
    findings.filter(({ filename }) => filename === path).map(({ code }) => /\((.*)\)/.exec(code)![1]!)

  test.each(breaches.map(({ path, rule, text }) => [`${path}: ${text.split('\n')[0]}`, path, rule] as const))(
    '%s',
    (_, path, rule) => {
      expect([...new Set(rulesBrokenBy(path))]).toEqual([rule])
    },
  )

  test('nothing else', () => {
    const broken = new Set(breaches.map(({ path }) => path))
    expect(findings.filter(({ filename }) => !broken.has(filename))).toEqual([])
  })
})
