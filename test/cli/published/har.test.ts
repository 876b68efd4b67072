import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { afterAll, expect, test } from 'vitest'
import * as journal from '../../../src/cli/commands/journal.ts'
import { type JournalledRequest, harText } from '../../../src/cli/har.ts'
import { control } from '../../helpers/socket.ts'
import { createVpc } from '../../providers/digitalocean/setup.ts'
import { printed, refused, setup } from '../commands/setup.ts'

const load = createRequire(import.meta.url)
const ajv = new Ajv({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addMetaSchema(load('ajv/dist/refs/json-schema-draft-06.json') as object)
for (const schema of Object.values(load('har-schema') as Record<string, object>)) ajv.addSchema(schema)
const validate = ajv.getSchema('har.json#')!

interface Archive {
  readonly log: { readonly entries: readonly { readonly _number: number; readonly request: ArchivedRequest }[] }
}
interface ArchivedRequest {
  readonly url: string
  readonly queryString: readonly object[]
}

const folder = mkdtempSync(join(tmpdir(), 'peertwin-har-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('journal --har writes what clients sent as an HTTP Archive, secrets masked', async () => {
  const { api, emulator, peertwin } = setup(journal)
  await createVpc(api, 'mine')
  await api('GET', '/v2/vpcs?page=1&password=hidden')
  const lost = { id: 'lost', match: { op: 'digitalocean/vpcs.list' }, effect: { reset: true } }
  await control(emulator, 'POST', '/faults', lost)
  await api('GET', '/v2/vpcs').catch(() => undefined)
  const file = join(folder, 'all.har')
  expect(await peertwin('--har', file)).toEqual(printed(`3 requests written to ${file}`))
  const text = readFileSync(file, 'utf8')
  const har = JSON.parse(text) as Archive
  expect(validate(har), JSON.stringify(validate.errors)).toBe(true)
  for (const secret of ['dop_v1_anything', 'hidden']) expect(text).not.toContain(secret)
  const [created, listed, broken] = har.log.entries
  expect(created).toMatchObject({
    request: { method: 'POST', url: 'http://api.digitalocean.com/v2/vpcs', postData: { mimeType: 'application/json' } },
    response: { status: 201, statusText: 'Created', content: { mimeType: 'application/json; charset=utf-8' } },
    _number: 1,
    _operation: 'vpcs.create',
  })
  expect(listed!.request.queryString[0]).toEqual({ name: 'page', value: '1' })
  expect(broken).toMatchObject({ response: { status: 0, statusText: '' }, _faults: ['lost'] })
  expect(await peertwin('--har', file, '--method', 'POST', '--json')).toEqual(
    printed(`{"file":"${file}","requests":1}`),
  )
  const nowhere = join(folder, 'none', 'x.har')
  expect(await peertwin('--har', nowhere)).toEqual(refused(`${nowhere}: there is no such file or folder`))
})

test('journal writes and lists all that the journal holds, page by page', async () => {
  const { api, peertwin } = setup(journal, { journal: { entries: 1_400, bytes: 1e9 } })
  for (let n = 0; n < 1_500; n++) await api('GET', '/v2/account')
  const file = join(folder, 'long.har')
  expect(await peertwin('--har', file)).toEqual(printed(`1400 requests written to ${file}`))
  const { entries } = (JSON.parse(readFileSync(file, 'utf8')) as Archive).log
  expect(entries.map(({ _number }) => _number)).toEqual(Array.from({ length: 1_400 }, (_, nth) => nth + 101))
  const { seen, requests, next } = JSON.parse((await peertwin('--json')).stdout) as {
    seen: number
    requests: { n: number }[]
    next: null
  }
  expect([seen, requests.length, requests[0]!.n, requests.at(-1)!.n, next]).toEqual([1_500, 1_400, 101, 1_500, null])
})

test.each([
  ['CONNECT', 'example.org:443', 'https://example.org/'],
  ['GET', 'http://example.org/x?y=1', 'http://example.org/x?y=1'],
  ['OPTIONS', '*', 'http://localhost/*'],
])('%s %s went to %s', (method, target, url) => {
  const request: JournalledRequest = {
    n: 1,
    at: '2026-01-01T00:00:00.000Z',
    provider: 'proxy',
    op: null,
    request: { method, target, headers: [], body: null },
    response: { status: 403, headers: [], body: '' },
    took_ms: 0.5,
    fault: null,
  }
  const har = JSON.parse([...harText([request])].join('')) as Archive
  expect(validate(har), JSON.stringify(validate.errors)).toBe(true)
  expect(har.log.entries[0]!.request.url).toBe(url)
})
