import { expect, test } from 'vitest'
import { type Emulator, createEmulator, folderLog } from '../../../src/index.ts'
import type { NamespaceAnswer } from '../../control/setup.ts'
import { answered } from '../../helpers/setup.ts'
import { FakeWall } from '../../helpers/wall.ts'
import { freshFolder, killed } from '../setup.ts'

const BASE = 'http://127.0.0.1:4580'

/** What clients and the control API do with an emulator on a folder. */
const opened = (folder: string) => {
  const wall = new FakeWall()
  const clock = { mode: 'virtual', start: wall.now() } as const
  const emulator = createEmulator({ providers: ['digitalocean'], clock, wall, log: folderLog(folder) })
  const ask = async (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    answered(
      await emulator.fetch(
        new Request(BASE + path, {
          method,
          headers: { 'content-type': 'application/json', ...headers },
          ...(body && { body: JSON.stringify(body) }),
        }),
      ),
    )
  const as = (token: string) => (method: string, path: string, body?: object) =>
    ask(method, path, { authorization: `Bearer ${token}` }, body)
  const make = async (name: string): Promise<string> => {
    const { body } = await ask('POST', '/_peertwin/namespaces', {}, { name })
    return (body as NamespaceAnswer).credentials['digitalocean']!['token']!
  }
  const names = async (namespace: string): Promise<string[]> => {
    const { body } = await ask('GET', `/_peertwin/namespaces/${namespace}/state`)
    const { tables } = body as { tables: Record<string, { rows: { name: string; isDefault: boolean }[] }> }
    return tables['digitalocean/vpc']!.rows.filter((vpc) => !vpc.isDefault).map(({ name }) => name)
  }
  return { emulator, wall, as, make, names, control: ask }
}

const afterwards: Readonly<Record<string, (folder: string, emulator: Emulator) => Promise<string>>> = {
  async 'an orderly end'(folder, emulator) {
    await emulator.close()
    return folder
  },
  async 'a kill'(folder, emulator) {
    const copy = killed(folder)
    await emulator.close()
    return copy
  },
}

test.each(Object.keys(afterwards))(
  'after %s clients find their namespaces, their rate windows go on, and whoever is gone stays so',
  async (how) => {
    const folder = freshFolder()
    const first = opened(folder)
    const [stays, goes] = [await first.make('stays'), await first.make('goes')]
    const vpc = (name: string) => ({ name, region: 'nyc3' })
    expect((await first.as(stays)('POST', '/v2/vpcs', vpc('before'))).status).toBe(201)
    await first.control('DELETE', '/_peertwin/namespaces/goes')
    const last = await first.as(stays)('GET', '/v2/vpcs')
    expect((await first.as(goes)('GET', '/v2/vpcs')).status).toBe(410)
    first.wall.advance(1_000) // what may be a second late

    const second = opened(await afterwards[how]!(folder, first.emulator))
    const next = await second.as(stays)('GET', '/v2/vpcs')
    const counted = ({ headers }: typeof next, name: string): number => Number(headers[name])
    expect(next.body).toEqual(last.body)
    expect(counted(next, 'ratelimit-remaining')).toBe(counted(last, 'ratelimit-remaining') - 1)
    expect(counted(next, 'x-peertwin-request')).toBeGreaterThan(counted(last, 'x-peertwin-request'))
    expect((await second.as(stays)('POST', '/v2/vpcs', vpc('after'))).status).toBe(201)
    expect(await second.names('stays')).toEqual(['before', 'after'])
    expect(await second.names('default')).toEqual([])
    const gone = await second.as(goes)('POST', '/v2/vpcs', vpc('phantom'))
    expect([gone.status, (gone.body as { title: string }).title]).toEqual([410, 'No such namespace'])
    await second.emulator.close()
  },
)
