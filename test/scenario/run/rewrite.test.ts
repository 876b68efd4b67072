import { describe, expect, test } from 'vitest'
import { readDuration } from '../../../src/core/clock.ts'
import { type Golden, recordings } from '../../contract/golden.ts'
import { clientOf } from '../../helpers/setup.ts'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { play } from '../setup.ts'

const LIST = '/v2/vpc_peerings'
const rewriting = (op: string, effect: string, more = ''): string =>
  `faults:\n  - { id: f, match: { op: digitalocean/${op} }${more}, effect: { ${effect} } }`

const peered = async (effect: string, more?: string, op = 'vpc_peerings.get') => {
  const bench = await play(rewriting(op, effect, more))
  const { ids } = await twoVpcs(bench.api)
  return { ...bench, ids, ...(await createPeering(bench.api, 'a-b', ...ids)) }
}

describe('rewrite', () => {
  test('changes single members of the real answer, and its length with them', async () => {
    const { api, id, ids } = await peered(
      'rewrite: { set: { vpc_peering.status: MIGRATING }, stringify: [vpc_peering.vpc_ids] }',
    )
    const { status, headers, body, text } = await api('GET', `${LIST}/${id}`)
    expect({ status, body, length: headers['content-length'], fault: headers['x-peertwin-fault'] }).toEqual({
      status: 200,
      body: {
        vpc_peering: {
          id,
          name: 'a-b',
          vpc_ids: JSON.stringify(ids),
          created_at: '2026-01-01T00:00:00Z',
          status: 'MIGRATING',
        },
      },
      length: String(text.length),
      fault: 'f',
    })
  })

  test('takes members away and puts null in their place', async () => {
    const { api } = await peered(
      'rewrite: { remove: [meta, links], nullify: [vpc_peerings.0] }',
      '',
      'vpc_peerings.list',
    )
    expect((await api('GET', LIST)).body).toEqual({ vpc_peerings: [null] })
  })

  test('with a status and headers, after what was asked for is done', async () => {
    const { api } = await play(
      rewriting(
        'vpcs.create',
        'rewrite: { empty: true }, status: 200, headers: { X-Extra: "{{now|epoch}}", ratelimit-limit: null }',
      ),
    )
    const answer = await api('POST', '/v2/vpcs', { name: 'a', region: 'nyc3' })
    expect({ status: answer.status, headers: answer.headers, text: answer.text }).toEqual({
      status: 200,
      headers: {
        'content-length': '0',
        date: 'Thu, 01 Jan 2026 00:00:00 GMT',
        'ratelimit-remaining': '4999',
        'ratelimit-reset': '1767229200',
        'x-extra': '1767225600',
        'x-gateway': 'Edge-Gateway',
        'x-peertwin-fault': 'f',
        'x-peertwin-request': '1',
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        'x-response-from': 'service',
      },
      text: '',
    })
    expect((await api('GET', '/v2/vpcs')).body).toMatchObject({ meta: { total: 15 } })
  })

  test('leaves an answer without JSON as it is', async () => {
    const { api } = await play(rewriting('vpcs.delete', 'rewrite: { set: { a: 1 } }'))
    const { ids } = await twoVpcs(api)
    const { status, text } = await api('DELETE', `/v2/vpcs/${ids[0]}`)
    expect({ status, text }).toEqual({ status: 204, text: '' })
  })

  test('is marked in the journal as an answer that the provider did not give', async () => {
    const { api, id, emulator } = await peered('rewrite: { set: { a: 1 } }')
    await api('GET', `${LIST}/${id}`)
    expect([...emulator.world.journal.entries()].at(-1)).toMatchObject({
      status: 200,
      fault: { faults: ['f'], effect: 'rewrite', stage: 'before', raw: true },
    })
  })
})

// a rewriting that changes nothing shows that every provider's own layout comes out of it
const IDLE = 'faults:\n  - { id: idle, effect: { rewrite: { remove: [there.is.no.such.member] } } }'

describe('an answer that is rewritten keeps the layout of its provider', () => {
  const replayed = async ({ base, headers, options, steps }: Golden, provider: string) => {
    const { emulator, pass } = await play(IDLE, { ...options, providers: [provider] })
    const client = clientOf(emulator, base, headers)
    const said: string[] = []
    for (const step of steps) {
      if ('advance' in step) pass(readDuration(step.advance)!)
      else said.push((await client(step.send.method, step.send.path, step.send.body, step.send.headers)).text)
    }
    return said
  }
  test.each(recordings)('$provider $name', async ({ provider, golden }) => {
    const expected = golden.steps.flatMap((step) => ('expect' in step ? [step.expect.body] : []))
    expect(await replayed(golden, provider)).toEqual(expected)
  })
})
