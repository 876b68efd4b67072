import type { Call, Credential } from '../../../http/call.ts'
import { type Key, accounts, keys } from '../records/accounts.ts'

/** Who asks: an account, by one of its keys. */
export interface Caller extends Credential {
  readonly uin: number
}

/** The key pair of a SecretId, if the world knows it. */
export const findKey = (call: Call<Caller>, secretId: string): Key | undefined =>
  call.transact((tx) => tx.table(keys).get(secretId))

/** Whom a request is taken for: the account of its key, the first one where the key is unknown. */
export const callerOf = (call: Call<Caller>, secretId: string, key: Key | undefined): Caller => ({
  key: secretId,
  // the row's own text: one that was cut out of a request would keep all of it
  label: (key?.id ?? secretId).slice(0, 64),
  uin: key?.uin ?? call.transact((tx) => tx.table(accounts).all().slice(0, 1)[0]?.uin ?? 0),
})
