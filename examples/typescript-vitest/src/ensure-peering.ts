import { type Account, ApiError, type Peering, type Wanted, send, untilActive } from './api.ts'

/** The second version: when no answer to the create came, it looks whether the peering is there before it asks again. */
export const ensurePeering = async (account: Account, wanted: Wanted): Promise<Peering> => {
  const { id } = (await find(account, wanted)) ?? (await create(account, wanted))
  return untilActive(account, id)
}

const create = async (account: Account, wanted: Wanted): Promise<Peering> => {
  try {
    return (await send<{ vpc_peering: Peering }>(account, 'POST', '/v2/vpc_peerings', wanted)).vpc_peering
  } catch (error) {
    if (error instanceof ApiError) throw error
    return (await find(account, wanted)) ?? create(account, wanted)
  }
}

const find = async (account: Account, { name }: Wanted): Promise<Peering | undefined> => {
  const { vpc_peerings } = await send<{ vpc_peerings: Peering[] }>(account, 'GET', '/v2/vpc_peerings?per_page=200')
  return vpc_peerings.find((peering) => peering.name === name)
}
