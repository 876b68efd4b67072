import type { Tx } from '../../../world/unit-of-work.ts'
import { routes } from './networks.ts'
import type { Row, TableDef } from '../../../world/table.ts'

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789'

/** A new-style id such as `vpc-2ari9m7h`. */
export const newId = (tx: Tx, prefix: string): string => `${prefix}-${tx.ids.text(`tencent/${prefix}`, LETTERS, 8)}`

/** An old-style id such as `gz_vpc_26612`, or a plain number where there is no stem; longer where the short ones are taken. */
export const oldId = <T extends Row>(tx: Tx, def: TableDef<T, 'oldId'>, stem: string): string => {
  for (let size = 5; ; size++) {
    const id = `${stem}${1 + Number(tx.ids.text(`${def.name}/old`, DIGITS, size))}`
    if (tx.table(def).count('oldId', id) === 0) return id
  }
}

/** The number of a route: five digits, more where those are taken. */
export const routeNumber = (tx: Tx): number => {
  for (let size = 5; ; size++) {
    const number = 1 + Number(tx.ids.text('tencent/route/number', DIGITS, size))
    if (tx.table(routes).count('number', String(number)) === 0) return number
  }
}

/** A number as text that is nobody's id yet: seven digits, more where those are taken. */
export const numberId = <T extends Row>(tx: Tx, def: TableDef<T>): string => {
  for (let size = 6; ; size++) {
    const id = `1${tx.ids.text(`${def.name}/number`, DIGITS, size)}`
    if (!tx.table(def).get(id)) return id
  }
}
