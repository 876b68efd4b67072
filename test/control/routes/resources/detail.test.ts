import { describe, expect, test } from 'vitest'
import { detailRoutes } from '../../../../src/control/routes/resources/detail.ts'
import { createPeering, twoVpcs } from '../../../providers/digitalocean/setup.ts'
import { covers, invalid, notFound, problem, refused, setup } from '../../setup.ts'

covers(detailRoutes)

const MACHINE = {
  initial: 'PROVISIONING',
  states: [
    { state: 'PROVISIONING', after: { span: '2s', to: 'ACTIVE' }, on: { delete: 'DELETING', fail: 'ERROR' } },
    { state: 'ACTIVE', after: null, on: { delete: 'DELETING', fail: 'ERROR' } },
    { state: 'ERROR', after: null, on: { delete: 'DELETING' } },
    { state: 'DELETING', after: { span: '1s', to: '$gone' }, on: {} },
  ],
}
const SCENARIO = `name: by-hand
lifecycles:
  digitalocean/vpc_peering:
    - { id: accept, from: PROVISIONING, to: ACTIVE, any: [{ on: manual }, { afterReads: 3 }] }
    - { id: reject, from: PROVISIONING, on: manual, to: ERROR }
`

const peered = async (scenario?: string) => {
  const bench = setup()
  if (scenario !== undefined) {
    await bench.control('PUT', '/scenarios/by-hand', scenario)
    await bench.control('POST', '/scenarios/by-hand/activate')
  }
  const { ids } = await twoVpcs(bench.api)
  const { id } = await createPeering(bench.api, 'p', ...ids)
  return { ...bench, id, vpcs: ids }
}

describe('GET /resources/{id}', () => {
  test('shows the record and the machine', async () => {
    const { control, id, vpcs } = await peered()
    const { body } = await control('GET', `/resources/${id}`)
    expect(body).toEqual({
      id,
      type: 'digitalocean/vpc_peering',
      state: 'PROVISIONING',
      since: '2026-01-01T00:00:00.000Z',
      due: '2026-01-01T00:00:02.000Z',
      next: 'ACTIVE',
      row: expect.objectContaining({ id, name: 'p', state: 'PROVISIONING' }),
      machine: MACHINE,
      ways_out: [],
    })
    const vpc = await control('GET', `/resources/${vpcs[0]}?type=digitalocean/vpc`)
    expect(vpc.body).toMatchObject({ id: vpcs[0], state: null, machine: null, ways_out: [] })
  })

  test('shows what the active scenario has for the present state', async () => {
    const { control, id } = await peered(SCENARIO)
    expect((await control('GET', `/resources/${id}`)).body).toMatchObject({
      due: null,
      machine: MACHINE,
      ways_out: [
        { transition: 'accept', to: 'ACTIVE', by: ['manual', 'reads 3'] },
        { transition: 'reject', to: 'ERROR', by: ['manual'] },
      ],
    })
  })

  test('masks the secrets of a record', async () => {
    const { control } = setup({ providers: ['confluent'] })
    const { resources } = (await control('GET', '/resources?type=confluent/user')).body as {
      resources: { id: string }[]
    }
    expect(resources).toHaveLength(1)
    const { body } = await control('GET', `/resources/${resources[0]!.id}`)
    expect((body as { row: object }).row).toMatchObject({ password: '***' })
  })

  test('refuses one that there is not, and one that there is twice', async () => {
    const { control, id: known } = await peered()
    await refused(control, ['GET', `/resources/${known}?typ=x`], invalid("query has no 'typ'; did you mean 'type'?"))
    await refused(control, ['GET', '/resources/nobody'], notFound('No resource has the id nobody.'))
    const id = '5a4981aa-9653-4bd1-bef5-d6bff52042e4'
    const vpc = { id, name: 'a', region: 'nyc1', ip_range: '10.99.0.0/16' }
    const twins = setup({
      fixtures: { digitalocean: { vpcs: [vpc] }, huawei: { vpcs: [{ id, name: 'a', cidr: '10.98.0.0/16' }] } },
      providers: ['digitalocean', 'huawei'],
    })
    await refused(
      twins.control,
      ['GET', `/resources/${id}`],
      problem(
        409,
        'Ambiguous',
        `More than one resource has the id ${id}; say ?type= with one of digitalocean/vpc, huawei/vpc.`,
      ),
    )
  })
})
