import { type StatefulDef, statesOf } from '../../world/lifecycle.ts'
import { type Span, delayMistake, spanOf } from '../document/delays.ts'
import { type Predicate, matcherMistake, matcherTest } from '../document/matchers.ts'
import type { Mistakes, Path } from '../document/mistakes.ts'
import {
  type Vocabulary,
  GONE_NAME,
  eventsOf,
  machineNames,
  machineOf,
  operationNames,
  readState,
} from '../document/names.ts'
import type { TransitionDocument } from '../document/schema.ts'

const AT_ONCE = spanOf('0s')

/** What makes a transition happen. `wait` is the span between the cause and the transition. */
export type Driver =
  | { readonly kind: 'after'; readonly wait: Span }
  | { readonly kind: 'reads'; readonly count: number }
  | { readonly kind: 'manual'; readonly wait: Span }
  | { readonly kind: 'event'; readonly event: string; readonly wait: Span }
  | { readonly kind: 'call'; readonly op: string; readonly wait: Span }
  | {
      readonly kind: 'resource'
      readonly type: string
      readonly enters: string
      readonly related: boolean
      readonly wait: Span
    }

/** One way out of one state. */
export interface TransitionRule {
  readonly id: string
  readonly machine: string
  readonly from: string
  readonly to: string
  readonly hold: boolean
  readonly drivers: readonly Driver[]
  readonly conditions: readonly { readonly field: string; readonly test: Predicate; readonly text: string }[]
  readonly weight: number | undefined
  /** Record fields that go along. */
  readonly patch: Readonly<Record<string, unknown>> | undefined
  readonly path: Path
}

/** A rule that ends its state by itself takes the place of the machine's own timer; one that waits for an event does not. */
export const isSelfActing = ({ hold, drivers }: TransitionRule): boolean =>
  hold || drivers.some(({ kind }) => kind === 'after' || kind === 'reads' || kind === 'manual')

/** Compiles the transitions of one machine. */
export const compileTransitions = (
  name: string,
  list: readonly TransitionDocument[],
  path: Path,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): TransitionRule[] => {
  const def = machineOf(vocabulary, name)
  if (!def) {
    mistakes.unknown(path, 'machine', name, machineNames(vocabulary))
    return []
  }
  const seen = new Set<string>()
  return list.flatMap((document, index) => {
    const place = [...path, index]
    if (seen.has(document.id)) mistakes.add([...place, 'id'], `${name} has two transitions '${document.id}'`)
    seen.add(document.id)
    return compileOne(def, document, place, vocabulary, mistakes)
  })
}

const compileOne = (
  def: StatefulDef,
  document: TransitionDocument,
  path: Path,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): TransitionRule[] => {
  const { id, hold = false, weight } = document
  const states = statesOf(def.machine)
  const to = document.to === undefined ? '' : readState(document.to)
  if (hold && document.to !== undefined) mistakes.add([...path, 'to'], `'${id}' holds its state, so it leads nowhere`)
  else if (!hold && document.to === undefined) mistakes.add(path, `'${id}' needs a state to lead to: give it 'to'`)
  else if (!hold && document.to !== GONE_NAME && !states.includes(to))
    mistakes.unknown([...path, 'to'], `state of ${def.name}`, document.to!, [...states, GONE_NAME])
  const given = document.from === undefined ? states.filter((state) => state !== to) : [document.from].flat()
  for (const state of given)
    if (!states.includes(state)) mistakes.unknown([...path, 'from'], `state of ${def.name}`, state, states)
  const from = given.filter((state) => states.includes(state))

  const top = driverOf(document, from, def, path, vocabulary, mistakes)
  const more = (document.any ?? []).map((driver, index) =>
    driverOf(driver, from, def, [...path, 'any', index], vocabulary, mistakes),
  )
  const drivers = [top, ...more].filter((driver) => driver !== undefined)
  if (hold && drivers.length > 0) mistakes.add(path, `'${id}' holds its state, so nothing can drive it`)
  if (top && document.any) mistakes.add([...path, 'any'], `'${id}' has 'any': put every cause into it`)
  if (!hold && drivers.length === 0)
    mistakes.add(path, `'${id}' never happens: give it after, afterReads, on, or several of them in any`)

  const conditions = Object.entries(document.if ?? {}).map(([field, matcher]) => {
    const wrong = matcherMistake(matcher)
    if (wrong !== undefined) mistakes.add([...path, 'if', field], wrong)
    const test = matcherTest(matcher)
    return { field, test, text: `${field} ${typeof matcher === 'object' ? JSON.stringify(matcher) : `is ${matcher}`}` }
  })
  const patch = patchOf(def, document.set, [...path, 'set'], mistakes)
  return from.map((state) => ({
    id,
    machine: def.name,
    from: state,
    to,
    hold,
    drivers,
    conditions,
    weight,
    patch,
    path,
  }))
}

type DriverDocument = Pick<TransitionDocument, 'on' | 'after' | 'afterReads'>

const driverOf = (
  { on, after, afterReads }: DriverDocument,
  from: readonly string[],
  def: StatefulDef,
  path: Path,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): Driver | undefined => {
  const wrong = after === undefined ? undefined : delayMistake(after)
  if (wrong !== undefined) mistakes.add([...path, 'after'], wrong)
  const wait = after === undefined || wrong !== undefined ? AT_ONCE : spanOf(after)
  if (afterReads !== undefined) {
    if (after !== undefined || on !== undefined)
      mistakes.add([...path, 'afterReads'], 'several causes belong into any: the first of them wins')
    return { kind: 'reads', count: afterReads }
  }
  if (on === undefined) return after === undefined ? undefined : { kind: 'after', wait }
  const place = [...path, 'on']
  if (on === 'manual') return { kind: 'manual', wait }
  if (typeof on === 'string') {
    if (on.includes('/')) return callDriver(on, place, wait, vocabulary, mistakes)
    const missing = from.find((state) => !eventsOf(def, state).includes(on))
    if (missing !== undefined)
      mistakes.unknown(place, `event of ${def.name} in ${missing}`, on, ['manual', ...eventsOf(def, missing)])
    return { kind: 'event', event: on, wait }
  }
  if (on.op !== undefined && on.resource === undefined)
    return callDriver(on.op, [...place, 'op'], wait, vocabulary, mistakes)
  if (on.resource === undefined || on.enters === undefined || on.op !== undefined) {
    mistakes.add(place, "expected 'manual', an event, an operation, or {resource, enters}")
    return undefined
  }
  const other = machineOf(vocabulary, on.resource)
  const enters = readState(on.enters)
  if (!other) mistakes.unknown([...place, 'resource'], 'machine', on.resource, machineNames(vocabulary))
  else if (on.enters !== GONE_NAME && !statesOf(other.machine).includes(enters))
    mistakes.unknown([...place, 'enters'], `state of ${other.name}`, on.enters, [...statesOf(other.machine), GONE_NAME])
  return { kind: 'resource', type: on.resource, enters, related: on.related ?? true, wait }
}

const callDriver = (op: string, path: Path, wait: Span, vocabulary: Vocabulary, mistakes: Mistakes): Driver => {
  const known = operationNames(vocabulary)
  if (!known.includes(op)) mistakes.unknown(path, 'operation', op, known)
  return { kind: 'call', op, wait }
}

const patchOf = (
  def: StatefulDef,
  set: TransitionDocument['set'],
  path: Path,
  mistakes: Mistakes,
): Record<string, unknown> | undefined => {
  if (!set) return undefined
  const settable: Readonly<Record<string, string>> = def.settable ?? {}
  const patch: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(set)) {
    const field = Object.hasOwn(settable, name) ? settable[name] : undefined
    if (field === undefined)
      mistakes.unknown([...path, name], `field of ${def.name} to set`, name, Object.keys(settable))
    else patch[field] = value
  }
  return patch
}
