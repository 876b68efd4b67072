import { expect, test } from 'vitest'
import { overSocket } from '../../helpers/socket.ts'
import { bare, setup } from './setup.ts'

const explained = async (request: (bench: ReturnType<typeof setup>) => Promise<unknown>) => {
  const bench = setup(bare())
  await request(bench)
  const control = overSocket(bench.emulator, 'http://localhost/_peertwin')
  const { status, body } = await control('GET', '/requests/1/explain')
  expect(status).toBe(200)
  const { answered_by, facts } = body as { answered_by: unknown; facts: unknown }
  return { answered_by, facts }
}

test('an unknown attribute is explained by the fact about unknown members', async () => {
  const network_peering = { name: 'p', network: {}, peer_network: {}, colour: 'red' }
  expect(await explained(({ api }) => api('POST', '/1.3/network-peering', { network_peering }))).toMatchObject({
    answered_by: { kind: 'failure', name: 'invalid' },
    facts: [{ says: 'Unknown members are refused in peerings.', evidence: 'inferred' }],
  })
})

test('wrong credentials are explained by the fact about their code', async () => {
  const request = ({ as }: ReturnType<typeof setup>) => as('Basic !!!')('GET', '/1.3/account')
  expect(await explained(request)).toMatchObject({
    answered_by: { kind: 'failure', name: 'unauthenticated' },
    facts: [
      { says: 'Wrong credentials are 401 `AUTHENTICATION_FAILED`; upctl needs that code.', evidence: 'observed' },
    ],
  })
})
