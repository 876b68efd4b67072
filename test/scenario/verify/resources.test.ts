import { describe, expect, test } from 'vitest'
import { S } from '../setup.ts'
import { LIST, watched } from './setup.ts'

const resource = 'digitalocean/vpc_peering'
const because = undefined

describe('resources', () => {
  test('get into a state, within a span', async () => {
    const { check, pass, id } = await watched()
    expect(check({ resource, name: 'a-b', eventually: 'ACTIVE', within: '30s' })).toEqual({
      text: `${resource} a-b gets ACTIVE within 30s`,
      passed: false,
      because,
      seen: [`a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, then ACTIVE in 2s`],
    })
    pass(2 * S)
    expect(check({ resource, name: 'a-b', eventually: 'ACTIVE', within: '2s' })).toEqual({
      text: `${resource} a-b gets ACTIVE within 2s`,
      passed: true,
      because,
      seen: [],
    })
    expect(check({ resource, eventually: 'ACTIVE', within: '1s' })).toEqual({
      text: `${resource} gets ACTIVE within 1s`,
      passed: false,
      because,
      seen: [`a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, ACTIVE +2s`],
    })
  })

  test('never get into one', async () => {
    const { check, pass, id } = await watched()
    pass(2 * S)
    expect(check({ resource, never: 'ERROR' })).toEqual({
      text: `no ${resource} ever gets ERROR`,
      passed: true,
      because,
      seen: [],
    })
    expect(check({ resource, never: 'ACTIVE', because: 'it is cut' })).toEqual({
      text: `no ${resource} ever gets ACTIVE`,
      passed: false,
      because: 'it is cut',
      seen: [`a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, ACTIVE +2s`],
    })
  })

  test('are so many', async () => {
    const { check, id } = await watched()
    const line = `a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, then ACTIVE in 2s`
    expect([
      check({ resource, count: 1 }),
      check({ resource, count: { atLeast: 2, atMost: 3 } }),
      check({ resource, count: 0, where: { name: { glob: 'a-*' } } }),
    ]).toEqual([
      { text: `there is 1 ${resource}`, passed: true, because, seen: ['there are 1', line] },
      { text: `there are at least 2 and at most 3 ${resource}`, passed: false, because, seen: ['there are 1', line] },
      {
        text: `there are 0 ${resource} with {"name":{"glob":"a-*"}}`,
        passed: false,
        because,
        seen: ['there are 1', line],
      },
    ])
  })

  test('that are gone count for what they were, by name, id and fields', async () => {
    const { check, pass, api, id } = await watched()
    pass(2 * S)
    await api('DELETE', `${LIST}/${id}`)
    pass(1 * S)
    expect(check({ resource, name: 'a-b', eventually: '$gone' })).toMatchObject({ passed: true, seen: [] })
    expect(check({ resource, name: id, where: { name: 'a-b' }, never: 'DELETING' })).toEqual({
      text: `no ${resource} ${id} with {"name":"a-b"} ever gets DELETING`,
      passed: false,
      because,
      seen: [`a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, ACTIVE +2s, DELETING +2s, $gone +3s`],
    })
    expect(check({ resource, count: 0 })).toMatchObject({ passed: true, seen: ['there are 0'] })
    expect(check({ resource, name: 'x', eventually: 'ACTIVE' }).seen).toEqual([`there is no ${resource} at all`])
  })

  test('that do not fit are shown, and those without states as well', async () => {
    const { check, id } = await watched()
    expect(check({ resource, name: 'other', eventually: 'ACTIVE' })).toEqual({
      text: `${resource} other gets ACTIVE`,
      passed: false,
      because,
      seen: ['none fits; there are', `a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, then ACTIVE in 2s`],
    })
    expect(check({ resource, where: { state: 'ACTIVE' }, count: 1 })).toEqual({
      text: `there is 1 ${resource} with {"state":"ACTIVE"}`,
      passed: false,
      because,
      seen: [
        'there are 0',
        'none fits; there are',
        `a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, then ACTIVE in 2s`,
      ],
    })
    const { seen } = check({ resource: 'digitalocean/vpc', name: 'a', count: 1 })
    expect(seen).toEqual(['there are 1', expect.stringMatching(/^a [0-9a-f-]{36}: has no states$/)])
  })
})
