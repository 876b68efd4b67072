import { type Client, clientOf } from '../helpers/setup.ts'
import * as confluent from '../providers/confluent/setup.ts'
import { createVpc, twoVpcs } from '../providers/digitalocean/setup.ts'
import * as huawei from '../providers/huawei/setup.ts'
import * as upcloud from '../providers/upcloud/setup.ts'
import { waitingAt } from './fast-clients.ts'
import { MIN, type Play, S } from './setup.ts'

type Fitting = (play: Play) => Promise<void>

const PEERINGS = '/v2/vpc_peerings'

/** Asks until the answer is no refusal that passes, and waits as long as it is told meanwhile. */
const patient =
  ({ api, pass }: Play): Client =>
  async (method, path, body) => {
    for (let tries = 0; tries < 20; tries++) {
      const answer = await api(method, path, body)
      if (![429, 500, 503].includes(answer.status)) return answer
      pass(Number(answer.headers['retry-after'] ?? 5) * S)
    }
    throw new Error(`${method} ${path}: no end`)
  }

const idOf = ({ body }: { body: unknown }): string => (body as { vpc_peering: { id: string } }).vpc_peering.id

/** Makes a peering, looks for it where the answer was lost, and polls until it leaves a state. */
const makesOne: Fitting = async (play) => {
  const api = patient(play)
  const { ids } = await twoVpcs(api)
  const created = await api('POST', PEERINGS, { name: 'a-b', vpc_ids: ids }).then(idOf, async () => {
    const { body } = await api('GET', PEERINGS)
    return (body as { vpc_peerings: { id: string }[] }).vpc_peerings[0]!.id
  })
  await polls(play, api, created, 'PROVISIONING')
}

const polls = async ({ pass }: Play, api: Client, id: string, state: string): Promise<void> => {
  for (let wait = 5; wait < 600; wait *= 1.5) {
    const { status, body } = await api('GET', `${PEERINGS}/${id}`)
    if (status !== 200 || (body as { vpc_peering: { status: string } }).vpc_peering.status !== state) return
    pass(wait * S)
  }
}

const atConfluent = async ({ emulator, pass }: Play) => {
  const api = clientOf(emulator, confluent.BASE, { authorization: confluent.basic(confluent.KEY, 'secret') })
  const environment = await confluent.environmentOf(api)
  const { id: network } = await confluent.createNetwork(api, environment)
  pass(3 * S)
  const create = (name: string) =>
    api('POST', confluent.PEERINGS, {
      spec: confluent.peeringSpec(environment, network, confluent.aws('012345678901', `vpc-${name}`), name),
    })
  const read = (id: string) => api('GET', `${confluent.PEERINGS}/${id}?environment=${environment}`)
  return { create, read }
}

/** Makes peerings at Confluent, and reads each of them once in a while, but not for ever. */
const reads =
  (...names: string[]): Fitting =>
  async (play) => {
    const { create, read } = await atConfluent(play)
    const ids: string[] = []
    for (const name of names) ids.push(((await create(name)).body as { id: string }).id)
    for (let n = 0; n < 20; n++) {
      for (const id of ids) await read(id)
      play.pass(3 * MIN)
    }
  }

const handshake: Fitting = async ({ emulator, pass }) => {
  const as = (token: string): Client => clientOf(emulator, huawei.BASE, { 'x-auth-token': token })
  const [a, b] = [as(huawei.A.token), as(huawei.B.token)]
  const mine = await huawei.createVpc(a, huawei.A.projectId, 'a', '10.0.0.0/16')
  const theirs = await huawei.createVpc(b, huawei.B.projectId, 'b', '10.1.0.0/16')
  const { id } = await huawei.createPeering(a, 'p', mine, theirs, huawei.B.projectId)
  pass(MIN)
  await b('PUT', `/v2.0/vpc/peerings/${id}/accept`)
  for (let n = 0; n < 3; n++) {
    await a('GET', `/v2.0/vpc/peerings/${id}`)
    pass(5 * S)
  }
}

const atUpcloud = ({ emulator }: Play): Client =>
  clientOf(emulator, upcloud.BASE, { authorization: upcloud.basic('testuser') })

/** A client that does what each scenario, or variant of one, is about, and gets over it. */
export const fittingClients: Readonly<Record<string, Fitting>> = {
  async brownout(play) {
    const api = patient(play)
    const { ids } = await twoVpcs(api)
    play.pass(5 * MIN)
    for (let n = 0; n < 10; n++) await api('GET', PEERINGS)
    await api('POST', PEERINGS, { name: 'a-b', vpc_ids: ids })
  },
  async 'conflict-409'(play) {
    const api = atUpcloud(play)
    const { a, b } = await upcloud.twoNetworks(api)
    const body = upcloud.peeringBody('a-to-b', a.uuid, b.uuid)
    for (let status = 409; status === 409;) status = (await api('POST', '/1.3/network-peering', body)).status
  },
  'confluent-three-endings': reads('p'),
  'confluent-three-endings:happy': reads('p'),
  'confluent-three-endings:fails': reads('p'),
  'confluent-three-endings:any-of-50': reads('p'),
  disconnected: reads('a-drift', 'steady'),
  'do-bad-hour': makesOne,
  'failed-with-code': reads('p'),
  fast: makesOne,
  'fast:accepted': makesOne,
  'fast:at-once': makesOne,
  'happy-path': makesOne,
  'late-accept': handshake,
  'late-accept:late': handshake,
  'lost-create-answer': makesOne,
  async 'lost-router'(play) {
    const api = atUpcloud(play)
    const { a, b } = await upcloud.twoNetworks(api)
    await upcloud.createPeering(api, 'a-to-b', a.uuid, b.uuid)
    await upcloud.createPeering(api, 'b-to-a', b.uuid, a.uuid)
    play.pass(15 * MIN)
  },
  'never-accepted': reads('p'),
  async 'quota-402'(play) {
    const { create } = await atConfluent(play)
    await create('one')
    await create('two')
  },
  'rate-limited-hour': makesOne,
  async 'rate-limited-hour:tight'(play) {
    const api = patient(play)
    const hub = await createVpc(api, 'hub')
    for (const name of ['x', 'y', 'z'])
      await api('POST', PEERINGS, { name, vpc_ids: [hub.id, (await createVpc(api, name)).id] })
  },
  rejected: reads('p'),
  'slow-provisioning': makesOne,
  'slow-provisioning:worst': makesOne,
  'stale-after-accept': handshake,
  async 'stuck-delete'(play) {
    const { ids } = await twoVpcs(play.api)
    const id = idOf(await play.api('POST', PEERINGS, { name: 'a-b', vpc_ids: ids }))
    await play.api('DELETE', `${PEERINGS}/${id}`)
    await polls(play, play.api, id, 'DELETING')
  },
  async 'task-fails'(play) {
    const { look } = await waitingAt['tencent']!(play)
    play.pass(5 * S)
    await look()
  },
  async 'truncated-page'({ api }) {
    for (let n = 0; n < 3; n++) await api('GET', '/v2/vpcs').catch(() => undefined)
  },
}
