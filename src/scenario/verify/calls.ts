import { headerIn } from '../../core/lists.ts'
import { iso } from '../../core/clock.ts'
import type { JournalEntry } from '../../world/request-journal.ts'
import type { Asked } from '../../world/judge.ts'
import { nearest } from '../../core/nearest.ts'
import type { World } from '../../world/world.ts'
import { type Check, boundsText, inBounds, times } from './bounds.ts'
import { ParsedRequest } from '../rules/parsed-request.ts'
import { compileRequestMatch } from '../rules/request-match.ts'
import { globTest } from '../document/matchers.ts'
import { CompileContext } from '../document/compile-context.ts'
import type { Expectation } from '../document/schema.ts'

const SHOWN = 10

const askedOf = (entry: JournalEntry): Asked => ({
  op: entry.op,
  method: entry.method,
  target: entry.target,
  n: entry.n,
  now: entry.at,
  credential: entry.credential === null ? null : { key: entry.credential, label: entry.credential },
  body: entry.requestBody,
  header: (name) => headerIn(entry.requestHeaders, name),
})

const fitsStatus = (status: number, wanted: string | number): boolean =>
  typeof wanted === 'number' ? status === wanted : Math.floor(status / 100) === Number(wanted[0])

const nameOf = ({ provider, op }: JournalEntry): string => `${provider}/${op ?? 'no route'}`

const line = (entry: JournalEntry): string => {
  const { n, at, method, target, status, fault } = entry
  const what = status === 0 ? 'no answer' : String(status)
  return `#${n} ${iso(at)} ${method} ${target}: ${what}${fault ? ` (fault ${fault.faults.join(', ')})` : ''}`
}

const shown = (entries: readonly JournalEntry[]): string[] => {
  const lines = entries.slice(-SHOWN).map(line)
  return entries.length > SHOWN ? [`… ${entries.length - SHOWN} earlier ones`, ...lines] : lines
}

/** Judges an expectation about calls of an operation. */
export const checkCalls = (world: World, expectation: Expectation): Check => {
  const { op, match, calls, answered, because } = expectation
  const fitsOp = globTest(op!)
  const fitsMatch = match && compileRequestMatch(match, new CompileContext(new Map()))
  const all = [...world.journal.entries()]
  const mine = all.filter(
    (entry) =>
      fitsOp(nameOf(entry)) && (!fitsMatch || fitsMatch.fits(new ParsedRequest(world, entry.provider, askedOf(entry)))),
  )
  const wanted = answered === undefined ? [] : [answered].flat()
  const fitting = mine.filter(({ status }) => wanted.length === 0 || wanted.some((one) => fitsStatus(status, one)))
  const answers = wanted.length === 0 ? '' : ` answered ${wanted.join(' or ')}`
  if (calls !== undefined) {
    return {
      text: `${op} is${answers === '' ? ' called' : answers} ${boundsText(calls)}`,
      passed: inBounds(fitting.length, calls),
      because,
      seen: [`it was${answers === '' ? ' called' : answers} ${times(fitting.length)}`, ...nearMisses(mine, all, op!)],
    }
  }
  const others = mine.filter((entry) => !fitting.includes(entry))
  return {
    text: `every call of ${op} is${answers}`,
    passed: mine.length > 0 && others.length === 0,
    because,
    seen:
      mine.length === 0
        ? nearMisses(mine, all, op!)
        : [`${others.length} of ${mine.length} were not`, ...shown(others)],
  }
}

const nearMisses = (mine: readonly JournalEntry[], all: readonly JournalEntry[], op: string): string[] => {
  if (mine.length > 0) return shown(mine)
  const called = [...new Set(all.map(nameOf))]
  return [called.length === 0 ? 'there was no request at all' : `no request fits '${op}'${nearest(op, called)}`]
}
