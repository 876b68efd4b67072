import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import * as reset from '../../../src/cli/commands/reset.ts'
import * as snapshot from '../../../src/cli/commands/snapshot.ts'
import { createVpc } from '../../providers/digitalocean/setup.ts'
import { control } from '../../helpers/socket.ts'
import { printed, refused, setup } from './setup.ts'

const NOW = '2026-01-01T00:00:00.000Z'
const folder = mkdtempSync(join(tmpdir(), 'peertwin-snapshots-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const rowsOf = async (emulator: Parameters<typeof control>[0], base = ''): Promise<number> => {
  const { body } = await control(emulator, 'GET', `${base}/resources?type=digitalocean/vpc`)
  return (body as { resources: object[] }).resources.length
}

test('saves, lists, loads, forks and deletes', async () => {
  const { api, clock, emulator, peertwin } = setup(snapshot)
  await createVpc(api, 'mine')
  expect(await peertwin('save', 'before')).toEqual(printed(`before: 17 rows at ${NOW}`))
  await createVpc(api, 'more')
  clock.advance(60_000)
  expect(await rowsOf(emulator)).toBe(16)
  expect(await peertwin()).toEqual(printed(`before  ${NOW}  17`))
  expect(await peertwin('list', '--json')).toEqual(printed(`{"snapshots":[{"name":"before","at":"${NOW}","rows":17}]}`))
  expect(await peertwin('load', 'before')).toEqual(printed(`restored; the clock stands at ${NOW}`))
  expect(await rowsOf(emulator)).toBe(15)
  expect(await peertwin('fork', 'before', 'copy')).toEqual(printed('copy begins with before'))
  expect(await rowsOf(emulator, '/namespaces/copy')).toBe(15)
  expect(await peertwin('delete', 'before')).toEqual(printed('before is deleted'))
  expect(await peertwin('restore', 'before')).toEqual(refused("There is no snapshot 'before'."))
})

test('exports a state, for its owner alone, and imports it', async () => {
  const { api, emulator, peertwin } = setup(snapshot)
  await createVpc(api, 'mine')
  const file = join(folder, 'state.json')
  expect(await peertwin('export', file)).toEqual(printed(`written to ${file}`))
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 1, journal: 1 })
  await createVpc(api, 'more')
  expect(await peertwin('import', file)).toEqual(printed(`restored; the clock stands at ${NOW}`))
  expect(await rowsOf(emulator)).toBe(15)
  const broken = join(folder, 'broken.json')
  writeFileSync(broken, '{')
  expect((await peertwin('import', broken)).refusal).toMatch(/broken\.json: it is not JSON at line 1, column 2$/)
  expect((await peertwin('import', join(folder, 'none.json'))).refusal).toMatch(
    /none\.json: there is no such file or folder$/,
  )
})

test('reset puts the initial world back', async () => {
  const { api, clock, emulator, peertwin } = setup(reset)
  await createVpc(api, 'mine')
  clock.advance(60_000)
  expect(await peertwin('--keep', 'clock')).toEqual(
    printed('back to the initial world; the clock stands at 2026-01-01T00:01:00.000Z'),
  )
  expect(await rowsOf(emulator)).toBe(14)
  expect(await peertwin('--json')).toEqual(
    printed(`{"reset":true,"clock":{"mode":"virtual","now":"${NOW}","speed":0,"next_due":null}}`),
  )
  expect(await peertwin('--keep', 'rows')).toEqual(
    refused("--keep: expected clock, ids, journal or scenario, not 'rows'"),
  )
})
