import { iso } from '../../core/clock.ts'
import { headerIn } from '../../core/lists.ts'
import { nearest } from '../../core/nearest.ts'
import type { JudgedRequest } from '../../world/judge.ts'
import type { JournalEntry } from '../../world/request-journal.ts'
import type { World } from '../../world/world.ts'
import { CompileContext } from '../document/compile-context.ts'
import { globTest } from '../document/glob.ts'
import type { Expectation } from '../document/schema.ts'
import { ParsedRequest } from '../rules/parsed-request.ts'
import { compileRequestMatch } from '../rules/request-match.ts'
import { boundsText, inBounds, times } from './bounds.ts'
import type { Check } from './report.ts'

const SHOWN = 10

/** Checks an expectation about the calls of an operation. */
export const checkCalls = (world: World, op: string, { match = {}, calls, answered, because }: Expectation): Check => {
  const fitsOp = globTest(op, '*?')
  const requests = compileRequestMatch(match, new CompileContext(new Map()))
  const all = [...world.journal.entries()]
  const called = all.filter(
    (entry) => fitsOp(nameOf(entry)) && requests.fits(new ParsedRequest(world, entry.provider, sentOf(entry))),
  )
  const wanted = answered === undefined ? [] : [answered].flat()
  const fitting = called.filter(({ status }) => wanted.length === 0 || wanted.some((one) => fitsStatus(status, one)))
  const done = wanted.length === 0 ? 'called' : `answered ${wanted.join(' or ')}`
  if (calls !== undefined)
    return {
      text: `${op} is ${done} ${boundsText(calls)}`,
      passed: inBounds(fitting.length, calls),
      because,
      seen: [`it was ${done} ${times(fitting.length)}`, ...(called.length > 0 ? shown(called) : [nearMiss(op, all)])],
    }
  const others = called.filter((entry) => !fitting.includes(entry))
  return {
    text: `every call of ${op} is ${done}`,
    passed: called.length > 0 && others.length === 0,
    because,
    seen: called.length > 0 ? [`${others.length} of ${called.length} were not`, ...shown(others)] : [nearMiss(op, all)],
  }
}

const nameOf = ({ provider, op }: JournalEntry): string => `${provider}/${op ?? 'no route'}`

const sentOf = (entry: JournalEntry): JudgedRequest => ({
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

const shown = (entries: readonly JournalEntry[]): string[] => {
  const lines = entries.slice(-SHOWN).map(lineOf)
  return entries.length > SHOWN ? [`… ${entries.length - SHOWN} earlier ones`, ...lines] : lines
}

const lineOf = ({ n, at, method, target, status, fault }: JournalEntry): string => {
  const answer = status === 0 ? 'no answer' : String(status)
  return `#${n} ${iso(at)} ${method} ${target}: ${answer}${fault ? ` (fault ${fault.faults.join(', ')})` : ''}`
}

const nearMiss = (op: string, all: readonly JournalEntry[]): string =>
  all.length === 0
    ? 'there was no request at all'
    : `no request fits '${op}'${nearest(op, [...new Set(all.map(nameOf))])}`
