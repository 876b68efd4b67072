import type { ZodType } from 'zod'
import { schema } from '../../../../core/schema.ts'
import type { Tx } from '../../../../world/unit-of-work.ts'
import type { Place } from '../../records/networks.ts'
import { Common } from '../../schemas/v2/parameters.ts'

/** How an action is answered. */
interface Handling<I, R> {
  /** The shape of its parameters. */
  readonly read: () => ZodType<I>
  readonly do: (tx: Tx, place: Place, input: I) => R
  /** Members of the answer behind `codeDesc`; absent when there are none. */
  readonly show?: (outcome: R, input: I) => object
  /** The documentation shows the numbers of the answer as text. */
  readonly quotedInDocs?: boolean
}

/** An action whose types are its own business. */
export interface Action {
  readonly read: () => ZodType
  /** What it reads and what every action takes, for those who ask what it knows. */
  readonly known: () => ZodType
  readonly do: (tx: Tx, place: Place, input: unknown) => unknown
  readonly show: (outcome: unknown, input: unknown) => object
  readonly quotedInDocs: boolean
}

/** Closes an action over its types, so that a table can hold it beside others. */
export const action = <I, R>({ show, quotedInDocs = false, ...handling }: Handling<I, R>): Action => ({
  read: handling.read,
  known: schema((z) => z.union([Common(), handling.read()])),
  do: (tx, place, input) => handling.do(tx, place, input as I),
  show: (outcome, input) => show?.(outcome as R, input as I) ?? {},
  quotedInDocs,
})
