import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { scenarioJsonSchema } from '../../src/scenario/document/schema.ts'
import { verify } from '../../src/scenario/verify/verify.ts'
import { loadZod } from '../../src/core/schema.ts'
import { type Client, clientOf } from '../helpers/setup.ts'
import * as confluent from '../providers/confluent/setup.ts'
import { createPeering, createVpc, twoVpcs } from '../providers/digitalocean/setup.ts'
import * as huawei from '../providers/huawei/setup.ts'
import * as tencent from '../providers/tencent/setup.ts'
import * as upcloud from '../providers/upcloud/setup.ts'
import { H, MIN, type Play, type PlayOptions, S, mistakesIn, playFile, vocabulary } from './setup.ts'

const FOLDER = new URL('../../scenarios/', import.meta.url)
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))

const names = await vocabulary()

/** What of the scenario's expectations failed. */
const failed = ({ emulator }: Play): string[] =>
  verify(emulator.world, names)
    .checks.filter(({ passed }) => !passed)
    .map(({ text }) => text)

const PEERINGS = '/v2/vpc_peerings'
const statusOf = async (api: Client, id: string): Promise<string> => {
  const { status, body } = await api('GET', `${PEERINGS}/${id}`)
  return status === 200 ? (body as { vpc_peering: { status: string } }).vpc_peering.status : String(status)
}
const peered = async (api: Client, name = 'a-b') => createPeering(api, name, ...(await twoVpcs(api)).ids)
const lost = async (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => false,
    (error: Error) => error.message === 'fetch failed',
  )

describe('every file', () => {
  test.each(files)('%s has a header, the schema for editors, and no mistake', async (name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8')
    const [first, second] = text.split('\n')
    expect(first).toBe('# yaml-language-server: $schema=./scenario.v1.json')
    expect(second).toMatch(/^# [A-Z].{40}/)
    expect(text).toContain(`\nname: ${name.replace('.yaml', '')}\n`)
    expect(await mistakesIn(text)).toEqual([])
  })
  test('the committed JSON Schema is the one that the types give', async () => {
    await loadZod()
    const text = JSON.stringify(await scenarioJsonSchema(), null, 2)
    await expect(`${text}\n`).toMatchFileSnapshot('../../scenarios/scenario.v1.json')
  })
})

test('happy-path: each transient state is seen once, without a wait', async () => {
  const play = await playFile('happy-path.yaml')
  const { api } = play
  const { id } = await peered(api)
  expect([await statusOf(api, id), await statusOf(api, id)]).toEqual(['PROVISIONING', 'ACTIVE'])
  await api('DELETE', `${PEERINGS}/${id}`)
  expect([await statusOf(api, id), await statusOf(api, id)]).toEqual(['DELETING', '404'])
  expect(failed(play)).toEqual([])
})

describe('slow-provisioning', () => {
  test('most are quick, and one in a while takes minutes', async () => {
    const play = await playFile('slow-provisioning.yaml')
    const { api, emulator, pass } = play
    const hub = await createVpc(api, 'hub')
    for (let n = 0; n < 40; n++) await createPeering(api, `p${n}`, hub.id, (await createVpc(api, `s${n}`)).id)
    pass(10 * MIN)
    const born = new Map<string, number>()
    const waits: number[] = []
    for (const { type, id, at, to } of emulator.world.commits.transitions) {
      if (type !== 'digitalocean/vpc_peering') continue
      if (to === 'ACTIVE') waits.push(at - born.get(id)!)
      else born.set(id, at)
    }
    waits.sort((a, b) => a - b)
    expect(waits).toHaveLength(40)
    expect(waits[20]! / S).toBeGreaterThan(10)
    expect(waits[20]! / S).toBeLessThan(40)
    expect(waits.at(-1)! / S).toBeGreaterThan(60)
    expect(new Set(waits).size).toBeGreaterThan(35)
  })
  test('worst: ten minutes for everybody', async () => {
    const { api, pass } = await playFile('slow-provisioning.yaml', { variant: 'worst' })
    const { id } = await peered(api)
    pass(10 * MIN - 1)
    expect(await statusOf(api, id)).toBe('PROVISIONING')
    pass(1)
    expect(await statusOf(api, id)).toBe('ACTIVE')
  })
})

const atConfluent = async (file: string, options: PlayOptions = {}) => {
  const play = await playFile(file, options)
  const api = clientOf(play.emulator, confluent.BASE, { authorization: confluent.basic(confluent.KEY, 'secret') })
  const environment = await confluent.environmentOf(api)
  const { id: network } = await confluent.createNetwork(api, environment)
  play.pass(3 * S)
  const create = (name: string, vpc = `vpc-${name}`) =>
    confluent.createPeering(api, environment, network, confluent.aws('012345678901', vpc), name)
  const status = async (id: string) => {
    const { body } = await api('GET', `${confluent.PEERINGS}/${id}?environment=${environment}`)
    return (body as { status: Record<string, unknown> }).status
  }
  return { ...play, play, api, environment, network, create, status }
}

test('never-accepted: PENDING_ACCEPT stays until somebody releases it', async () => {
  const { create, status, pass, play, emulator, active } = await atConfluent('never-accepted.yaml')
  const { id } = await create('p')
  pass(1_000 * H)
  expect(await status(id)).toEqual({ phase: 'PENDING_ACCEPT' })
  expect(failed(play)).toEqual([])
  const request = new Request(`http://localhost/_peertwin/resources/${id}/release`, { method: 'POST' })
  expect(await (await emulator.fetch(request)).json()).toMatchObject({ id, state: 'READY' })
  expect(await status(id)).toMatchObject({ phase: 'READY' })
  expect(failed(play)).toEqual(['no confluent/peering ever gets READY'])
  expect(active.scenario.name).toBe('never-accepted')
})

describe('late-accept', () => {
  const offered = async (variant?: string) => {
    const play = await playFile('late-accept.yaml', variant === undefined ? {} : { variant })
    const as = (token: string): Client => clientOf(play.emulator, huawei.BASE, { 'x-auth-token': token })
    const [a, b] = [as(huawei.A.token), as(huawei.B.token)]
    const mine = await huawei.createVpc(a, huawei.A.projectId, 'a', '10.0.0.0/16')
    const theirs = await huawei.createVpc(b, huawei.B.projectId, 'b', '10.1.0.0/16')
    const { id } = await huawei.createPeering(a, 'red-to-blue', mine, theirs, huawei.B.projectId)
    return { play, a, accept: () => b('PUT', `/v2.0/vpc/peerings/${id}/accept`), id }
  }
  test('in time: the accept is taken', async () => {
    const { play, accept } = await offered()
    play.pass(167 * H)
    expect(await accept()).toMatchObject({ status: 200, body: { status: 'ACTIVE' } })
    play.pass(10 * H)
    expect(failed(play)).toEqual([])
  })
  test('late: the clock moves eight days before the accept, and the service refuses it', async () => {
    const { play, a, accept, id } = await offered('late')
    const answer = await accept()
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('EXPIRED')
    expect((await a('GET', `/v2.0/vpc/peerings/${id}`)).body).toMatchObject({ peering: { status: 'EXPIRED' } })
    expect(failed(play)).toEqual([])
  })
})

test('rejected: FAILED after a minute, with the code and the sentence', async () => {
  const { create, status, pass, play } = await atConfluent('rejected.yaml')
  const { id } = await create('p')
  pass(2 * S)
  expect(await status(id)).toEqual({ phase: 'PENDING_ACCEPT' })
  pass(MIN)
  expect(await status(id)).toEqual({
    phase: 'FAILED',
    error_code: 'peering-rejected',
    error_message: 'The peering request was rejected',
  })
  expect(failed(play)).toEqual([])
})

test('failed-with-code: FAILED out of PROVISIONING', async () => {
  const { create, status, pass, play } = await atConfluent('failed-with-code.yaml')
  const { id } = await create('p')
  pass(30 * S)
  expect(await status(id)).toEqual({
    phase: 'FAILED',
    error_code: 'vpc-not-found',
    error_message: 'VPC does not exist',
  })
  expect(failed(play)).toEqual([])
})

test('disconnected: one is cut after 45 minutes, the other stays', async () => {
  const { create, status, pass, play } = await atConfluent('disconnected.yaml')
  const [drift, steady] = [await create('a-drift', 'vpc-1'), await create('steady', 'vpc-2')]
  pass(2 * S)
  expect((await status(drift.id))['phase']).toBe('READY')
  pass(45 * MIN)
  expect([(await status(drift.id))['phase'], (await status(steady.id))['phase']]).toEqual(['DISCONNECTED', 'READY'])
  expect(failed(play)).toEqual([])
})

test('stuck-delete: DELETING for ever, and a second delete is noticed', async () => {
  const play = await playFile('stuck-delete.yaml')
  const { api, pass } = play
  const { id } = await peered(api)
  await api('DELETE', `${PEERINGS}/${id}`)
  pass(24 * H)
  expect(await statusOf(api, id)).toBe('DELETING')
  expect(failed(play)).toEqual([])
  await api('DELETE', `${PEERINGS}/${id}`)
  expect(failed(play)).toEqual(['digitalocean/vpc_peerings.delete is called once'])
})

describe('rate-limited-hour', () => {
  test("the burst limit refuses in the provider's words and headers, and lets go after a minute", async () => {
    const play = await playFile('rate-limited-hour.yaml')
    const { api, pass } = play
    for (let n = 0; n < 250; n++) expect((await api('GET', PEERINGS)).status).toBe(200)
    const refused = await api('GET', PEERINGS)
    expect(refused.status).toBe(429)
    expect(refused.body).toEqual({ id: 'too_many_requests', message: 'API rate limit exceeded.' })
    expect(refused.headers).toMatchObject({
      'x-peertwin-fault': 'burst',
      'retry-after': '60',
      'ratelimit-limit': '5000',
      'ratelimit-remaining': '0',
    })
    pass(60 * S)
    expect((await api('GET', PEERINGS)).headers).toMatchObject({ 'ratelimit-remaining': '4749' })
    expect(failed(play)).toEqual([])
  })
  test('tight: a window that the service does not have, in its words', async () => {
    const { api, pass } = await playFile('rate-limited-hour.yaml', { variant: 'tight' })
    const { ids } = await twoVpcs(api)
    for (const name of ['x', 'y']) await api('POST', PEERINGS, { name, vpc_ids: ids })
    pass(40 * S)
    const refused = await api('POST', PEERINGS, { name: 'z', vpc_ids: ids })
    expect(refused.status).toBe(429)
    expect(refused.headers).toMatchObject({ 'retry-after': '20', 'x-peertwin-fault': 'writes' })
    pass(20 * S)
    expect((await api('POST', PEERINGS, { name: 'z', vpc_ids: ids })).status).toBe(422)
  })
})

test('quota-402: the second peering is refused, and nothing of it stays', async () => {
  const { create, api, environment, network, play } = await atConfluent('quota-402.yaml')
  await create('one')
  const answer = await api('POST', confluent.PEERINGS, {
    spec: confluent.peeringSpec(environment, network, confluent.aws('012345678901', 'vpc-two'), 'two'),
  })
  expect(answer.status).toBe(402)
  expect(answer.body).toMatchObject({ errors: [{ status: '402', code: 'quota_exceeded' }] })
  expect(failed(play)).toEqual([])
})

const atUpcloud = async (file: string) => {
  const play = await playFile(file)
  return {
    play,
    pass: play.pass,
    api: clientOf(play.emulator, upcloud.BASE, { authorization: upcloud.basic('testuser') }),
  }
}

test('conflict-409: refused once, then taken', async () => {
  const { play, api } = await atUpcloud('conflict-409.yaml')
  const { a, b } = await upcloud.twoNetworks(api)
  const body = upcloud.peeringBody('a-to-b', a.uuid, b.uuid)
  const refused = await api('POST', '/1.3/network-peering', body)
  expect(refused.status).toBe(409)
  expect(refused.body).toEqual({
    error: { error_code: 'LOCAL_NETWORK_NO_ROUTER', error_message: 'The local network has no router.' },
  })
  expect((await api('POST', '/1.3/network-peering', body)).status).toBe(201)
  expect(failed(play)).toEqual([])
})

test('brownout: a third of the calls fail between the fifth and the seventh minute', async () => {
  const play = await playFile('brownout.yaml')
  const { api, pass } = play
  const refused = async (): Promise<number> => {
    let count = 0
    for (let n = 0; n < 60; n++) if ((await api('GET', PEERINGS)).status === 503) count++
    return count
  }
  expect(await refused()).toBe(0)
  pass(5 * MIN)
  const during = await refused()
  expect(during).toBeGreaterThan(8)
  expect(during).toBeLessThan(30)
  pass(2 * MIN)
  expect(await refused()).toBe(0)
})

test('lost-create-answer: the peering is there, and a client that tries again is told so', async () => {
  const play = await playFile('lost-create-answer.yaml')
  const { api } = play
  const { ids } = await twoVpcs(api)
  expect(await lost(api('POST', PEERINGS, { name: 'a-b', vpc_ids: ids }))).toBe(true)
  expect((await api('POST', PEERINGS, { name: 'a-b', vpc_ids: ids })).status).toBe(422)
  expect((await api('GET', PEERINGS)).body).toMatchObject({ meta: { total: 1 } })
  expect(failed(play)).toEqual([])
})

test('truncated-page: every second list stops after 200 bytes', async () => {
  const play = await playFile('truncated-page.yaml')
  const { api } = play
  expect((await api('GET', '/v2/vpcs')).status).toBe(200)
  await expect(api('GET', '/v2/vpcs')).rejects.toThrow('terminated')
  expect((await api('GET', '/v2/vpcs')).status).toBe(200)
  expect(failed(play)).toEqual([])
})

test('stale-after-accept: reads lag behind the accept, and a route works at once', async () => {
  const play = await playFile('stale-after-accept.yaml')
  const as = (token: string): Client => clientOf(play.emulator, huawei.BASE, { 'x-auth-token': token })
  const [a, b] = [as(huawei.A.token), as(huawei.B.token)]
  const mine = await huawei.createVpc(a, huawei.A.projectId, 'a', '10.0.0.0/16')
  const theirs = await huawei.createVpc(b, huawei.B.projectId, 'b', '10.1.0.0/16')
  const peering = await huawei.createPeering(a, 'p', mine, theirs, huawei.B.projectId)
  play.pass(MIN)
  expect((await b('PUT', `/v2.0/vpc/peerings/${peering.id}/accept`)).status).toBe(200)
  const seen = async () =>
    ((await a('GET', `/v2.0/vpc/peerings/${peering.id}`)).body as { peering: { status: string } }).peering.status
  expect(await seen()).toBe('PENDING_ACCEPTANCE')
  expect((await huawei.createRoute(a, mine, peering, '10.1.0.0/16')).destination).toBe('10.1.0.0/16')
  play.pass(8 * S - 1)
  expect(await seen()).toBe('PENDING_ACCEPTANCE')
  play.pass(1)
  expect(await seen()).toBe('ACTIVE')
  expect(failed(play)).toEqual([])
})

test('lost-router: active, missing-peer-router, and active again', async () => {
  const { play, api, pass } = await atUpcloud('lost-router.yaml')
  const { a, b } = await upcloud.twoNetworks(api)
  const one = await upcloud.createPeering(api, 'a-to-b', a.uuid, b.uuid)
  await upcloud.createPeering(api, 'b-to-a', b.uuid, a.uuid)
  const states: string[] = []
  for (const step of [2 * S, 10 * MIN, 5 * MIN]) {
    pass(step)
    states.push(await upcloud.stateOf(api, one))
  }
  expect(states).toEqual(['active', 'missing-peer-router', 'active'])
  expect(failed(play)).toEqual([])
})

test('task-fails: the answer is a success, and the task in it is not', async () => {
  const play = await playFile('task-fails.yaml', { settings: { tencent: { exampleVpc: false } } })
  const task = await tencent.createFarPeering(tencent.clientsOf(play.emulator).api)
  expect(await task()).toEqual({ status: 2 })
  play.pass(5 * S)
  expect(await task()).toMatchObject({ status: 1 })
  expect(failed(play)).toEqual([])
})

test('do-bad-hour: a client that retries and looks before it repeats comes through', async () => {
  const play = await playFile('do-bad-hour.yaml', {
    clock: { mode: 'virtual', start: Date.parse('2026-01-01'), speed: 0 },
  })
  const { api, active, emulator } = play
  emulator.world.clock.configure({ speed: 0 })
  const { ids } = await twoVpcs(api)
  expect(await lost(api('POST', PEERINGS, { name: 'a-b', vpc_ids: ids }))).toBe(true)
  const { body } = await api('GET', PEERINGS)
  const [found] = (body as { vpc_peerings: { id: string }[] }).vpc_peerings
  const answers: string[] = []
  for (let n = 0; n < 8; n++) answers.push(await statusOf(api, found!.id))
  expect(answers).toEqual([
    'PROVISIONING',
    'PROVISIONING',
    '429',
    '429',
    'PROVISIONING',
    'PROVISIONING',
    'PROVISIONING',
    'ACTIVE',
  ])
  expect(active.faults.countOf('slow').hits).toBeGreaterThan(10)
  expect(failed(play)).toEqual([])
})

describe('confluent-three-endings', () => {
  test.each([
    ['happy', 'PENDING_ACCEPT'],
    ['fails', 'FAILED'],
  ])('%s ends %s', async (variant, phase) => {
    const { create, status, pass } = await atConfluent('confluent-three-endings.yaml', { variant })
    const { id } = await create('p')
    await status(id)
    await status(id)
    pass(30 * S)
    expect((await status(id))['phase']).toBe(phase)
  })
  test('without a variant two in ten fail', async () => {
    const { create, status, pass } = await atConfluent('confluent-three-endings.yaml')
    const ids: string[] = []
    for (let n = 0; n < 12; n++) ids.push((await create(`p${n}`, `vpc-${n}`)).id)
    pass(30 * S)
    const phases: unknown[] = []
    for (const id of ids) phases.push((await status(id))['phase'])
    const fails = phases.filter((phase) => phase === 'FAILED').length
    expect(fails).toBeGreaterThan(0)
    expect(fails).toBeLessThan(7)
  })
})
