import { type Row, defineTable } from '../../../world/table.ts'

/** A customer; the id is its `uin` as text. */
export interface Account extends Row {
  readonly uin: number
  readonly appId: string
}

/** A key pair of an account; the id is the SecretId. */
export interface Key extends Row {
  readonly uin: number
  readonly secretKey: string
  /** What `Token` must say, for a temporary key. */
  readonly token: string | null
  readonly disabled: boolean
  /** Actions that the key may ask for; null for all. */
  readonly actions: readonly string[] | null
}

export const accounts = defineTable<Account>()({ name: 'tencent/account', indexes: {} })
export const keys = defineTable<Key>()({ name: 'tencent/key', indexes: {} })
