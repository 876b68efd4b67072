import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { parse } from 'yaml'
import { describe, expect, test } from 'vitest'
import { applyConfig } from '../../src/cli/config/apply.ts'
import { configJsonSchema } from '../../src/cli/config/schema.ts'
import { misuse } from '../../src/cli/misuse.ts'
import { declareStart } from '../../src/cli/options.ts'
import { routes } from '../../src/control/routes/index.ts'
import { ConfigError, configCheck } from '../../src/core/config.ts'
import { readConfigText } from '../../src/core/input/config-file.ts'
import { drawAt } from '../../src/core/ids.ts'
import { loadZod } from '../../src/core/schema.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { providers } from '../../src/providers/index.ts'
import { World } from '../../src/world/world.ts'
import { vocabulary } from '../scenario/setup.ts'

/** How the libraries behind files, bodies and command lines speak. */
const FOREIGN = [
  /Invalid (?:input|option|string|key|element|discriminator|ISO|UUID|date)/,
  /received (?:undefined|null|string|number|boolean|array|object|NaN)|expected (?:string|number|boolean|array|object|record)\b/,
  /Too (?:small|big)|Unrecognized key|must match pattern|ZodError|\bzod\b/i,
  /Nested mappings|Implicit (?:map )?keys?|flow (?:map|sequence|collection)|block (?:map|sequence|collection)/i,
  /Map keys must|[Uu]nresolved alias|Excessive alias|Plain value|Unexpected (?:scalar|token|end|flow)|Missing (?:closing|,)/,
  /is not valid JSON|JSON at position|Unexpected non-whitespace/,
  /unknown option|missing required|too many arguments|Allowed choices|argument '.*' is invalid|not specified/,
  /\bE(?:NOENT|ISDIR|ACCES|PERM|INVAL)\b|Cannot read propert|is not a function|undefined/,
]

const foreignIn = (messages: readonly string[]): string[] =>
  messages.filter((message) => message.trim() === '' || FOREIGN.some((words) => words.test(message)))

type Json = unknown
const BAD: readonly Json[] = [null, 1.5, -1, '', 'no such', [], {}, true, [[1]], { x: 1 }]

/** A value with another at each of its places, in turn. */
const spoilt = function* (value: Json, bad: (n: number) => Json, count = { n: 0 }): Iterable<Json> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const change = (to: Json): Json => {
      const copy = (Array.isArray(value) ? [...(value as Json[])] : { ...value }) as Record<string, Json>
      copy[key] = to
      return copy
    }
    yield change(bad(count.n++))
    yield change(bad(count.n++))
    for (const one of spoilt(inner, bad, count)) yield change(one)
  }
}
const inTurn = (n: number): Json => BAD[n % BAD.length]

const messageOf = async (work: () => unknown): Promise<string[]> => {
  try {
    await work()
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message.split('\n')
  }
}

const FOLDER = new URL('../../scenarios/', import.meta.url)
const texts = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))

describe('no message shows the words of a library', () => {
  test('about scenarios with a wrong value somewhere', async () => {
    const names = await vocabulary()
    const messages: string[] = []
    for (const text of texts)
      for (const document of spoilt(parse(text), inTurn))
        messages.push(...(await messageOf(() => readScenario(JSON.stringify(document), 'a.json', names))))
    expect(messages.length).toBeGreaterThan(500)
    expect(foreignIn(messages)).toEqual([])
  })

  test('about texts that are torn or have something in them', async () => {
    const messages: string[] = []
    for (const [i, text] of texts.entries())
      for (let n = 0; n < 20; n++) {
        const at = Math.floor(drawAt('torn', i, n) * text.length)
        const put = ['', '{', '"', '\t', ': ', '*', '&', ']', '- ', '%', '@', '\n '][n % 12]!
        const torn = text.slice(0, at) + put + text.slice(n % 3 === 0 ? text.length : at)
        messages.push(...(await messageOf(() => readConfigText(torn, 'a.yaml'))))
      }
    expect(messages.length).toBeGreaterThan(100)
    expect(foreignIn(messages)).toEqual([])
  })

  test.each(providers)('about fixtures of $name', async (provider) => {
    await loadZod()
    const { fixtures, name } = provider
    const parts = Object.keys((fixtures() as unknown as { shape: object }).shape)
    const lists = parts.map((part) => [part, [{ id: 1, name: [], cidr: {}, spec: 3 }, {}, null]])
    const messages: string[] = []
    for (const records of [...BAD, ...spoilt(Object.fromEntries(lists), inTurn)])
      messages.push(
        ...(await messageOf(() => World.create([provider], { empty: true, fixtures: { [name]: records } }))),
      )
    expect(messages.length).toBeGreaterThan(10)
    expect(foreignIn(messages)).toEqual([])
  })

  test('about bodies and queries of the control API', async () => {
    await loadZod()
    const messages: string[] = []
    for (const { body, query } of routes)
      for (const schema of [body, query].filter((one) => one !== undefined)) {
        const members = Object.keys((schema() as unknown as { shape?: object }).shape ?? {})
        const values = [...BAD, ...members.flatMap((member) => BAD.map((bad) => ({ [member]: bad })))]
        for (const value of values)
          messages.push(...configCheck(value, schema, 'body').mistakes.map(({ message }) => message))
      }
    expect(messages.length).toBeGreaterThan(300)
    expect(foreignIn(messages)).toEqual([])
  })

  test('about configuration files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'peertwin-words-'))
    const file = join(folder, 'c.yaml')
    const keys = Object.keys((configJsonSchema() as { properties: object }).properties)
    const messages: string[] = []
    for (const key of [...keys, 'prot'])
      for (const bad of BAD) {
        writeFileSync(file, JSON.stringify({ [key]: bad }))
        messages.push(...(await messageOf(() => applyConfig(declareStart(new Command('start')), file))))
      }
    rmSync(folder, { recursive: true })
    expect(messages.length).toBeGreaterThan(200)
    expect(foreignIn(messages)).toEqual([])
  })

  test('about command lines', () => {
    const start = declareStart(new Command('start'))
    const lines = start.options.flatMap(({ long }) => [
      [long!],
      ...['', 'x y', '-1', '99999999999', '{', 'a=b'].map((value) => [`${long}=${value}`]),
      [`${long}x`],
    ])
    const messages: string[] = []
    for (const line of [...lines, ['extra'], ['--port', '0', 'extra'], ['-x']]) {
      const program = new Command('peertwin').exitOverride().configureOutput({ writeErr: () => {} })
      declareStart(program.command('start', { isDefault: true })).action(() => {})
      const argv = ['start', ...line]
      try {
        program.parse(argv, { from: 'user' })
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error
        messages.push(misuse(error, program, argv))
      }
    }
    expect(messages.length).toBeGreaterThan(100)
    expect(foreignIn(messages)).toEqual([])
  })
})
