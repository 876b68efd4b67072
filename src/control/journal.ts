import { pairsOf } from '../core/lists.ts'
import { type JournalEntry, bodyText } from '../world/request-journal.ts'
import type { Transition } from '../world/commits.ts'
import { iso } from '../core/clock.ts'
import { Failure, Problem, stackOf } from '../core/problem.ts'
import type { Provider } from '../world/provider.ts'
import type { World } from '../world/world.ts'
import { maskBody, maskHeader, maskTarget } from '../http/masking.ts'
import { ClientWarnings, type Warning } from './client-warnings.ts'

const BODY_SHOWN = 64 * 1024

const headersView = (headers: readonly string[]): [string, string][] =>
  pairsOf(headers).map(([name, value]) => [name, maskHeader(name, value)])

const cut = (text: string): string => (text.length > BODY_SHOWN ? `${text.slice(0, BODY_SHOWN)}…` : text)

type Rule = 'fault' | 'problem' | 'defect' | 'scenario'

/** Which rule refused a request, or bent its answer; null when none did. */
export const ruleOf = ({ refused, error, fault }: JournalEntry): { kind: Rule; name: string } | null => {
  if (fault) return { kind: 'scenario', name: fault.faults.join(', ') }
  if (error !== undefined) return { kind: 'defect', name: error instanceof Error ? error.name : 'unknown' }
  if (refused instanceof Problem) return { kind: 'problem', name: problemName(refused) ?? refused.code }
  if (refused instanceof Failure) return { kind: 'fault', name: refused.detail.kind }
  return null
}

/** The functions between the route and the place where a failure was made, innermost first, as far as the stack tells. */
export const framesOf = (error: Error): string[] =>
  [...(error.stack ?? '').matchAll(/^ +at (?:async )?(?:new )?(?:Object\.|Array\.)?([\w$]+) /gm)].map(
    ([, name]) => name!,
  )

// an error of a catalogue is made by a function of its own, called as a member of it
const problemName = (problem: Problem): string | undefined => /^ +at Object\.([\w$]+) /m.exec(problem.stack ?? '')?.[1]

/** An entry with what is known about it beyond the wire. */
export interface Told {
  readonly entry: JournalEntry
  readonly transitions: readonly Transition[]
  readonly warnings: readonly Warning[]
}

/** All entries of a journal, oldest first, each with its consequences and warnings. */
export const tell = (world: World, providers: readonly Provider[]): Told[] => {
  const caused = new Map<Transition['cause'], Transition[]>()
  for (const move of world.transitions) {
    if (typeof move.cause !== 'number') continue
    const moves = caused.get(move.cause)
    if (moves) moves.push(move)
    else caused.set(move.cause, [move])
  }
  const contract = new ClientWarnings(providers)
  return Array.from(world.journal.entries(), (entry) => ({
    entry,
    transitions: caused.get(entry.n) ?? [],
    warnings: contract.check(entry),
  }))
}

const transitionView = ({ at, type, id, from, to }: Transition) => ({ at: iso(at), type, id, from, to })

/** A request for people and programs, with every secret masked. */
export const requestView = ({ entry, transitions, warnings }: Told) => ({
  n: entry.n,
  at: iso(entry.at),
  provider: entry.provider,
  op: entry.op,
  credential: entry.credential,
  request: {
    method: entry.method,
    target: maskTarget(entry.target),
    headers: headersView(entry.requestHeaders),
    body: entry.requestBody === null ? null : cut(maskBody(bodyText(entry.requestBody))),
  },
  response: {
    status: entry.status,
    headers: headersView(entry.responseHeaders),
    body: cut(maskBody(entry.responseBody.toString())),
  },
  took_ms: entry.took / 1000,
  rule: ruleOf(entry),
  scenario: entry.scenario ?? null,
  fault: entry.fault ?? null,
  transitions: transitions.map(transitionView),
  warnings,
  error: entry.error === undefined ? null : stackOf(entry.error),
})

export interface Filter {
  readonly provider?: string | undefined
  readonly op?: string | undefined
  readonly method?: string | undefined
  readonly status?: number | string | undefined
  readonly credential?: string | undefined
  readonly target?: string | undefined
  readonly body?: string | undefined
  readonly warning?: string | undefined
  readonly after: number
  readonly limit: number
}

/** The newest requests that fit, oldest first. */
export const findRequests = (world: World, providers: readonly Provider[], filter: Filter): Told[] => {
  const { provider, op, method, status, credential, target, body, warning, after, limit } = filter
  const path = target === undefined ? undefined : glob(target)
  return tell(world, providers)
    .filter(
      ({ entry, warnings }) =>
        entry.n > after &&
        (provider === undefined || entry.provider === provider) &&
        (op === undefined || entry.op === op) &&
        (method === undefined || entry.method === method) &&
        (status === undefined || fits(entry.status, status)) &&
        (credential === undefined || entry.credential === credential) &&
        (path === undefined || path.test(entry.target)) &&
        (body === undefined || (entry.requestBody !== null && bodyText(entry.requestBody).includes(body))) &&
        (warning === undefined || warnings.some(({ kind }) => kind === warning)),
    )
    .slice(-limit)
}

const fits = (status: number, wanted: number | string): boolean =>
  typeof wanted === 'number' ? status === wanted : String(status)[0] === wanted[0]

const glob = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*')}$`,
    's',
  )
