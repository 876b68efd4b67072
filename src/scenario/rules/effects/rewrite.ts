import { type Edit, readPath } from '../../../world/answers/rewriting.ts'
import { type Pages, pagingsOf } from '../../../world/answers/paging.ts'
import type { Ending } from '../../../world/judge.ts'
import type { CompileContext } from '../../document/compile-context.ts'
import type { FaultDocument } from '../../document/schema.ts'
import { headerChanges } from './headers.ts'

type Effect = FaultDocument['effect']

/** Notes a rewriting that contradicts itself. */
export const checkRewrite = (effect: Effect, context: CompileContext): void => {
  const { rewrite, status, body } = effect
  if (rewrite === undefined) return
  if (Object.keys(rewrite).length === 0 && status === undefined && headerChanges(effect).length === 0)
    context.at('rewrite').mistake("'rewrite' changes nothing: expected one of set, remove, nullify, stringify, empty")
  if (body !== undefined && status !== undefined)
    context.at('body').mistake("'body' is instead of an answer, and 'rewrite' changes one")
  const { empty, ...edits } = rewrite
  if (empty && Object.keys(edits).length > 0)
    context.at('rewrite', 'empty').mistake(`'empty' leaves nothing to ${Object.keys(edits).join(', ')}`)
}

/** The ending that changes the provider's own answer. */
export const rewriteEnding = (effect: Effect): Ending => {
  const { set = {}, remove = [], stringify = [], nullify = [], empty = false } = effect.rewrite!
  const at = (paths: readonly string[], kind: 'remove' | 'stringify' | 'nullify'): Edit[] =>
    paths.map((path) => ({ kind, path: readPath(path) }))
  const sets = Object.entries(set).map(([path, value]): Edit => ({ kind: 'set', path: readPath(path), value }))
  return {
    kind: 'rewrite',
    status: effect.status ?? null,
    edits: [...sets, ...at(stringify, 'stringify'), ...at(nullify, 'nullify'), ...at(remove, 'remove')],
    empty,
    headers: headerChanges(effect),
  }
}

/** The ending that makes something wrong with pages. Notes when none of the operations has pages with that. */
export const pagingEnding = (
  { paging }: Effect,
  operations: Iterable<string>,
  context: CompileContext,
): Extract<Ending, { kind: 'paging' }> => {
  const wanted = paging!
  const all = new Map([...context.vocabulary.values()].flatMap(({ name, pages }) => pagesOf(name, pages)))
  const fitting = [...operations].flatMap((op) => {
    const pages = all.get(op)
    return pages && pagingsOf(pages).includes(wanted) ? [[op, pages] as const] : []
  })
  if (fitting.length === 0) context.at('paging').mistake(nonePaged(wanted, operations, all))
  return { kind: 'paging', paging: wanted, pages: new Map(fitting) }
}

const pagesOf = (provider: string, pages: readonly Pages[]): [string, Pages][] =>
  pages.flatMap((one) => one.ops.map((op): [string, Pages] => [`${provider}/${op}`, one]))

const nonePaged = (paging: string, operations: Iterable<string>, all: ReadonlyMap<string, Pages>): string => {
  const [first, ...more] = operations
  const pages = first === undefined || more.length > 0 ? undefined : all.get(first)
  if (pages) return `the pages of ${first} know no ${paging}; they know ${pagingsOf(pages).join(', ')}`
  const listed = [...all].filter(([, one]) => pagingsOf(one).some((known) => known === paging)).map(([op]) => op)
  return `none of these operations has pages with ${paging}; those that have are ${listed.join(', ')}`
}
