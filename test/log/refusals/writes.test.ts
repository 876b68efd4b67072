import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { createEmulator, folderLog } from '../../../src/index.ts'
import { disk } from '../../helpers/disk.ts'
import { START, answered } from '../../helpers/setup.ts'
import { makers } from '../../namespaces/clients.ts'
import type { NamespaceAnswer } from '../../control/setup.ts'

vi.mock('node:fs', async (original) => (await import('../../helpers/disk.ts')).onDisk(await original()))

const parent = mkdtempSync(join(tmpdir(), 'peertwin-refusals-'))
const emulator = createEmulator({ clock: { mode: 'virtual', start: START }, log: folderLog(join(parent, 'state')) })
const BASE = 'http://127.0.0.1:4580'
const control = async (method: string, path: string, body?: object) =>
  answered(
    await emulator.fetch(
      new Request(`${BASE}/_peertwin${path}`, {
        method,
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
    ),
  )
afterAll(async () => {
  disk.room = Infinity
  await emulator.close()
  rmSync(parent, { recursive: true })
})
beforeEach(() => {
  disk.room = Infinity
})

const VARYING = new Set(['x-request-id', 'x-peertwin-request', 'requestid', 'ratelimit-remaining'])

test.each(Object.keys(makers))(
  '%s says in its own words that a write was refused, reads go on, and nothing of it is there',
  async (provider) => {
    const { credentials } = (await control('POST', '/namespaces', { name: provider })).body as NamespaceAnswer
    let last: Response | undefined
    const send = Object.assign(
      async (path: string, sent: object): Promise<Response> => {
        const response = await emulator.fetch(new Request(BASE + path, sent))
        last = response.clone()
        return response
      },
      { host: '127.0.0.1:4580' },
    )
    const maker = makers[provider]!(send, credentials[provider]!, 0)
    await maker.make('before')
    const listed = await maker.list()
    const state = async () => (await control('GET', `/namespaces/${provider}/state`)).body as { tables: object }
    const { tables } = await state()

    disk.room = 0
    await expect(maker.make('refused')).rejects.toThrow()
    const { status, headers, text } = await answered(last!)
    const shown = Object.entries(headers).filter(([name]) => !VARYING.has(name))
    expect({
      status,
      headers: Object.fromEntries(shown),
      text: text.replace(/[0-9a-f-]{32,36}/, 'ID'),
    }).toMatchSnapshot()
    expect(await maker.list()).toEqual(listed)
    expect((await state()).tables).toEqual(tables)
    expect(await control('GET', '/ready')).toMatchObject({
      status: 503,
      body: { detail: `What requests change cannot be kept: ${join(parent, 'state')}: the disk is full.` },
    })

    disk.room = Infinity
    await maker.make('after')
    expect(await maker.list()).toHaveLength(listed.length + 1)
    expect((await control('GET', '/ready')).status).toBe(200)
  },
)
