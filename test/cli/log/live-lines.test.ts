import { expect, test } from 'vitest'
import { linesOf, liveLines, painted, plain } from '../../../src/cli/log/live-lines.ts'
import { type LoggedRequest, requestLog } from '../../../src/cli/log/request-log.ts'
import type { LogLevel } from '../../../src/cli/log/levels.ts'
import { providers } from '../../../src/providers/index.ts'
import { createNamespace } from '../../control/setup.ts'
import { control, overSocket } from '../../helpers/socket.ts'
import { BASE, createPeering, setup, twoVpcs } from '../../providers/digitalocean/setup.ts'

const PEERINGS = '/v2/vpc_peerings'

/** An emulator whose requests are told of. */
const logged = (level: LogLevel) => {
  const told: LoggedRequest[] = []
  const sink = () => Promise.resolve((request: LoggedRequest) => void told.push(request))
  const { onEntry, written } = requestLog({ level, providers, sink })
  const bench = setup(onEntry && { onEntry })
  /** The lines so far, without what depends on the machine. */
  const lines = async () => {
    await written()
    return told.flatMap((request) => linesOf(request, plain)).map((line) => line.replace(/\d+\.\d ms/, 'N ms'))
  }
  const headers = { authorization: 'Bearer dop_v1_anything', 'user-agent': 'test/1' }
  return { ...bench, told, lines, written, api: overSocket(bench.emulator, BASE, headers) }
}

test('a line says what was asked, what was answered and what came of it, between what time brought about', async () => {
  const { api, clock, emulator, lines } = logged('info')
  const { id } = await createPeering(api, 'a-b', ...(await twoVpcs(api)).ids)
  clock.advance(2_000)
  await api('GET', `${PEERINGS}/${id}?password=secret`)
  const fault = { id: 'lost', match: { op: 'digitalocean/vpcs.list' }, effect: { error: 'internal' } }
  await control(emulator, 'POST', '/faults', fault)
  await api('GET', '/v2/vpcs')
  await api('GET', '/v2/nothing')
  const all = await lines()
  expect(all.slice(2)).toEqual([
    `00:00:00.000  202  POST ${PEERINGS}  N ms  digitalocean/vpc_peering ${id} new → PROVISIONING`,
    `00:00:02.000  time   digitalocean/vpc_peering ${id} PROVISIONING → ACTIVE`,
    expect.stringMatching(
      new RegExp(`^00:00:02\\.000 {2}200 {2}GET ${PEERINGS}/${id}\\?password=\\S+ {2}N ms {2}!unknown_parameter: `),
    ),
    '00:00:02.000  500  GET /v2/vpcs  N ms  fault lost',
    '00:00:02.000  404  GET /v2/nothing  N ms  no operation',
  ])
  expect(all.join('\n')).not.toContain('password=secret')
})

test.each<[LogLevel, string[]]>([
  ['silent', []],
  ['error', []],
  ['warn', ['404  GET /v2/nothing']],
  ['info', ['200  GET /v2/account', '404  GET /v2/nothing', '200  GET /v2/account']],
])('at %s', async (level, expected) => {
  const { api, lines } = logged(level)
  for (const path of ['/v2/account', '/v2/nothing', '/v2/account']) await api('GET', path)
  expect((await lines()).map((line) => line.split('  ').slice(1, 3).join('  '))).toEqual(expected)
})

test('other namespaces are named, and statuses are painted', async () => {
  const { api, emulator, told, written } = logged('info')
  await createNamespace((method, path, body) => control(emulator, method, path, body), { name: 'team' })
  await api('GET', '/v2/account', undefined, { 'x-peertwin-namespace': 'team' })
  await written()
  let text = ''
  liveLines((more) => (text += more), painted)(told[0]!)
  expect(text).toContain('\u001B[36m[team]\u001B[39m')
  expect(text).toContain('\u001B[32m200\u001B[39m')
  expect(text).toMatch(/\n$/)
})
