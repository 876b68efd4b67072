import type { StatefulDef } from '../../world/unit-of-work.ts'
import type { CompileContext } from '../document/compile-context.ts'
import { AT_ONCE, type Span, compileDelay } from '../document/delays.ts'
import { eventsOf } from '../document/names.ts'
import type { TransitionDocument } from '../document/schema.ts'

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

/** The states that a transition leaves. */
export interface Origin {
  readonly def: StatefulDef
  readonly from: readonly string[]
}

/** Compiles what drives a transition: the one cause beside its states, or those in `any`. */
export const compileDrivers = (document: TransitionDocument, origin: Origin, context: CompileContext): Driver[] => {
  const { id, hold = false, on, after, afterReads, any = [] } = document
  const caused = on !== undefined || after !== undefined || afterReads !== undefined || any.length > 0
  const beside = compileDriver(document, origin, context)
  const listed = any.map((one, index) => compileDriver(one, origin, context.at('any', index)))
  if (beside && any.length > 0) context.at('any').mistake(`'${id}' has 'any': put every cause into it`)
  if (hold && caused) context.mistake(`'${id}' holds its state, so nothing can drive it`)
  if (!hold && !caused)
    context.mistake(`'${id}' never happens: give it after, afterReads, on, or several of them in any`)
  return [beside, ...listed].filter((driver) => driver !== undefined)
}

type DriverDocument = Pick<TransitionDocument, 'on' | 'after' | 'afterReads'>

const compileDriver = (document: DriverDocument, origin: Origin, context: CompileContext): Driver | undefined => {
  const { on, after, afterReads } = document
  const wait = after === undefined ? AT_ONCE : compileDelay(after, context.at('after'))
  if (afterReads !== undefined) {
    if (after !== undefined || on !== undefined)
      context.at('afterReads').mistake('several causes belong into any: the first of them wins')
    return { kind: 'reads', count: afterReads }
  }
  if (on !== undefined) return compileCause(on, wait, origin, context.at('on'))
  return after === undefined ? undefined : { kind: 'after', wait }
}

const compileCause = (
  on: NonNullable<DriverDocument['on']>,
  wait: Span,
  { def, from }: Origin,
  context: CompileContext,
): Driver | undefined => {
  if (on === 'manual') return { kind: 'manual', wait }
  if (typeof on === 'string') {
    if (on.includes('/')) return callDriver(on, wait, context)
    const missing = from.find((state) => !eventsOf(def, state).includes(on))
    if (missing !== undefined)
      context.unknown(`event of ${def.name} in ${missing}`, on, ['manual', ...eventsOf(def, missing)])
    return { kind: 'event', event: on, wait }
  }
  const { op, resource, enters, related = true } = on
  if (op !== undefined && resource === undefined) return callDriver(op, wait, context.at('op'))
  if (resource === undefined || enters === undefined || op !== undefined) {
    context.mistake("expected 'manual', an event, an operation, or {resource, enters}")
    return undefined
  }
  const other = context.at('resource').machine(resource)
  if (other) context.at('enters').state(other, enters, 'also $gone')
  return { kind: 'resource', type: resource, enters: enters, related, wait }
}

const callDriver = (op: string, wait: Span, context: CompileContext): Driver => {
  context.operation(op)
  return { kind: 'call', op, wait }
}

type DriverOf<K extends Driver['kind']> = Extract<Driver, { kind: K }>

/** The first driver of a kind, among those that fit. */
export const driverIn = <K extends Driver['kind']>(
  { drivers }: { readonly drivers: readonly Driver[] },
  kind: K,
  fits: (driver: DriverOf<K>) => boolean = () => true,
): DriverOf<K> | undefined =>
  drivers.find((driver): driver is DriverOf<K> => driver.kind === kind && fits(driver as DriverOf<K>))

/** A cause in few words: `after`, `reads 3`, `manual`, an event, an operation, or another resource's state. */
export const driverText = (driver: Driver): string => {
  switch (driver.kind) {
    case 'after':
    case 'manual':
      return driver.kind
    case 'reads':
      return `reads ${driver.count}`
    case 'event':
      return driver.event
    case 'call':
      return driver.op
    case 'resource':
      return `${driver.type} ${driver.enters}`
  }
}
