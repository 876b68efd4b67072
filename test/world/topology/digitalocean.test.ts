import { describe, expect, test } from 'vitest'
import { reachIn, refusalOf, waysOf } from './setup.ts'

const ID = '5a4981aa-9653-4bd1-bef5-d6bff52042e4'
const vpcs = [
  { id: ID, name: 'hub', region: 'nyc3', ip_range: '10.77.0.0/16' },
  { name: 'spoke', region: 'ams3', ip_range: '10.78.0.0/16' },
  { name: 'leaf', region: 'ams3', ip_range: '10.79.0.0/16' },
]
const peered = (status: string, ...more: object[]) =>
  reachIn('digitalocean', {
    vpcs,
    vpc_peerings: [{ name: 'hub-spoke', vpc_ids: ['hub', 'spoke'], status }, ...more],
  })

describe('DigitalOcean', () => {
  test('routes to peers by itself, both ways', async () => {
    const ask = peered('ACTIVE')
    const answer = await ask('hub', '10.78.3.4')
    expect([answer.reaches, answer.provider, answer.refusal]).toEqual([true, 'digitalocean', null])
    expect(waysOf(answer)).toEqual([
      [
        'network hub: 10.77.0.0/16',
        'table hub: 10.78.0.0/16 goes to the peering hub-spoke',
        'peering hub-spoke: is ACTIVE',
        'network spoke: 10.78.0.0/16',
      ],
      [
        'network spoke: 10.78.0.0/16',
        'table spoke: 10.77.0.0/16 goes to the peering hub-spoke',
        'peering hub-spoke: is ACTIVE',
        'network hub: 10.77.0.0/16',
      ],
    ])
    expect((await ask(ID, '10.78.0.0/20')).reaches).toBe(true)
    expect((await ask('hub', 'hub@10.77.1.1')).reaches).toBe(true)
  })

  test.each([
    ['PROVISIONING', 'The peering is being set up.', 'inferred'],
    ['ERROR', 'The peering could not be set up.', 'inferred'],
    ['DELETING', 'The peering is being taken down.', 'inferred'],
  ])('a peering in state %s carries nothing', async (status, says, evidence) => {
    expect(refusalOf(await peered(status)('hub', 'spoke'))).toEqual([
      'there',
      'peering_state',
      `the peering hub-spoke is ${status}: ${says}`,
      evidence,
    ])
  })

  test('without a peering there is no way', async () => {
    expect(refusalOf(await peered('ACTIVE')('leaf', 'hub'))).toEqual([
      'there',
      'no_peering',
      'nothing joins leaf and hub',
      'documented',
    ])
  })

  test('peerings are not transitive', async () => {
    const ask = peered('ACTIVE', { name: 'spoke-leaf', vpc_ids: ['spoke', 'leaf'] })
    expect((await ask('spoke', 'leaf')).reaches).toBe(true)
    expect(refusalOf(await ask('hub', 'leaf'))).toEqual([
      'there',
      'not_transitive',
      'hub and leaf are both peered with spoke, and with each other they are not',
      'inferred',
    ])
  })

  test.each([
    ['hub', 'spok', "there is no network, subnet or range 'spok'; did you mean 'spoke'?"],
    ['hub', '10.99.0.1', /^there is no network, subnet or range '10\.99\.0\.1'/],
    ['hub@10.78.0.1', 'spoke', /^there is no network, subnet or range 'hub@10\.78\.0\.1'/],
  ])('%s to %s is refused', async (from, to, text) => {
    await expect(peered('ACTIVE')(from, to)).rejects.toThrow(text)
  })
})
