import { expect, test } from 'vitest'
import { journalText, recallJournal } from '../../src/cluster/journal-text.ts'
import { type Emulator, createEmulator } from '../../src/index.ts'
import { type LoggedRequest, requestLog } from '../../src/cli/log/request-log.ts'
import { providers } from '../../src/providers/index.ts'
import { KeepError } from '../../src/world/commits.ts'
import { BASE, TOKEN, createPeering, twoVpcs } from '../providers/digitalocean/setup.ts'
import { START, clientOf } from '../helpers/setup.ts'
import { play } from '../scenario/setup.ts'

const SHARED = { clock: { mode: 'virtual', start: START }, journal: { entries: 12, bytes: 1_000_000 } } as const

/** Another emulator, which remembers what the first one did. */
const heir = (emulator: Emulator): Emulator => {
  const text = [...journalText(emulator.world)].join('')
  return createEmulator({ ...SHARED, prepare: (world) => recallJournal(world, text) })
}

const control = async (emulator: Emulator, path: string): Promise<unknown> => {
  const answer = await emulator.fetch(new Request(`http://localhost/_peertwin${path}`))
  expect(answer.status).toBe(200)
  return answer.json()
}

const worked = async () => {
  const rule = 'faults:\n  - { id: f, match: { op: digitalocean/account.get }, effect: { status: 418, body: "no" } }'
  const { emulator, api, pass } = await play(rule, SHARED)
  for (let i = 0; i < 3; i++) await api('GET', '/v2/account')
  const { ids } = await twoVpcs(api)
  await createPeering(api, 'p', ...ids)
  pass(60_000)
  await emulator.fetch(
    new Request('http://localhost/_peertwin/marks', { method: 'POST', body: JSON.stringify({ text: 'half-way' }) }),
  )
  await api('PATCH', '/v2/vpcs/none', { name: 'x' }) // a problem
  await api('POST', '/v2/vpcs', '{')
  await api('PATCH', `/v2/vpcs/${ids[0]}`, { name: 'renamed', colour: 'blue' })
  await api('GET', '/v2/vpcs?page=1&color=red', undefined, { 'x-more': '1' })
  await api('GET', '/nowhere')
  await clientOf(emulator, BASE)('GET', '/v2/vpcs') // a failure
  await api('POST', '/v2/vpcs', Uint8Array.from([0xff, 0xfe, 0]))
  const [some] = emulator.world.journal.entries()
  const more = { ...some!, fault: null, shape: null }
  for (const refused of [new KeepError('the disk is full'), new TypeError('odd'), 'a text'])
    emulator.world.journal.add({ ...more, n: emulator.world.journal.next(), refused })
  emulator.world.journal.add({ ...more, n: emulator.world.journal.next(), error: new RangeError('a defect') })
  return emulator
}

test('another emulator tells of requests as the one that answered them', async () => {
  const first = await worked()
  const second = heir(first)
  const listed = await control(first, '/requests')
  expect(await control(second, '/requests')).toEqual(listed)
  const numbers = [...first.world.journal.entries()].map(({ n }) => n)
  expect(numbers).toHaveLength(12)
  for (const n of numbers)
    expect(await control(second, `/requests/${n}/explain`)).toEqual(await control(first, `/requests/${n}/explain`))
  expect(JSON.stringify(listed)).toMatch(/unknown_field.*unknown_parameter/)
})

test('marks, state changes and what was forgotten come along as well', async () => {
  const first = await worked()
  const second = heir(first)
  expect(await control(second, '/marks')).toEqual(await control(first, '/marks'))
  expect([...second.world.commits.transitions].filter(({ cause }) => cause !== 'seed')).toEqual(
    [...first.world.commits.transitions].filter(({ cause }) => cause !== 'seed'),
  )
  const tallies = [first, second].map(({ world: { journal } }) => ({
    forgotten: journal.tally.forgotten,
    counts: [...journal.tally.counts()],
    size: journal.size,
    bytes: journal.bytes,
  }))
  expect(tallies[1]).toEqual(tallies[0])
  expect(tallies[0]!.counts).not.toEqual([])
})

test('a text of it can be made again from what was recalled, and nobody is told of a request twice', async () => {
  const first = await worked()
  const text = [...journalText(first.world)]
  const heard: number[] = []
  const second = createEmulator({
    ...SHARED,
    empty: true,
    prepare: (world) => recallJournal(world, text.join('')),
    onEntry: ({ n }) => heard.push(n),
  })
  const timeless = (lines: readonly string[]): string[] =>
    lines.slice(1).map((line) => line.replace(/"started":-?\d+,/, ''))
  expect(timeless([...journalText(second.world)])).toEqual(timeless(text))
  expect(heard).toEqual([])
  await clientOf(second, BASE, { authorization: `Bearer ${TOKEN}` })('GET', '/v2/account')
  expect(heard).toHaveLength(1)
})

test('the lines about requests tell of no state change that the process before has told of', async () => {
  const first = await worked()
  const text = [...journalText(first.world)].join('')
  const lines: LoggedRequest[] = []
  const { onEntry, written } = requestLog({
    level: 'info',
    providers,
    sink: () => Promise.resolve((line) => void lines.push(line)),
  })
  const second = createEmulator({ ...SHARED, onEntry, prepare: (world) => recallJournal(world, text) })
  const api = clientOf(second, BASE, { authorization: `Bearer ${TOKEN}` })
  await api('GET', '/v2/account')
  await createPeering(api, 'q', ...(await twoVpcs(api)).ids)
  await written()
  expect(lines.map(({ transitions }) => transitions.map(({ to }) => to))).toEqual([[], [], [], ['PROVISIONING']])
})
