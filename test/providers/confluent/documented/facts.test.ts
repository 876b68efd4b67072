import { expect, test } from 'vitest'
import { facts } from '../../../../src/providers/confluent/facts.ts'
import { explained } from '../../../helpers/facts.ts'
import { ENVIRONMENTS, NETWORKS, PEERINGS, aws, basic, networkSpec, peeringSpec, ready } from '../setup.ts'

const fixtures = { confluent: { api_keys: [{ key: 'OLD', secret: 'key', revoked: true }] } }

test('each fact explains an answer', async () => {
  const settings = { confluent: { peeringQuota: 1, rateLimit: 30 } }
  const { api, anonymous, clientAs, emulator, environment, network, clock } = await ready({
    fixtures,
    settings,
    rateLimits: 'enforce',
  })
  const { shown, asking } = explained(emulator)
  const ask = asking(api)
  const idOf = ({ body }: { body: unknown }): string => (body as { id: string }).id
  const spec = { ...networkSpec(environment, 'AWS', '10.2.0.0/16') }

  await asking(anonymous)('GET', ENVIRONMENTS)
  await asking(clientAs({ authorization: basic('OLD', 'key') }))('GET', ENVIRONMENTS)
  await asking(anonymous)('POST', '/api/sessions', {})
  await ask('GET', ENVIRONMENTS)
  await ask('GET', PEERINGS)
  await ask('GET', `${PEERINGS}?environment=${environment}&page_size=0`)
  await ask('GET', `${PEERINGS}?environment=${environment}&page_token=x`)
  await ask('GET', `${PEERINGS}?environment=env-none`)
  await ask('GET', `${PEERINGS}/peer-none?environment=${environment}`)
  await ask('GET', `${NETWORKS}/n-none?environment=${environment}`)
  await ask('POST', PEERINGS, {})

  const provisioning = idOf(await ask('POST', NETWORKS, { spec }))
  await ask('POST', PEERINGS, { spec: peeringSpec(environment, provisioning) })
  await ask('DELETE', `${NETWORKS}/${provisioning}?environment=${environment}`)
  const renamed = { spec: { display_name: 'x', environment: { id: environment } } }
  await ask('PATCH', `${NETWORKS}/${provisioning}`, renamed)
  const { cidr: _, ...privateLink } = { ...spec, connection_types: ['PRIVATELINK'] }
  const linked = idOf(await ask('POST', NETWORKS, { spec: privateLink }))
  await ask('POST', PEERINGS, { spec: peeringSpec(environment, linked) })

  const peering = idOf(await ask('POST', PEERINGS, { spec: peeringSpec(environment, network) }))
  await ask('POST', PEERINGS, { spec: peeringSpec(environment, network) })
  await ask('POST', PEERINGS, { spec: peeringSpec(environment, network, aws('012345678901', 'vpc-1')) })
  await ask('DELETE', `${NETWORKS}/${network}?environment=${environment}`)
  await ask('DELETE', `${ENVIRONMENTS}/${environment}`)
  await ask('DELETE', `${PEERINGS}/${peering}?environment=${environment}`)
  await ask('PATCH', `${PEERINGS}/${peering}`, renamed)

  clock.advance(60_000)
  await api('DELETE', `${NETWORKS}/${network}?environment=${environment}`)
  await api('DELETE', `${NETWORKS}/${linked}?environment=${environment}`)
  await ask('DELETE', `${ENVIRONMENTS}/${environment}`)
  while ((await ask('GET', ENVIRONMENTS)).status !== 429);

  expect(facts.filter(({ says }) => !shown.includes(says))).toEqual([])
})
