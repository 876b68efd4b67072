import { beforeAll, describe, expect, test } from 'vitest'
import { readCatalogue } from '../../src/grade/probes/catalogue.ts'
import { gradeWhole } from './graded.ts'

// each probe is passed by a careful client of a provider that it applies to
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  confluent: ['rejected-or-lapsed', 'never-accepted'],
  huawei: ['stale-after-accept', 'route-too-early'],
  tencent: ['failure-in-a-200', 'clock-skew'],
}

const PASSED = /^(?:survived|survived noisily|gave up honestly)$/

const { probes } = await readCatalogue(new URL('../../scenarios/probes', import.meta.url).pathname)
const elsewhere = Object.values(ELSEWHERE).flat()

describe('a careful client', () => {
  let graded: Awaited<ReturnType<typeof gradeWhole>>
  beforeAll(async () => {
    graded = await gradeWhole('careful', 'digitalocean', ['--patience', '8s', '--min-grade', 'A'])
  }, 400_000)

  test('gets an A', () => {
    const { code, report } = graded
    expect({ code, letter: report.score.letter }).toEqual({
      code: 0,
      letter: expect.stringMatching(/^A\+?$/) as string,
    })
    expect(report.run.warnings).toEqual([])
  })

  test.each(probes.map(({ id }) => id).filter((id) => !elsewhere.includes(id)))('passes %s', (id) => {
    expect(graded.verdicts.get(id)).toMatch(PASSED)
  })

  test('is not asked what its provider has no words for', () => {
    const not = graded.report.probes.filter(({ verdict }) => verdict === 'n/a').map(({ id }) => id)
    expect(new Set(not)).toEqual(new Set(elsewhere))
  })
})

test.each(Object.entries(ELSEWHERE))('one of %s passes what only that provider does', async (provider, ids) => {
  const { verdicts } = await gradeWhole('careful', provider, ['--patience', '8s', '--only', ids.join(',')])
  expect([...verdicts.keys()].length).toBe(ids.length)
  for (const verdict of verdicts.values()) expect(verdict).toMatch(PASSED)
})
