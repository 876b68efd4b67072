import { expect, test } from 'vitest'
import { type Ending, survive } from './harness.ts'

const LONG = process.env['PEERTWIN_CRASH'] === 'long'

/** Kills with disks that are full among them, in every way. */
const endings = (kills: number, full: number): Ending[] => {
  const kinds: readonly Ending[] = ['full', 'full and killed', 'full and ended']
  const all = Array.from({ length: kills }, (): Ending => 'kill')
  const apart = Math.floor(kills / full)
  for (let n = 0; n < full; n++) all.splice(n * (apart + 1), 0, kinds[n % kinds.length]!)
  return all
}

test(
  'what was acknowledged is there after every end, and nothing else',
  { timeout: LONG ? 1_800_000 : 120_000 },
  async () => {
    const [kills, full] = LONG ? [200, 50] : [8, 3]
    const report = await survive(
      LONG ? 2 : 1,
      endings(kills, full),
      LONG ? (line) => void process.stderr.write(line) : undefined,
    )
    process.stdout.write(`${JSON.stringify(report)}\n`)
    expect(report.rounds).toBe(report.disk === 'endless' ? kills : kills + full)
  },
)
