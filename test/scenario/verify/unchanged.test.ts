import { describe, expect, test } from 'vitest'
import { verify } from '../../../src/scenario/verify/verify.ts'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { play, vocabulary } from '../setup.ts'

const STRANGER = '5a4981aa-9653-4bd1-bef5-d6bff52042e4'
const started = (expectation: string) =>
  play(
    `name: t\nexpect: [{ ${expectation} }]\nfixtures: { digitalocean: { vpcs: [{ id: ${STRANGER}, name: strange, region: nyc3 }] } }`,
  )
const checked = async ({ emulator }: Awaited<ReturnType<typeof play>>) =>
  verify(emulator.world, await vocabulary()).checks.map(({ text, passed, seen }) => ({ text, passed, seen }))

describe('unchanged', () => {
  const text = 'what was there of digitalocean/* before the first request stays as it was'

  test('a client may add rows and let time pass', async () => {
    const played = await started('unchanged: digitalocean/*')
    await createPeering(played.api, 'a-b', ...(await twoVpcs(played.api)).ids)
    played.pass(60_000)
    expect(await checked(played)).toEqual([{ text, passed: true, seen: [] }])
  })

  test('what it changes or deletes of others is told', async () => {
    const played = await started('unchanged: digitalocean/*')
    await played.api('PATCH', `/v2/vpcs/${STRANGER}`, { name: 'mine' })
    expect(await checked(played)).toEqual([
      { text, passed: false, seen: [`digitalocean/vpc ${STRANGER}: name changed`] },
    ])
    await played.api('DELETE', `/v2/vpcs/${STRANGER}`)
    expect(await checked(played)).toEqual([{ text, passed: false, seen: [`digitalocean/vpc ${STRANGER}: it is gone`] }])
  })

  test('states count where a request changed them, from a mark on', async () => {
    const played = await started('unchanged: digitalocean/vpc_peering, since: { mark: go }')
    const { id } = await createPeering(played.api, 'a-b', ...(await twoVpcs(played.api)).ids)
    played.pass(60_000)
    played.active.marked('go')
    expect((await checked(played))[0]!.passed).toBe(true)
    await played.api('DELETE', `/v2/vpc_peerings/${id}`)
    expect((await checked(played))[0]).toEqual({
      text: "what was there of digitalocean/vpc_peering before the mark 'go' stays as it was",
      passed: false,
      seen: [`digitalocean/vpc_peering ${id}: #4 made it DELETING`],
    })
  })

  test('nobody knows the time before a mark that never came', async () => {
    const played = await started('unchanged: digitalocean/vpc, since: { mark: go }')
    await played.api('GET', '/v2/vpcs')
    expect((await checked(played))[0]).toMatchObject({
      passed: false,
      seen: ["nothing is known of the time before the mark 'go'"],
    })
  })
})

describe('finally', () => {
  const peered = async (state: string) => {
    const played = await play(`name: t\nexpect: [{ resource: digitalocean/vpc_peering, finally: ${state} }]`)
    const { id } = await createPeering(played.api, 'a-b', ...(await twoVpcs(played.api)).ids)
    return { ...played, id }
  }
  test('is the state at the end, not one on the way', async () => {
    const { id, ...played } = await peered('ACTIVE')
    expect((await checked(played))[0]).toMatchObject({
      text: 'digitalocean/vpc_peering is ACTIVE at the end',
      passed: false,
      seen: [`a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, then ACTIVE in 2s`],
    })
    played.pass(5_000)
    expect((await checked(played))[0]!.passed).toBe(true)
    await played.api('DELETE', `/v2/vpc_peerings/${id}`)
    expect((await checked(played))[0]!.passed).toBe(false)
    played.pass(5_000)
    expect((await checked(played))[0]).toMatchObject({
      passed: false,
      seen: ['there is no digitalocean/vpc_peering at all'],
    })
  })
  test('may be that nothing is left', async () => {
    const { id, ...played } = await peered('$gone')
    expect((await checked(played))[0]!.passed).toBe(false)
    await played.api('DELETE', `/v2/vpc_peerings/${id}`)
    played.pass(5_000)
    expect((await checked(played))[0]!.passed).toBe(true)
  })
})
