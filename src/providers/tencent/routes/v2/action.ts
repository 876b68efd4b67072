import type { ZodType } from 'zod'
import type { Tx } from '../../../../world/unit-of-work.ts'
import type { Place } from '../../records/networks.ts'

/** An action: the shape of its parameters, what it does, and what it shows of the outcome. */
export interface Action<I, R> {
  readonly input: () => ZodType<I>
  readonly run: (tx: Tx, place: Place, input: I) => R
  /** Members of the answer behind `codeDesc`; absent when there are none. */
  readonly view?: (outcome: R, input: I) => object
  /** The documentation shows the numbers of the answer as text. */
  readonly quotedInDocs?: boolean
}

/** An action whose types are its own business. */
export interface Row {
  readonly input: () => ZodType
  readonly quotedInDocs: boolean
  readonly run: (tx: Tx, place: Place, input: unknown) => object
}

/** Closes an action over its types, so that a table can hold it beside others. */
export const row = <I, R>({ input, run, view, quotedInDocs = false }: Action<I, R>): Row => ({
  input,
  quotedInDocs,
  run: (tx, place, given) => {
    const outcome = run(tx, place, given as I)
    return view ? view(outcome, given as I) : {}
  },
})
