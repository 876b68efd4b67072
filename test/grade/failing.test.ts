import { beforeAll, describe, expect, test } from 'vitest'
import { LONGEST, clientAt, gradeOf, gradeWhole } from './graded.ts'

const FAILURES = ['impatient', 'spin', 'hang', 'crash', 'lie', 'orphan', 'duplicate', 'collateral', 'leak']
const QUICK = ['--patience', '1s', '--jobs', '16']

/** What the shortest program that works on a good day falls to. */
const FALLS =
  'lost-create-reset lost-create-502 lost-create-hang retryer-keeps-going create-refused-503 reads-fail-after-create interrupted-rerun two-at-once name-taken-by-stranger fails-for-good gone-while-waiting one-bad-poll retry-after-seconds retry-after-date retry-after-absurd 429-without-a-word tight-limit quota-is-final 404-after-create delete-says-404 delete-busy stuck-delete deleted-behind-back cut-later error-is-not-absence many-pages half-a-page html-instead empty-success shape-drift silent-read token-ends-midway 401-for-ever list-lags keepalive-cut'.split(
    ' ',
  )

/** What only other providers do, and how it falls to that. */
const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  confluent: { 'rejected-or-lapsed': 'hang', 'never-accepted': 'hang' },
  huawei: { 'route-too-early': 'crash' },
  tencent: { 'failure-in-a-200': 'lie', 'clock-skew': 'lie' },
}

/** What one falls to that knows a single way, where the naive one gets through. */
const BRITTLE =
  'slow-but-fine ready-at-first-look unknown-state flapping-state last-page-odd next-goes-round odd-names delete-the-failed ghost-after-delete'.split(
    ' ',
  )

/** One client for each class of defects: the bad day that shows it, and the verdict that it gets. */
const DEFECTS = [
  ['duplicating', 'lost-create-reset', 'duplicate'],
  ['spinning', '401-for-ever', 'spin'],
  ['lying', 'quota-is-final', 'lie'],
  ['hanging', 'silent-read', 'hang'],
  ['leaking', 'quota-is-final', 'leak'],
  ['crashing', 'create-refused-503', 'crash'],
] as const

// all at the same time, for most of them wait
const graded = new Map<string, Awaited<ReturnType<typeof gradeWhole>>>()
beforeAll(async () => {
  const grade = async (name: string, provider: string, ids: readonly string[]) =>
    graded.set(`${name} ${provider}`, await gradeWhole(name, provider, [...QUICK, '--only', ids.join(',')]))
  await Promise.all([
    grade('naive', 'digitalocean', FALLS),
    ...Object.entries(ELSEWHERE).map(([provider, falls]) => grade('naive', provider, Object.keys(falls))),
    grade('eager', 'huawei', ['stale-after-accept']),
    grade('brittle', 'digitalocean', BRITTLE),
    ...DEFECTS.map(async ([client, probe]) => {
      const flags = ['--patience', '1s', '--only', probe, '--min-grade', 'A']
      graded.set(client, await gradeOf('digitalocean', [clientAt(client)], flags))
    }),
  ])
}, LONGEST)

describe('a naive client', () => {
  test.each(FALLS)('falls to %s', (id) => {
    expect(FAILURES).toContain(graded.get('naive digitalocean')!.verdicts.get(id))
  })

  test('fails, and is told so in sentences', () => {
    const { code, report } = graded.get('naive digitalocean')!
    expect({ code, letter: report.score.letter }).toEqual({ code: 1, letter: 'F' })
    expect(report.score.headline).toMatch(/^survives 0 of \d+ bad days; hurts others on 1; /)
  })

  test.each(Object.entries(ELSEWHERE))('of %s falls to what only that provider does', (provider, falls) => {
    expect(Object.fromEntries(graded.get(`naive ${provider}`)!.verdicts)).toEqual(falls)
  })
})

test('one that takes an accepted offer for the end falls to a stale look', () => {
  expect([...graded.get('eager huawei')!.verdicts]).toEqual([['stale-after-accept', 'orphan']])
})

test.each(BRITTLE)('one that knows a single way falls to %s', (id) => {
  expect(FAILURES).toContain(graded.get('brittle digitalocean')!.verdicts.get(id))
})

test.each(DEFECTS)(
  'the %s client gets from %s exactly %s, and the line that plays it again',
  (client, probe, verdict) => {
    const { code, report, stdout } = graded.get(client)!
    const [found] = report.probes
    expect({ code, id: found!.id, verdict: found!.verdict }).toEqual({ code: 1, id: probe, verdict })
    const tries = found!.cases.flatMap(({ tries: some }) => some.map((one) => one.verdict))
    expect(tries).toEqual([verdict, verdict])
    expect(found!.repeat).toBe(
      `peertwin grade --provider digitalocean --only ${probe} --patience 1s --seed 1 -- ${process.execPath} ${clientAt(client)}`,
    )
    expect(stdout.endsWith(`  again: ${found!.repeat}\n`)).toBe(true)
    expect(JSON.stringify(report)).not.toMatch(/dop_v1_[0-9a-f]{64}/)
  },
)
