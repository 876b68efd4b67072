import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { configJsonSchema } from '../../../src/cli/config/schema.ts'
import { run, start } from '../../helpers/cli.ts'
import { control } from '../../helpers/socket.ts'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { type Group, runCommand, setup } from '../commands/setup.ts'
import { OTHER_OUTPUTS, OUTPUTS, idOf, outputsJsonSchema } from './outputs.ts'

const PUBLISHED = new URL('../../../schemas/', import.meta.url)
const schemas = (): Ajv2020 => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(outputsJsonSchema(), 'cli')
  return ajv
}

const folder = mkdtempSync(join(tmpdir(), 'peertwin-outputs-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['config.v1.json', configJsonSchema],
  ['cli.v1.json', outputsJsonSchema],
])('schemas/%s is the one that is made: UPDATE_SCHEMAS=1 npx vitest run test/cli/published', (name, make) => {
  const file = new URL(name, PUBLISHED)
  if (process.env['UPDATE_SCHEMAS'] !== undefined) writeFileSync(file, `${JSON.stringify(make(), undefined, 2)}\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(make())))
})

const GROUPS = [
  'clock',
  'doctor',
  'fault',
  'journal',
  'namespace',
  'reach',
  'release',
  'reset',
  'resources',
  'scenario',
  'snapshot',
  'verify',
]
const load = (name: string): Promise<Group> => import(`../../../src/cli/commands/${name}.ts`) as Promise<Group>
const printsJson = (command: Command): boolean => command.options.some(({ flags }) => flags === '--json')

test('every command that prints JSON has a schema', async () => {
  const printing: string[] = []
  for (const name of GROUPS) {
    const group = new Command(name)
    ;(await load(name)).declare(group)
    const inner = group.commands.filter((command) => printsJson(command) || printsJson(group))
    if (inner.length > 0) printing.push(...inner.map((command) => `${name} ${command.name()}`))
    else if (printsJson(group)) printing.push(name)
  }
  expect(
    Object.keys(OUTPUTS)
      .filter((name) => !name.includes('--'))
      .sort(),
  ).toEqual(printing.sort())
})

test('and every one keeps to it', async () => {
  const ajv = schemas()
  const { api, emulator } = setup({ declare: () => {} })
  const { port } = await emulator.listen()
  const { a, b, ids } = await twoVpcs(api)
  const { id } = await createPeering(api, 'a-b', ...ids)
  await api('GET', '/v2/nothing')
  const rule = '{ id: f, match: { op: digitalocean/vpcs.list }, effect: { error: internal } }'
  await control(emulator, 'POST', '/scenarios', {
    name: 'held',
    lifecycles: { 'digitalocean/vpc_peering': [{ id: 'go', from: 'ACTIVE', on: 'manual', to: 'ERROR' }] },
    expect: [{ op: 'digitalocean/vpcs.create', calls: { atLeast: 1 } }],
  })
  const lines: readonly (readonly [command: string, ...args: string[]])[] = [
    ['clock show'],
    ['clock advance', '5s'],
    ['clock settle'],
    ['clock freeze'],
    ['clock set', '--speed', '2'],
    ['fault add', rule],
    ['fault list'],
    ['fault disable', 'f'],
    ['fault enable', 'f'],
    ['fault remove', 'f'],
    ['fault clear'],
    ['journal list'],
    ['journal list --har', join(folder, 'x.har')],
    ['journal count'],
    ['journal unmatched'],
    ['journal explain', '1'],
    ['scenario list'],
    ['scenario activate', 'held'],
    ['verify'],
    ['release', id],
    ['scenario deactivate'],
    ['scenario names'],
    ['scenario simulate', 'happy-path', '--resource', 'digitalocean/vpc_peering'],
    ['resources list'],
    ['resources timeline', id],
    ['resources force', id, 'ACTIVE'],
    ['reach', a.id, b.id],
    ['snapshot save', 's'],
    ['snapshot list'],
    ['snapshot fork', 's', 'forked'],
    ['snapshot load', 's'],
    ['snapshot delete', 's'],
    ['snapshot export', join(folder, 'state.json')],
    ['snapshot import', join(folder, 'state.json')],
    ['namespace create', 'one'],
    ['namespace show', 'one'],
    ['namespace list'],
    ['namespace delete', 'one'],
    ['doctor'],
    ['journal clear'],
    ['reset'],
  ]
  expect(lines.map(([command]) => command).sort()).toEqual(Object.keys(OUTPUTS).sort())
  const at = ['--control', `http://127.0.0.1:${port}/_peertwin`]
  for (const [command, ...args] of lines) {
    const [group = '', ...inner] = command.split(' ')
    const local = ['scenario names', 'scenario simulate'].includes(command)
    const ended = await runCommand(await load(group), [...inner, ...args, '--json', ...(local ? [] : at)])
    expect([command, ended.refusal]).toEqual([command, null])
    const validate = ajv.getSchema(idOf(command))!
    expect([command, validate(JSON.parse(ended.stdout)), validate.errors]).toEqual([command, true, null])
  }
})

test('the lines of a start and the variables of a provider keep to theirs', async () => {
  const ajv = schemas()
  const server = await start(['--tls', '--proxy', '--provider-ports'])
  const { stdout: set } = await run(['env', 'huawei', '--tls', '--shell', 'json', '--control', server.control])
  const { stdout: unset } = await run(['env', 'huawei', '--unset', '--shell', 'json', '--control', server.control])
  const ready = server.stdout()
  await server.stop()
  const plain = await start()
  await plain.stop()
  const printed = { 'start --ready-json': [ready, plain.stdout()], 'env --shell json': [set, unset] }
  expect(Object.keys(printed).sort()).toEqual(Object.keys(OTHER_OUTPUTS).sort())
  for (const [command, texts] of Object.entries(printed)) {
    const validate = ajv.getSchema(idOf(command))!
    for (const text of texts)
      expect([command, validate(JSON.parse(text)), validate.errors]).toEqual([command, true, null])
  }
})

test('a report of a grade is the one that is published', () => {
  const ajv = schemas()
  const report = JSON.parse(readFileSync(new URL('../scenarios/grade.v1.json', PUBLISHED), 'utf8')) as object
  ajv.addSchema(report)
  expect(ajv.getSchema(idOf('grade'))!({ $schema: 'grade.v1.json' })).toBe(false)
  expect(ajv.getSchema(idOf('grade'))!.errors).toContainEqual(
    expect.objectContaining({ message: "must have required property 'score'" }),
  )
})
