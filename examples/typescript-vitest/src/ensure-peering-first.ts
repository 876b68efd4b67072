import { type Account, type Peering, type Wanted, send, untilActive } from './api.ts'

const TRIES = 5

/** The first version: whatever goes wrong with the create, it is sent again. */
export const ensurePeering = async (account: Account, wanted: Wanted): Promise<Peering> => {
  for (let tries = 1; ; tries++) {
    try {
      const { vpc_peering } = await send<{ vpc_peering: Peering }>(account, 'POST', '/v2/vpc_peerings', wanted)
      return await untilActive(account, vpc_peering.id)
    } catch (error) {
      if (tries === TRIES) throw error
      await account.sleep(1_000)
    }
  }
}
