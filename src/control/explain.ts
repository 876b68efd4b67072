import type { JournalEntry } from '../world/request-journal.ts'
import { closest } from '../core/nearest.ts'
import { Failure } from '../core/problem.ts'
import type { Fact, Operation, ProviderApp } from '../world/provider.ts'
import type { Row } from '../world/table.ts'
import type { World } from '../world/world.ts'
import type { Apps } from '../server/gateway.ts'
import type { Env } from '../http/call.ts'
import { maskBody } from '../http/masking.ts'
import { framesOf, requestView, ruleOf, tell } from './journal.ts'
import { notFound } from './refusal.ts'

/** Why a request was answered as it was: route, rule, the documented facts behind it, and what it changed. */
export const explain = async (world: World, apps: Apps, n: number) => {
  const told = tell(world, apps.providers).find(({ entry }) => entry.n === n)
  if (!told) throw notFound(`The journal has no request ${n}; it keeps the newest ${world.journal.size}.`)
  const { entry } = told
  const provider = apps.providers.find(({ name }) => name === entry.provider)
  const app = provider && (await apps.of(provider))
  const row = provider?.coverage.find(({ op }) => op === entry.op)
  const { refused } = entry
  return {
    request: requestView(told),
    handled_by:
      entry.op === null
        ? null
        : {
            op: entry.op,
            route: routeOf(app?.operations.find(({ op }) => op === entry.op)),
            coverage: row ? { status: row.status, rank: row.rank, note: row.note ?? null } : null,
          },
    answered_by: {
      ...(ruleOf(entry) ?? { kind: 'operation', name: entry.op }),
      message: refused instanceof Error ? refused.message : null,
      detail: refused instanceof Failure ? masked(refused.detail) : null,
      raised_in: refused instanceof Error ? framesOf(refused).slice(0, 8) : [],
    },
    facts: factsFor(entry, (await provider?.facts?.()) ?? []),
    changes: changesOf(world, n),
    near_misses: entry.op === null ? nearMisses(entry, app) : [],
  }
}

/** Requests that no operation answered, each with the operations that come closest. */
export const unmatched = async (world: World, apps: Apps) => {
  const found = tell(world, apps.providers).filter(({ entry }) => entry.op === null)
  return Promise.all(
    found.map(async (told) => {
      const provider = apps.providers.find(({ name }) => name === told.entry.provider)
      return { ...requestView(told), near_misses: nearMisses(told.entry, provider && (await apps.of(provider))) }
    }),
  )
}

const routeOf = (operation: Operation | undefined): string | null =>
  operation ? `${operation.method} ${operation.path}` : null

const nearMisses = ({ method, target }: JournalEntry, app: ProviderApp<Env> | undefined): string[] => {
  const [path = ''] = target.split('?')
  const parts = path.split('/')
  // a parameter is as close as can be to whatever stands in its place
  const spelt = new Map(
    (app?.operations ?? []).map((operation) => [
      `${operation.method} ${operation.path
        .split('/')
        .map((part, i) => (part.startsWith(':') ? (parts[i] ?? part) : part))
        .join('/')}`,
      `${operation.method} ${operation.path}`,
    ]),
  )
  return closest(`${method} ${path}`, [...spelt.keys()], 3).map((text) => spelt.get(text)!)
}

const factsFor = (entry: JournalEntry, facts: readonly Fact[]) => {
  const { op, status } = entry
  const name = ruleOf(entry)?.name
  return facts
    .filter(
      (fact) =>
        (fact.ops === undefined || (op !== null && fact.ops.includes(op))) &&
        (fact.status === undefined ? fact.problem !== undefined || status < 400 : fact.status === status) &&
        (fact.problem === undefined || fact.problem === name),
    )
    .map(({ says, evidence }) => ({ says, evidence }))
}

/** The rows that a request changed, before and after, and the fields in which they differ. */
const changesOf = (world: World, n: number) =>
  [...world.changes]
    .filter(({ cause }) => cause === n)
    .map(({ type, id, before, after }) => ({
      type,
      id,
      before: before ? masked(before) : null,
      after: after ? masked(after) : null,
      changed: before && after ? differing(before, after) : [],
    }))

const differing = (before: Row, after: Row): string[] => {
  const [a, b] = [before, after] as unknown as [Record<string, unknown>, Record<string, unknown>]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => a[key] !== b[key])
}

const masked = (value: object): unknown => JSON.parse(maskBody(JSON.stringify(value)))
