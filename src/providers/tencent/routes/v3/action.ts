import type { ZodType } from 'zod'
import type { Tx } from '../../../../world/unit-of-work.ts'
import type { Place } from '../../records/networks.ts'

/** Where an action of API 3.0 is to happen, and under which id its task would be asked for. */
export interface Origin extends Place {
  readonly requestId: string
}

/** How an action is answered. */
interface Handling<I, R> {
  /** The shape of its members. */
  readonly read: () => ZodType<I>
  readonly do: (tx: Tx, origin: Origin, input: I) => R
  /** Members of the answer in front of `RequestId`; absent when there are none. */
  readonly show?: (outcome: R, input: I) => object
}

/** An action whose types are its own business. */
export interface Action {
  readonly read: () => ZodType
  readonly do: (tx: Tx, origin: Origin, input: unknown) => unknown
  readonly show: (outcome: unknown, input: unknown) => object
}

/** Closes an action over its types, so that a table can hold it beside others. */
export const action = <I, R>({ show, ...handling }: Handling<I, R>): Action => ({
  read: handling.read,
  do: (tx, origin, input) => handling.do(tx, origin, input as I),
  show: (outcome, input) => show?.(outcome as R, input as I) ?? {},
})
