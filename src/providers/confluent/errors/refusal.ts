import { Problem } from '../../../core/problem.ts'

/** One member of `errors`, besides the id and the status that all of them share. */
interface Item {
  readonly detail?: string | undefined
  readonly source: { readonly pointer?: string; readonly parameter?: string }
}

/** What a problem says beyond status, code and the first detail. */
export interface Extra {
  readonly title?: string | undefined
  readonly items: readonly Item[]
  /** Path of the resource that is in the way. */
  readonly location?: string | undefined
}

/** One thing wrong with a value of the body. */
export interface Violation {
  readonly pointer: string
  readonly detail: string
}

export const NO_CODE = ''

interface Said {
  readonly code?: string
  readonly title?: string
  readonly detail?: string
  readonly source?: Item['source']
  readonly location?: string
  readonly headers?: readonly string[]
}

/** A problem with one entry in its `errors`. */
export const refusal = (status: number, said: Said): Problem => {
  const { code = NO_CODE, title, detail, source = {}, location, headers = [] } = said
  const extra: Extra = { title, items: [{ detail, source }], location }
  return new Problem({ status, code, message: detail ?? '', detail: extra, headers })
}

/** A problem with one entry per wrong field. */
export const invalidFields = (violations: readonly Violation[], status: number): Problem => {
  const extra: Extra = {
    title: 'Validation Failed',
    items: violations.map(({ pointer, detail }) => ({ detail, source: { pointer } })),
  }
  return new Problem({ status, code: 'invalid_configuration', message: violations[0]?.detail ?? '', detail: extra })
}
