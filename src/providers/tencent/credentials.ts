import type { CredentialParts, Credentials } from '../../world/provider.ts'
import { secretIdIn } from './auth/asked.ts'
import { accounts, keys } from './records/accounts.ts'
import { FIRST, type KnownAccount, LETTERS, SECOND } from './seed.ts'

const SIDES = [
  ['', FIRST],
  ['peer_', SECOND],
] as const

/** The accounts with a pair of id and key for each. */
const partsOf = (pairOf: (account: KnownAccount) => readonly [id: string, key: string]): CredentialParts => {
  const credential: Record<string, string> = {}
  for (const [side, account] of SIDES) {
    const [id, key] = pairOf(account)
    credential[`${side}uin`] = String(account.uin)
    credential[`${side}secret_id`] = id
    credential[`${side}secret_key`] = key
  }
  return credential
}

/** A key pair of each of the two accounts, per namespace: a peering between accounts needs both. */
export const credentials: Credentials = {
  wellKnown: partsOf(({ secretId, secretKey }) => [secretId, secretKey]),
  line: ({ secret_id, secret_key }) => `${secret_id} ${secret_key}`,
  mint(ids) {
    const credential = partsOf(() => [
      `AKID${ids.text('tencent/id', LETTERS, 32)}`,
      ids.text('tencent/key', LETTERS, 32),
    ])
    return { credential, keys: SIDES.map(([side]) => credential[`${side}secret_id`]!) }
  },
  install(tx, credential) {
    for (const [side, { uin, appId }] of SIDES) {
      const id = credential[`${side}secret_id`] ?? ''
      if (tx.table(keys).get(id)) continue
      if (!tx.table(accounts).get(String(uin))) tx.table(accounts).insert({ id: String(uin), uin, appId })
      const secretKey = credential[`${side}secret_key`] ?? ''
      tx.table(keys).insert({ id, uin, secretKey, token: null, disabled: false, actions: null })
    }
  },
  identify: secretIdIn,
}
