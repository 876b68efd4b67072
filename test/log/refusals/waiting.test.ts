import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { type EmulatorOptions, folderLog } from '../../../src/index.ts'
import * as confluent from '../../providers/confluent/setup.ts'
import * as digitalocean from '../../providers/digitalocean/setup.ts'
import * as huawei from '../../providers/huawei/setup.ts'
import * as tencent from '../../providers/tencent/setup.ts'
import * as upcloud from '../../providers/upcloud/setup.ts'
import type { Answered, Bench } from '../../helpers/setup.ts'
import { disk } from '../../helpers/disk.ts'
import { control, overSocket } from '../../helpers/socket.ts'

vi.mock('node:fs', async (original) => (await import('../../helpers/disk.ts')).onDisk(await original()))

const parent = mkdtempSync(join(tmpdir(), 'peertwin-waiting-'))
let folders = 0
afterEach(() => {
  disk.room = Infinity
})
afterAll(() => rmSync(parent, { recursive: true }))

/** A client for which something is due by now. */
interface Waiting {
  readonly bench: Bench
  /** A write that is taken once it has happened, and refused before. */
  readonly write: () => Promise<Answered>
  /** A look at what waits, and one at what there is not. */
  readonly look: () => Promise<Answered>
  readonly lookForNothing: () => Promise<Answered>
}

const cases: Readonly<Record<string, (options: EmulatorOptions) => Promise<Waiting>>> = {
  async digitalocean(options) {
    const { api, ...bench } = digitalocean.setup(options)
    const { a, b } = await digitalocean.twoVpcs(api)
    const { id } = await digitalocean.createPeering(api, 'p', a.id, b.id)
    await api('DELETE', `/v2/vpc_peerings/${id}`)
    bench.clock.advance(1_000)
    return {
      bench,
      write: () => api('DELETE', `/v2/vpcs/${a.id}`),
      look: () => api('GET', `/v2/vpc_peerings/${id}`),
      lookForNothing: () => api('GET', '/v2/vpcs/00000000-0000-4000-8000-000000000000'),
    }
  },

  async upcloud(options) {
    const { api, ...bench } = upcloud.setup({ ...options, ...upcloud.bare() })
    const { ab } = await upcloud.twoSides(api)
    bench.clock.advance(2_000)
    await upcloud.patchPeering(api, ab.uuid, { configured_status: 'disabled' })
    bench.clock.advance(2_000)
    const path = `/1.3/network-peering/${ab.uuid}`
    return {
      bench,
      write: () => api('DELETE', path),
      look: () => api('GET', path),
      lookForNothing: () => api('GET', '/1.3/network-peering/0d000000-0000-4000-8000-000000000000'),
    }
  },

  async confluent(options) {
    const bench = confluent.setup(options)
    // its document has no answer for what no service plans for
    const api = overSocket(bench.emulator, confluent.BASE, { authorization: confluent.basic(confluent.KEY, 'secret') })
    const environment = await confluent.environmentOf(api)
    const { id } = await confluent.createNetwork(api, environment)
    bench.clock.advance(3_000)
    const spec = confluent.peeringSpec(environment, id, confluent.aws())
    return {
      bench,
      write: () => api('POST', confluent.PEERINGS, { spec }),
      look: () => api('GET', `${confluent.NETWORKS}/${id}?environment=${environment}`),
      lookForNothing: () => api('GET', `${confluent.NETWORKS}/n-000000?environment=${environment}`),
    }
  },

  async huawei(options) {
    const { a: api, ...bench } = huawei.setup(options)
    const { id } = await huawei.createVpc(api, huawei.A.projectId, 'v')
    const path = `/v1/${huawei.A.projectId}/vpcs/`
    return {
      bench,
      write: () => api('DELETE', path + id),
      look: () => api('GET', path + id),
      lookForNothing: () => api('GET', path + huawei.NOBODY),
    }
  },

  // whose looks are posted as well
  async tencent(options) {
    const bench = tencent.setup(options)
    const { api, clock, emulator } = bench
    const { vpcId } = await tencent.createVpc(api, 'v', '10.0.0.0/16')
    const nat = { natName: 'n', vpcId, maxConcurrent: 1_000_000, autoAllocEipNum: 1 }
    const { natGatewayId: natId } = await tencent.good<{ natGatewayId: string }>(api('CreateNatGateway', nat))
    clock.advance(2_000)
    await tencent.good(api('DeleteNatGateway', { vpcId, natId }))
    clock.advance(2_000)
    return {
      bench: { clock, emulator },
      write: () => api('DeleteVpc', { vpcId }),
      look: () => api('DescribeNatGateway'),
      lookForNothing: () => api('DescribeVpcTaskResult', { taskId: 1 }),
    }
  },
}

const outcome = ({ status, body }: Answered): unknown => {
  const { code = '', error_code = code, codeDesc } = (body ?? {}) as Record<string, string>
  return codeDesc ?? (status < 400 ? 'done' : `${status} ${error_code}`.trim())
}

test.each([
  ['digitalocean', '503', 'done', '404'],
  ['upcloud', '503', 'done', '404'],
  ['confluent', '503', 'done', '404'],
  ['huawei', '502 APIGW.0202', 'done', '404 VPC.0003'],
  ['tencent', 'ServiceUnavailable', 'Success', 'InvalidTaskId.NotFound'],
])(
  '%s says that it is unavailable to a write in whose way stands what is due and cannot be kept',
  async (provider, unavailable, done, missing) => {
    const folder = join(parent, String(++folders))
    const { bench, write, look, lookForNothing } = await cases[provider]!({ log: folderLog(folder) })
    const state = async () => ((await control(bench.emulator, 'GET', '/state')).body as { tables: object }).tables
    disk.room = 0
    const before = await state()
    const seen = await look()
    expect(outcome(seen)).toBe(done)
    expect(outcome(await write())).toBe(unavailable)
    expect(outcome(await write())).toBe(unavailable)
    // reads go on, also those that are refused
    expect((await look()).text).toBe(seen.text)
    expect(outcome(await lookForNothing())).toBe(missing)
    expect(await state()).toEqual(before)
    disk.room = Infinity
    expect(outcome(await write())).toBe(done)
    expect((await look()).text).not.toBe(seen.text)
  },
)
