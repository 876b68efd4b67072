import type { endpoints } from '../endpoints.ts'
import type { Api } from '../../../http/api.ts'
import type { Call } from '../../../http/call.ts'
import type { Answer } from '../../../http/dialect.ts'
import { readShape } from '../../../http/reading.ts'
import { accountDetailsView, accountListView, accountView, tokenView } from '../views/account.ts'
import type { Identity, Need } from '../auth.ts'
import { problems } from '../errors/index.ts'
import { createToken, getToken, listTokens, revokeToken } from '../operations/account.ts'
import { users } from '../records/index.ts'
import { CreateToken } from '../schemas.ts'
import { settingsOf } from '../settings.ts'

// the newer services print compact JSON without a charset
const showModern = (status: number, value: unknown): Answer => ({
  status,
  body: JSON.stringify(value),
  contentType: 'application/json',
  headers: [],
})

/** The caller's account and its API tokens. */
export const accountRoutes = (
  api: Api<Identity, Need, typeof endpoints>,
  readBody: (call: Call<Identity>) => unknown,
): void => {
  const { show } = api
  const usernames = (call: Call<Identity>): string[] => {
    const { account, username } = call.credential!
    const known = call.transact((tx) => tx.table(users).by('account', account))
    return [...new Set([username, ...known.map(({ id }) => id)])].sort()
  }

  api.on('account.get', 'read', (call) => show(200, accountView(settingsOf(call.world), call.credential!.username)))
  api.on('account.list', 'read', (call) => show(200, accountListView(usernames(call), call.credential!.account)))
  api.on('account.details', 'read', (call) => {
    const username = call.param('username')
    if (!usernames(call).includes(username)) throw problems.accountForbidden(username)
    return show(200, accountDetailsView(username, call.credential!.account))
  })

  api.on('tokens.list', 'read', (call) => {
    const found = call.transact((tx) => listTokens(tx, call.credential!.account))
    return showModern(
      200,
      found.map((token) => tokenView(token, false)),
    )
  })
  api.on('tokens.create', 'write', (call) => {
    const input = readShape(readBody(call), CreateToken, call)
    const token = call.transact((tx) => {
      const made = createToken(tx, call.credential!, input)
      call.world.onIssue?.('upcloud', made.secret)
      return made
    })
    return showModern(201, tokenView(token, true))
  })
  api.on('tokens.get', 'read', (call) => {
    const token = call.transact((tx) => getToken(tx, call.credential!.account, call.param('id').toLowerCase()))
    return showModern(200, tokenView(token, false))
  })
  api.on('tokens.delete', 'write', (call) => {
    call.transact((tx) => revokeToken(tx, call.credential!.account, call.param('id').toLowerCase()))
    return show(204, null)
  })
}
