import { expect, test } from 'vitest'
import { control, overSocket } from '../../helpers/socket.ts'
import { play } from '../../scenario/setup.ts'
import { BASE, TOKEN, createPeering, refusal, twoVpcs } from './setup.ts'

test.each([
  ['vpc_peering', 1, 'you have reached the limit of 1 VPC Peerings'],
  ['vpc', 16, 'you have reached the limit of 16 VPCs'],
])('a scenario limits a kind of %s in the words of the service', async (kind, max, message) => {
  const { emulator } = await play(`limits: [{ resource: digitalocean/${kind}, max: ${max} }]`, {
    providers: ['digitalocean'],
  })
  const api = overSocket(emulator, BASE, { authorization: `Bearer ${TOKEN}` })
  const { ids } = await twoVpcs(api)
  await createPeering(api, 'p', ...ids)
  const before = (await control(emulator, 'GET', '/resources')).body
  const answer =
    kind === 'vpc'
      ? await api('POST', '/v2/vpcs', { name: 'c', region: 'nyc3' })
      : await api('POST', '/v2/vpc_peerings', { name: 'q', vpc_ids: [ids[0], await defaultOf(api)] })
  expect(answer.status).toBe(422)
  expect(answer.body).toEqual(refusal(answer, 'unprocessable_entity', message))
  expect((await control(emulator, 'GET', '/resources')).body).toEqual(before)
})

const defaultOf = async (api: ReturnType<typeof overSocket>): Promise<string> => {
  const { vpcs } = (await api('GET', '/v2/vpcs?per_page=200')).body as { vpcs: { id: string; default: boolean }[] }
  return vpcs.find((vpc) => vpc.default)!.id
}
