import { describe, expect, test } from 'vitest'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import type { Client } from '../../helpers/setup.ts'
import { S, H, play } from '../setup.ts'

const peer = async (api: Client, name = 'p') => {
  const { ids } = await twoVpcs(api)
  return createPeering(api, name, ...ids)
}
const stateOf = async (api: Client, id: string): Promise<string> => {
  const { status, body } = await api('GET', `/v2/vpc_peerings/${id}`)
  return status === 200 ? (body as { vpc_peering: { status: string } }).vpc_peering.status : String(status)
}

const machine = (rules: string): string => `lifecycles:\n  digitalocean/vpc_peering:\n${rules}`

describe('after', () => {
  test('a rule that ends a state by time takes the place of the own timer', async () => {
    const { api, pass } = await play(machine('    - { id: slow, from: PROVISIONING, after: 10s, to: ACTIVE }'))
    const { id } = await peer(api)
    pass(9_999)
    expect(await stateOf(api, id)).toBe('PROVISIONING')
    pass(1)
    expect(await stateOf(api, id)).toBe('ACTIVE')
  })

  test('other states keep what the machine does', async () => {
    const { api, pass } = await play(machine('    - { id: slow, from: PROVISIONING, after: 10s, to: ACTIVE }'))
    const { id } = await peer(api)
    pass(10 * S)
    await api('DELETE', `/v2/vpc_peerings/${id}`)
    expect(await stateOf(api, id)).toBe('DELETING')
    pass(1 * S)
    expect(await stateOf(api, id)).toBe('404')
  })
})

describe('afterReads', () => {
  test('ends the state after that many reads that showed it, in get and list alike', async () => {
    const { api } = await play(machine('    - { id: quick, from: PROVISIONING, afterReads: 2, to: ACTIVE }'))
    const { id } = await peer(api)
    expect(await stateOf(api, id)).toBe('PROVISIONING')
    const { body } = await api('GET', '/v2/vpc_peerings')
    expect((body as { vpc_peerings: { status: string }[] }).vpc_peerings[0]!.status).toBe('PROVISIONING')
    expect(await stateOf(api, id)).toBe('ACTIVE')
  })

  test('a read of something else, and a refused one, does not count', async () => {
    const { api } = await play(machine('    - { id: quick, from: PROVISIONING, afterReads: 1, to: ACTIVE }'))
    const { id } = await peer(api)
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/vpc_peerings?page=9')
    await api('PATCH', `/v2/vpc_peerings/${id}`, { name: '' })
    await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'renamed' })
    expect(await stateOf(api, id)).toBe('PROVISIONING')
    expect(await stateOf(api, id)).toBe('ACTIVE')
  })

  test('0 ends it at once', async () => {
    const { api } = await play(machine('    - { id: quick, from: PROVISIONING, afterReads: 0, to: ACTIVE }'))
    const { id } = await peer(api)
    expect(await stateOf(api, id)).toBe('ACTIVE')
  })
})

describe('any', () => {
  const rules = machine(
    '    - { id: provision, from: PROVISIONING, to: ACTIVE, any: [{ after: 20s }, { afterReads: 2 }] }',
  )
  test('time wins when it comes first', async () => {
    const { api, pass } = await play(rules)
    const { id } = await peer(api)
    await stateOf(api, id)
    pass(20 * S)
    expect(await stateOf(api, id)).toBe('ACTIVE')
  })
  test('reads win when they come first', async () => {
    const { api } = await play(rules)
    const { id } = await peer(api)
    await stateOf(api, id)
    await stateOf(api, id)
    expect(await stateOf(api, id)).toBe('ACTIVE')
  })
})

describe('hold', () => {
  test('a held state lasts for ever', async () => {
    const { api, pass } = await play(machine('    - { id: stuck, from: DELETING, hold: true }'))
    const { id } = await peer(api)
    pass(2 * S)
    await api('DELETE', `/v2/vpc_peerings/${id}`)
    pass(1_000 * H)
    expect(await stateOf(api, id)).toBe('DELETING')
  })
})

describe('on', () => {
  test('an event leads elsewhere, at once or after a while', async () => {
    const { api, pass } = await play(machine('    - { id: late, from: ACTIVE, on: delete, after: 5s, to: DELETING }'))
    const { id } = await peer(api)
    pass(2 * S)
    expect((await api('DELETE', `/v2/vpc_peerings/${id}`)).status).toBe(202)
    expect(await stateOf(api, id)).toBe('ACTIVE')
    pass(5 * S)
    expect(await stateOf(api, id)).toBe('DELETING')
  })
  test('a call of an operation that names the resource', async () => {
    const { api } = await play(
      machine('    - { id: renamed, from: PROVISIONING, on: digitalocean/vpc_peerings.update, to: ERROR }'),
    )
    const { id } = await peer(api)
    await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'other' })
    expect(await stateOf(api, id)).toBe('ERROR')
  })
})

describe('if', () => {
  test('a rule holds only for the resources that fit', async () => {
    const { api, pass } = await play(
      machine('    - { id: fail, from: PROVISIONING, after: 1s, to: ERROR, if: { name: { glob: "bad-*" } } }'),
    )
    const { ids } = await twoVpcs(api)
    const bad = await createPeering(api, 'bad-1', ...ids)
    pass(5 * S)
    expect(await stateOf(api, bad.id)).toBe('ERROR')
  })
})
