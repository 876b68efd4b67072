import { type Client, clientOf } from '../helpers/setup.ts'
import * as confluent from '../providers/confluent/setup.ts'
import * as digitalocean from '../providers/digitalocean/setup.ts'
import * as huawei from '../providers/huawei/setup.ts'
import * as tencent from '../providers/tencent/setup.ts'
import * as upcloud from '../providers/upcloud/setup.ts'
import type { Play } from './setup.ts'

/** A peering that was just made, on a clock that nobody moves. */
export interface Waiting {
  /** The state that the provider shows, or the status of an answer that shows none. */
  readonly look: () => Promise<unknown>
  readonly remove?: () => Promise<unknown>
}

/** How a state stands in an answer. */
const seen = async (api: Client, path: string, stateIn: (body: never) => unknown): Promise<unknown> => {
  const { status, body } = await api('GET', path)
  return status === 200 ? stateIn(body as never) : status
}

/** What a client of each provider does until it has something to wait for. */
export const waitingAt: Readonly<Record<string, (play: Play) => Promise<Waiting>>> = {
  async confluent({ emulator }) {
    const api = clientOf(emulator, confluent.BASE, { authorization: confluent.basic(confluent.KEY, 'secret') })
    const environment = await confluent.environmentOf(api)
    const { id: network } = await confluent.createNetwork(api, environment)
    await api('GET', `${confluent.NETWORKS}/${network}?environment=${environment}`)
    const { id } = await confluent.createPeering(api, environment, network)
    const path = `${confluent.PEERINGS}/${id}?environment=${environment}`
    return {
      look: () => seen(api, path, ({ status }: confluent.Thing) => status['phase']),
      remove: () => api('DELETE', path),
    }
  },
  async digitalocean({ api }) {
    const { ids } = await digitalocean.twoVpcs(api)
    const path = `/v2/vpc_peerings/${(await digitalocean.createPeering(api, 'a-b', ...ids)).id}`
    return {
      look: () => seen(api, path, ({ vpc_peering }: { vpc_peering: digitalocean.Peering }) => vpc_peering.status),
      remove: () => api('DELETE', path),
    }
  },
  async huawei({ emulator }) {
    const [a, b] = [huawei.A, huawei.B].map(({ token }) => clientOf(emulator, huawei.BASE, { 'x-auth-token': token }))
    const mine = await huawei.createVpc(a!, huawei.A.projectId, 'a', '10.0.0.0/16')
    const theirs = await huawei.createVpc(b!, huawei.B.projectId, 'b', '10.1.0.0/16')
    const { id } = await huawei.createPeering(a!, 'p', mine, theirs, huawei.B.projectId)
    return {
      look: () => seen(a!, `/v2.0/vpc/peerings/${id}`, ({ peering }: { peering: huawei.Peering }) => peering.status),
    }
  },
  async tencent({ emulator }) {
    const task = await tencent.createFarPeering(tencent.clientsOf(emulator).api)
    return { look: async () => (await task()).status }
  },
  async upcloud({ emulator }) {
    const api = clientOf(emulator, upcloud.BASE, { authorization: upcloud.basic('testuser') })
    const { ab } = await upcloud.twoSides(api)
    return {
      look: () => upcloud.stateOf(api, ab),
      remove: () => upcloud.patchPeering(api, ab.uuid, { configured_status: 'disabled' }),
    }
  },
}
