import { identityOf, logIn, logOut } from '../operations/sessions.ts'
import { LogIn } from '../schemas.ts'
import { identityView, realmView, sessionView } from '../views/sessions.ts'
import { type ConfluentApi, accessOf, readBody } from './api.ts'

/** The older API through which the CLI logs in, at the root of its host. */
export const addSessions = (api: ConfluentApi): void => {
  const { show } = api

  api.on('sessions.realm', 'nobody', () => show(200, realmView))
  api.on('sessions.create', 'nobody', (call) => {
    const input = readBody(call, LogIn)
    const session = call.transact((tx) => {
      const made = logIn(tx, input, call.world.auth === 'strict')
      call.world.onIssue?.('confluent', made.token)
      return made
    })
    return show(200, sessionView(session))
  })
  api.on('sessions.delete', undefined, (call) => {
    call.transact((tx) => logOut(tx, call.credential!.secret))
    return show(200, {})
  })
  api.on('sessions.me', undefined, (call) => {
    const identity = call.transact((tx) => identityOf(tx, accessOf(call), call.credential!.secret))
    return show(200, identityView(identity))
  })
  api.on('sessions.trial', undefined, () => show(200, {}))
}
