import { beforeAll, describe, expect, test } from 'vitest'
import { readCatalogue } from '../../src/grade/probes/catalogue.ts'
import { LONGEST, gradeWhole } from './graded.ts'

// each probe is passed by a careful client of a provider that it applies to
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  confluent: ['rejected-or-lapsed', 'never-accepted'],
  huawei: ['stale-after-accept', 'route-too-early'],
  tencent: ['failure-in-a-200', 'clock-skew'],
}

// days on which a client of UpCloud differs, which is both sides of its peerings
const OWN_PEER = ['fails-for-good', 'gone-while-waiting', 'cut-later', 'name-taken-by-stranger']
const OF_ANOTHER = 'never-accepted'

const PASSED = /^(?:survived|survived noisily|gave up honestly)$/

const { probes } = await readCatalogue(new URL('../../scenarios/probes', import.meta.url).pathname)
const elsewhere = Object.values(ELSEWHERE).flat()

const graded = new Map<string, Awaited<ReturnType<typeof gradeWhole>>>()
beforeAll(async () => {
  const grade = async (provider: string, flags: readonly string[]) =>
    graded.set(provider, await gradeWhole('careful', provider, ['--patience', '8s', '--jobs', '16', ...flags]))
  const others = Object.entries(ELSEWHERE).map(([provider, ids]) => grade(provider, ['--only', ids.join(',')]))
  const ownPeer = grade('upcloud', ['--only', [...OWN_PEER, OF_ANOTHER].join(',')])
  await Promise.all([grade('digitalocean', ['--min-grade', 'A']), ...others, ownPeer])
}, LONGEST)

describe('a careful client', () => {
  test('gets an A', () => {
    const { code, report } = graded.get('digitalocean')!
    expect({ code, letter: report.score.letter }).toEqual({
      code: 0,
      letter: expect.stringMatching(/^A\+?$/) as string,
    })
    expect(report.run.warnings).toEqual([])
  })

  test.each(probes.map(({ id }) => id).filter((id) => !elsewhere.includes(id)))('passes %s', (id) => {
    expect(graded.get('digitalocean')!.verdicts.get(id)).toMatch(PASSED)
  })

  test('is not asked what its provider has no words for', () => {
    const { report } = graded.get('digitalocean')!
    const not = report.probes.filter(({ verdict }) => verdict === 'n/a').map(({ id }) => id)
    expect(new Set(not)).toEqual(new Set(elsewhere))
  })

  test.each(Object.entries(ELSEWHERE))('of %s passes what only that provider does', (provider, ids) => {
    const { verdicts } = graded.get(provider)!
    expect(new Set(verdicts.keys())).toEqual(new Set(ids))
    for (const verdict of verdicts.values()) expect(verdict).toMatch(PASSED)
  })

  test('of UpCloud passes what both sides of a peering meet, and has nobody else to wait for', () => {
    const { verdicts } = graded.get('upcloud')!
    for (const id of OWN_PEER) expect(verdicts.get(id)).toMatch(PASSED)
    expect(verdicts.get(OF_ANOTHER)).toBe('n/a')
  })
})
