import type { Sequence } from '../../../core/shared/sorted.ts'

export interface Page {
  /** From 1. */
  readonly page: number
  readonly perPage: number
}

export interface Listed<T> {
  readonly items: readonly T[]
  readonly total: number
}

/** Cuts a page out of a list whose length is known. */
export const pageOf = <T>(items: Pick<Sequence<T>, 'slice'>, total: number, { page, perPage }: Page): Listed<T> => ({
  items: items.slice((page - 1) * perPage, page * perPage),
  total,
})
