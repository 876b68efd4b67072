import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { type Token, tokens } from '../records/index.ts'
import type { CreateToken } from '../schemas.ts'
import { CROCKFORD } from '../records/ulid.ts'
import { settingsOf } from '../settings.ts'

/** The account's tokens from the oldest to the newest, revoked ones left out. */
export const listTokens = (tx: Tx, account: string): Token[] =>
  tx
    .table(tokens)
    .by('account', account)
    .filter(({ valid }) => valid)
    .sort((a, b) => a.createdAt - b.createdAt)

const MINUTE = 60_000

/** Notes that a token was used, once a minute: a write with each read would cost more than it tells. */
export const noteUse = (tx: Tx, { id }: Token): void => {
  const token = tx.table(tokens).get(id)
  if (token && (token.lastUsedAt === null || tx.now - token.lastUsedAt >= MINUTE))
    tx.table(tokens).update(id, { lastUsedAt: tx.now })
}

export const getToken = (tx: Tx, account: string, id: string): Token => {
  const token = tx.table(tokens).get(id)
  if (!token?.valid || token.account !== account) throw problems.tokenNotFound()
  return token
}

/** The user for whom a token is made. */
interface TokenOwner {
  readonly account: string
  readonly username: string
  /** The token that asks for the new one, where one does. */
  readonly token: Token | undefined
}

export const createToken = (tx: Tx, { account, username, token: by }: TokenOwner, input: CreateToken): Token => {
  if (by && !by.canCreateTokens) throw problems.tokenForbidden()
  return tx.table(tokens).insert({
    id: tx.ids.uuid('upcloud/token', '0c'),
    account,
    username,
    secret: `ucat_${tx.ids.text('upcloud/token-secret', CROCKFORD, 26)}`,
    name: input.name,
    type: 'workspace',
    canCreateTokens: input.can_create_tokens,
    allowedIpRanges: input.allowed_ip_ranges,
    createdAt: tx.now,
    expiresAt: Date.parse(input.expires_at),
    lastUsedAt: null,
    gui: false,
    valid: true,
    readOnly: false,
  })
}

export const revokeToken = (tx: Tx, account: string, id: string): void => {
  tx.table(tokens).update(getToken(tx, account, id).id, { valid: false })
}

export const refuseWithoutCredits = (tx: Tx): void => {
  if (settingsOf(tx).credits <= 0) throw problems.insufficientCredits()
}
