import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { folderLog, openEmulator } from '../../src/index.ts'
import { makeDisk } from '../crash/disk.ts'
import { run, start } from '../helpers/cli.ts'

const root = mkdtempSync(join(tmpdir(), 'peertwin-cli-state-'))
const disk = makeDisk(1)
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
  disk.remove()
})

let count = 0
const fresh = (): string => join(root, `f${count++}`)

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = fresh()
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

const kept = async (): Promise<string> => {
  const folder = fresh()
  const emulator = await openEmulator({ log: folderLog(folder) })
  await emulator.close()
  return folder
}

const STATE = { generation: 3, format: 1, rev: 0, clock: {}, ids: {}, settings: {}, tables: {} }

describe('one line and exit 2 for', () => {
  test.each<[string, () => string | Promise<string>, string]>([
    [
      'a folder that is a file',
      () => {
        const path = fresh()
        writeFileSync(path, '')
        return path
      },
      'FOLDER: expected a folder, and it is a file',
    ],
    [
      'a folder below a file',
      () => {
        const path = fresh()
        writeFileSync(path, '')
        return join(path, 'below')
      },
      'FOLDER: a part of this path is a file, where a folder was expected',
    ],
    [
      'a lock that is a folder',
      () => {
        const folder = fresh()
        mkdirSync(join(folder, 'lock'), { recursive: true })
        return folder
      },
      'FOLDER: the folder cannot be used: there is a folder where a file was expected; give another one with --state',
    ],
    [
      'a folder below /proc',
      () => '/proc/nope',
      'FOLDER: the folder cannot be used: no folder can be made there; give another one with --state',
    ],
    ...['{}', '[]', '{"format":1}', 'null'].map((text): [string, () => string, string] => [
      `a snapshot ${text}`,
      () => folderWith({ 'state.json': text }),
      'FOLDER/state.json holds no state; give another --state',
    ]),
    [
      'a line {}',
      () => folderWith({ 'state.json': JSON.stringify(STATE), 'commits-3.ndjson': '{}\n' }),
      'FOLDER/commits-3.ndjson:1: the line holds no commit; cut the file off before this line, or give another --state',
    ],
    [
      'a line {} of the present format',
      async () => {
        const folder = await kept()
        appendFileSync(join(folder, 'journal-0.ndjson'), '{}\n')
        return folder
      },
      'FOLDER/journal-0.ndjson:LINE: the line is damaged: it does not begin with a checksum; --state-recover keeps what comes before it and puts the rest aside; another --state begins anew',
    ],
    [
      'a missing journal between others',
      async () => {
        const folder = await kept()
        writeFileSync(join(folder, 'journal-2.ndjson'), '')
        return folder
      },
      'FOLDER/journal-1.ndjson: the journal is missing; --state-recover keeps what comes before it and puts the rest aside; another --state begins anew',
    ],
    [
      'a missing first journal',
      () => folderWith({ 'journal-7.ndjson': '' }),
      'FOLDER/snapshot-7.ndjson is missing, and journal-7.ndjson means nothing without it; put it back, or give another --state',
    ],
  ])('%s', async (_, make, line) => {
    const folder = await make()
    const { code, stdout, stderr } = await run(['start', '--port', '0', '--state', folder])
    expect({
      code,
      stdout,
      stderr: stderr.replaceAll(folder, 'FOLDER').replace(/ndjson:\d{2,}:/, 'ndjson:LINE:'),
    }).toEqual({
      code: 2,
      stdout: '',
      stderr: `peertwin: ${line}\n`,
    })
  })

  test.skipIf(disk.kind !== 'file system')('a disk that is full, or read-only', async () => {
    const said = async (): Promise<unknown> => {
      const { code, stderr } = await run(['start', '--port', '0', '--state', disk.folder])
      return [code, stderr.replace(disk.folder, 'FOLDER')]
    }
    const line = (what: string): string =>
      `peertwin: FOLDER: the folder cannot be used: ${what}; give another one with --state\n`
    disk.fill(0)
    expect(await said()).toEqual([2, line('the disk is full')])
    disk.free(0)
    const server = await start(['--state', disk.folder])
    disk.fill(0)
    expect(await server.stop('SIGKILL')).toBeNull()
    // what is there can still be read
    const again = await start(['--state', disk.folder])
    const body = JSON.stringify({ name: 'x', region: 'nyc3', description: 'y'.repeat(200) })
    const headers = { authorization: 'Bearer x', 'content-type': 'application/json' }
    const vpcs = `${again.urls['digitalocean']!}/v2/vpcs`
    expect((await fetch(vpcs, { headers })).status).toBe(200)
    const refused = async (): Promise<boolean> => (await fetch(vpcs, { method: 'POST', headers, body })).status !== 201
    while (!(await refused())); // the last page may have room for some
    expect(await again.stop()).toBe(74)
    expect(again.stderr()).toBe(`peertwin: the end could not be written: ${disk.folder}: the disk is full\n`)
    disk.free(0)
    disk.readOnly!(true)
    expect(await said()).toEqual([2, line('the file system is read-only')])
    disk.readOnly!(false)
    expect(await (await start(['--state', disk.folder])).stop()).toBe(0)
  })
})

test('a namespace that was made with fixtures is there after a restart', async () => {
  const folder = fresh()
  const fixtures = { digitalocean: { vpcs: [{ name: 'kept', region: 'nyc3', ip_range: '172.16.1.0/24' }] } }
  const first = await start(['--state', folder])
  const made = await fetch(`${first.control}/namespaces`, {
    method: 'POST',
    body: JSON.stringify({ name: 'own', fixtures }),
  })
  const { credentials } = (await made.json()) as { credentials: { digitalocean: { token: string } } }
  expect(await first.stop('SIGKILL')).toBeNull()
  const again = await start(['--state', folder])
  const headers = { authorization: `Bearer ${credentials.digitalocean.token}` }
  const answer = await fetch(`${again.urls['digitalocean']!}/v2/vpcs`, { headers })
  const { vpcs } = (await answer.json()) as { vpcs: { name: string }[] }
  expect(vpcs.map(({ name }) => name)).toContain('kept')
  expect(await again.stop()).toBe(0)
})
