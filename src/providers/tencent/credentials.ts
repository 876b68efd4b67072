import type { Credentials, Parts } from '../../core/provider.ts'
import { Fault } from '../../core/problem.ts'
import { formFields } from '../../http/form.ts'
import { accounts, keys } from './records/accounts.ts'
import { FIRST, LETTERS, SECOND } from './seed.ts'

/** A key pair of each of the two accounts, per namespace: a peering between accounts needs both. */
export const credentials: Credentials = {
  mint(tx, ids) {
    const pairs = [FIRST, SECOND].map(({ uin, appId }) => {
      const secretId = `AKID${ids.text('tencent/id', LETTERS, 32)}`
      const secretKey = ids.text('tencent/key', LETTERS, 32)
      if (!tx.table(accounts).get(String(uin))) tx.table(accounts).insert({ id: String(uin), uin, appId })
      if (!tx.table(keys).get(secretId))
        tx.table(keys).insert({ id: secretId, uin, secretKey, token: null, disabled: false, actions: null })
      return { uin: String(uin), secret_id: secretId, secret_key: secretKey }
    })
    const [own, peer] = pairs as [(typeof pairs)[0], (typeof pairs)[0]]
    return {
      credential: { ...own, peer_uin: peer.uin, peer_secret_id: peer.secret_id, peer_secret_key: peer.secret_key },
      keys: [own.secret_id, peer.secret_id],
    }
  },
  identify: (parts) => (parts.method === 'POST' ? formKey(parts) : queryKey(parts.target)),
  inBody: ({ method }) => method === 'POST',
}

const queryKey = (target: string): string | undefined => {
  const mark = target.indexOf('?')
  return mark < 0 ? undefined : (new URLSearchParams(target.slice(mark + 1)).getAll('SecretId').at(-1) ?? undefined)
}

const formKey = ({ header, body = '' }: Parts): string | undefined => {
  try {
    return formFields(header('content-type') ?? '', () => body).get('SecretId')
  } catch (error) {
    if (error instanceof Fault) return undefined // it is refused as malformed, wherever it lands
    throw error
  }
}
