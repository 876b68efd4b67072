import { expect, test } from 'vitest'
import { facts } from '../../../src/providers/digitalocean/facts.ts'
import { explained } from '../../helpers/facts.ts'
import type { Answered } from '../../helpers/setup.ts'
import { overSocket } from '../../helpers/socket.ts'
import { BASE, createPeering, createVpc, setup } from './setup.ts'

const PEERINGS = '/v2/vpc_peerings'

test('each fact explains an answer', async () => {
  const taken = { region: 'nyc3', ip_range: '10.202.0.0/24' }
  const digitalocean = {
    tokens: [{ name: 'narrow', token: 'narrow', scopes: ['vpc:read'] }],
    vpcs: [
      { name: 'left', ...taken },
      { name: 'right', ...taken },
    ],
    members: [{ vpc_id: 'left', name: 'web' }],
  }
  const settings = { digitalocean: { burstLimit: 60 } }
  const { api, anonymous, emulator } = setup({ fixtures: { digitalocean }, settings, rateLimits: 'enforce' })
  const { shown, asking } = explained(emulator)
  const ask = asking(api)
  const peer = (name: string, ...vpc_ids: string[]): Promise<Answered> => ask('POST', PEERINGS, { name, vpc_ids })
  const { vpcs } = (await ask('GET', '/v2/vpcs?per_page=200')).body as {
    vpcs: { id: string; name: string; default: boolean }[]
  }
  const idOf = (name: string): string => vpcs.find((vpc) => vpc.name === name)!.id
  const a = await createVpc(api, 'a', '10.203.0.0/24')
  const b = await createVpc(api, 'b', '10.10.10.0/24')
  const usual = idOf('default-nyc3')

  await asking(anonymous)('GET', '/v2/vpcs')
  await asking(overSocket(emulator, BASE, { authorization: 'Bearer narrow' }))('GET', PEERINGS)
  await ask('PUT', PEERINGS)
  await ask('GET', `${PEERINGS}/none`)
  await ask('GET', '/v2/vpcs/none')
  await ask('GET', `/v2/vpcs/${idOf('left')}/members`)
  await ask('DELETE', `/v2/vpcs/${idOf('left')}`)
  await ask('DELETE', `/v2/vpcs/${usual}`)
  await ask('PATCH', `/v2/vpcs/${usual}`, { default: false })
  for (const ip_range of ['10.0.0.0/8', '8.8.0.0/16', '10.244.8.0/24'])
    await ask('POST', '/v2/vpcs', { name: 'x', region: 'nyc3', ip_range })

  await peer('under_score', a.id, usual)
  await peer('p', a.id, a.id)
  await peer('p', idOf('left'), idOf('right'))
  await peer('p', a.id, idOf('default-blr1'))
  await peer('p', b.id, idOf('default-nyc1'))
  const { id } = await createPeering(api, 'p', a.id, usual)
  await peer('q', usual, a.id)
  await peer('p', a.id, idOf('default-sfo3'))
  await ask('GET', `${PEERINGS}/${id}`)
  await ask('GET', `/v2/vpcs/${a.id}/peerings`)
  await ask('DELETE', `/v2/vpcs/${a.id}`)
  await ask('DELETE', `${PEERINGS}/${id}`)
  await ask('PATCH', `${PEERINGS}/${id}`, { name: 'r' })
  while ((await ask('GET', PEERINGS)).status !== 429);

  expect(facts.filter(({ says }) => !shown.includes(says))).toEqual([])
})
