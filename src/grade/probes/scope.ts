import type { KindPrint } from '../trial/fingerprint.ts'
import type { Provider } from '../../world/provider.ts'
import { type Pages, type Paging, pagingsOf } from '../../world/answers/paging.ts'
import { type Kind, ROLES, type Role, type Roles } from '../../world/roles/roles.ts'

/** What `$names` of a probe stand for, about one kind of resource. */
export type Scope = Readonly<Record<string, unknown>>

/** The operations of a kind in a role, as scenario files name them. */
const opsOf = (provider: string, kind: Kind, role: Role): string[] =>
  (kind.ops[role] ?? []).map((op) => `${provider}/${op}`)

/** What the words of a probe stand for, about one kind of resource. */
export const scopeOf = (
  { name: provider, pages = [] }: Pick<Provider, 'name' | 'pages'>,
  { kinds, login, hidden, expired }: Roles,
  { kind, needs }: Pick<KindPrint, 'kind' | 'needs'>,
): Scope => {
  const { resource, arrival, consent, removal, failure, refusals, loss, errors = {}, shown } = kind
  const ops = Object.fromEntries(ROLES.map((role) => [role, some(opsOf(provider, kind, role))]))
  const creates = kinds.flatMap((one) => opsOf(provider, one, 'create'))
  const reads = kinds.flatMap((one) => [...opsOf(provider, one, 'get'), ...opsOf(provider, one, 'list')])
  return {
    provider,
    resource,
    ...ops,
    read: some([...opsOf(provider, kind, 'get'), ...opsOf(provider, kind, 'list')]),
    creates,
    reads,
    look: some(opsOf(provider, kind, needs.has('get') || !needs.has('list') ? 'get' : 'list')),
    work: kinds.flatMap((one) => ROLES.flatMap((role) => opsOf(provider, one, role))),
    machine: [arrival, consent, removal, loss].some((step) => step?.machine === resource) ? resource : undefined,
    all: `${provider}/*`,
    login: login && some(login.map((op) => `${provider}/${op}`)),
    arrival,
    consent,
    removal,
    failure,
    refusal: refusals?.[0],
    lapse: refusals?.[1],
    loss,
    ...errors,
    quota: errors.quota ?? 'quota_exceeded',
    hidden: hidden?.[0],
    expired,
    paging: pagingWords(pages.filter(({ ops: paged }) => kind.ops.list?.some((op) => paged.includes(op)))),
    shown,
  }
}

const PAGING: Readonly<Record<string, Paging>> = {
  null: 'null-next',
  empty: 'empty-next',
  none: 'no-next',
  repeat: 'repeat',
  cycle: 'cycle',
}

/** What can be wrong with the pages of a list, by a word that has no dash. */
const pagingWords = (pages: readonly Pages[]): Readonly<Record<string, Paging>> => {
  const known = new Set(pages.flatMap(pagingsOf))
  return Object.fromEntries(Object.entries(PAGING).filter(([, paging]) => known.has(paging)))
}

const some = (list: readonly string[]): readonly string[] | undefined => (list.length === 0 ? undefined : list)

/** Thrown for a word that stands for nothing. */
export class NoSuchWord extends Error {
  override readonly name = 'NoSuchWord'
}

const WORD = /^\$([a-z]+(?:\.[a-z]+)*)(\?)?$/

// $gone is a word of scenario files
const RESERVED = new Set(['$gone'])

/**
 * A value with each `$word` in it replaced, keys included; a member whose `$word?` stands for nothing is left out. Throws a
 * {@link NoSuchWord}.
 */
export const filled = (value: unknown, scope: Scope): unknown => {
  if (typeof value === 'string') return wordIn(value, scope)
  if (Array.isArray(value)) return value.map((one) => filled(one, scope))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]): [string, unknown] => [String(wordIn(key, scope)), filled(inner, scope)])
      .filter(([, inner]) => inner !== undefined),
  )
}

const wordIn = (text: string, scope: Scope): unknown => {
  const [, word, optional] = WORD.exec(text) ?? []
  if (word === undefined || RESERVED.has(text)) return text
  const found = word
    .split('.')
    .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], scope)
  if (found === undefined && optional === undefined) throw new NoSuchWord(word)
  return found
}
