import { expect, test } from 'vitest'
import { unmatchedRoutes } from '../../../../src/control/routes/requests/unmatched.ts'
import { covers, ok } from '../../setup.ts'
import { requestsOf, setup } from './setup.ts'

covers(unmatchedRoutes)

test('GET /requests/unmatched lists what no operation answered, with what comes closest', async () => {
  const { api, control } = setup()
  expect(await control('GET', '/requests/unmatched')).toEqual(ok({ requests: [] }))
  await api('GET', '/v2/vpcs')
  await api('GET', '/v2/vpc_peering/7')
  await api('PUT', '/v2/vpc_peerings')
  await api('GET', '/v2/vpcs/x')
  const [, second, third] = await requestsOf(control)
  const first = 'GET /v2/vpc_peerings/{vpc_peering_id}'
  const answer = await control('GET', '/requests/unmatched')
  expect(answer).toEqual(
    ok({
      requests: [
        { ...second, near_misses: [first, expect.any(String), expect.any(String)] },
        { ...third, near_misses: ['GET /v2/vpc_peerings', expect.any(String), expect.any(String)] },
      ],
    }),
  )
})
