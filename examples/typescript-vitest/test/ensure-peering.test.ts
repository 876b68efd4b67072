import type { Peertwin } from 'peertwin/testing'
import { expect, testWith } from 'peertwin/vitest'
import type { Account } from '../src/api.ts'
import { ensurePeering as firstVersion } from '../src/ensure-peering-first.ts'
import { ensurePeering } from '../src/ensure-peering.ts'

const test = testWith({ providers: ['digitalocean'], scenario: 'scenarios/lost-answer.yaml', seed: 42 })

const WANTED = {
  name: 'a-b',
  vpc_ids: ['5a4981aa-9653-4bd1-bef5-d6bff52042e4', 'e0fe0f4d-596a-465e-a902-571ce57b79fa'],
}

/** An account in the namespace of a test, whose waiting lets the emulated time pass. */
const accountIn = (pt: Peertwin): Account => ({
  url: pt.url('digitalocean'),
  token: pt.token('digitalocean'),
  sleep: (ms) => pt.clock.advance(`${ms}ms`),
})

test('the first version asks again for what it has already, and gives up', async ({ pt }) => {
  await expect(firstVersion(accountIn(pt), WANTED)).rejects.toThrow('DigitalOcean answers 422')

  const report: Error = await pt.verify().then(
    () => new Error('verified'),
    (error: Error) => error,
  )
  expect(report.message).toContain(
    [
      'FAIL  digitalocean/vpc_peerings.create is called once',
      '      because what was made once need not be asked for again',
      '      it was called 5 times',
      '      #1 2026-01-01T00:00:00.000Z POST /v2/vpc_peerings: no answer (fault lost)',
      '      #2 2026-01-01T00:00:01.000Z POST /v2/vpc_peerings: 422',
    ].join('\n'),
  )
})

test('the second version looks first', async ({ pt }) => {
  const peering = await ensurePeering(accountIn(pt), WANTED)
  expect(peering).toMatchObject({ name: 'a-b', status: 'ACTIVE' })
  await expect(pt).toHaveResource('digitalocean/vpc_peering', { id: peering.id, state: 'ACTIVE', count: 1 })
  await pt.verify()
})

test('the second version can be run again', async ({ pt }) => {
  const account = accountIn(pt)
  const { id } = await ensurePeering(account, WANTED)
  expect((await ensurePeering(account, WANTED)).id).toBe(id)
  await expect(pt).toHaveReceived('digitalocean/vpc_peerings.create', 1)
})

test('the second version survives a bad answer to its look', async ({ pt }) => {
  const lost = await pt.fault('digitalocean/vpc_peerings.list', { calls: 1, effect: { error: 'internal' } })
  await expect(ensurePeering(accountIn(pt), WANTED)).rejects.toThrow('DigitalOcean answers 500')
  expect(await lost.hits()).toBe(1)
  await expect(pt).not.toHaveReceived('digitalocean/vpc_peerings.create')
})
