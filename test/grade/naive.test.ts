import { beforeAll, describe, expect, test } from 'vitest'
import { clientAt, gradeOf, gradeWhole } from './graded.ts'

const FAILURES = ['impatient', 'spin', 'hang', 'crash', 'lie', 'orphan', 'duplicate', 'collateral', 'leak']
// a bound for what hangs: each failure is tried twice, and many of these hang
const LONGEST = 400_000
const QUICK = ['--patience', '1s', '--probe-timeout', '5s']

/** What the shortest program that works on a good day falls to, and how it falls where only one way is open. */
const FALLS =
  'lost-create-reset lost-create-502 lost-create-hang retryer-keeps-going create-refused-503 reads-fail-after-create interrupted-rerun two-at-once name-taken-by-stranger fails-for-good gone-while-waiting one-bad-poll retry-after-seconds retry-after-date retry-after-absurd 429-without-a-word tight-limit quota-is-final 404-after-create delete-says-404 delete-busy stuck-delete deleted-behind-back cut-later error-is-not-absence many-pages half-a-page html-instead empty-success shape-drift silent-read token-ends-midway 401-for-ever list-lags keepalive-cut'.split(
    ' ',
  )

describe('a naive client', () => {
  let graded: Awaited<ReturnType<typeof gradeWhole>>
  beforeAll(async () => {
    graded = await gradeWhole('naive', 'digitalocean', [...QUICK, '--only', FALLS.join(',')])
  }, LONGEST)

  test.each(FALLS)('falls to %s', (id) => expect(FAILURES).toContain(graded.verdicts.get(id)))

  test('fails, and is told so in sentences', () => {
    expect({ code: graded.code, letter: graded.report.score.letter }).toEqual({ code: 1, letter: 'F' })
    expect(graded.report.score.headline).toMatch(/^survives 0 of \d+ bad days; hurts others on 1; /)
  })
})

test.concurrent(
  'one of other providers falls to what only those do',
  async () => {
    const [confluent, huawei, tencent] = await Promise.all([
      gradeWhole('naive', 'confluent', [...QUICK, '--only', 'rejected-or-lapsed,never-accepted']),
      gradeWhole('naive', 'huawei', [...QUICK, '--only', 'route-too-early']),
      gradeWhole('naive', 'tencent', [...QUICK, '--only', 'failure-in-a-200,clock-skew']),
    ])
    expect(Object.fromEntries([...confluent.verdicts, ...huawei.verdicts, ...tencent.verdicts])).toEqual({
      'rejected-or-lapsed': 'hang',
      'never-accepted': 'hang',
      'route-too-early': 'crash',
      'failure-in-a-200': 'lie',
      'clock-skew': 'lie',
    })
  },
  LONGEST,
)

test.concurrent('one that takes an accepted offer for the end falls to a stale look', async () => {
  const { verdicts } = await gradeWhole('eager', 'huawei', [...QUICK, '--only', 'stale-after-accept'])
  expect([...verdicts]).toEqual([['stale-after-accept', 'orphan']])
})

const BRITTLE =
  'slow-but-fine ready-at-first-look unknown-state flapping-state last-page-odd next-goes-round odd-names delete-the-failed ghost-after-delete'.split(
    ' ',
  )

test.concurrent(
  'one that knows a single way falls to what the naive one survives',
  async () => {
    const down = `'${process.execPath}' '${clientAt('brittle')}' down`
    const flags = [...QUICK, '--then', down, '--only', BRITTLE.join(',')]
    const { verdicts } = await gradeOf('digitalocean', [clientAt('brittle'), 'up'], flags)
    const unhurt = BRITTLE.filter((id) => !FAILURES.includes(verdicts.get(id) ?? ''))
    expect(unhurt).toEqual([])
  },
  LONGEST,
)
