import { endpoints } from '../endpoints.ts'
import { type Api, createApi } from '../../../http/api.ts'
import type { Call } from '../../../http/call.ts'
import type { Answer } from '../../../http/dialect.ts'
import { readShape } from '../../../http/reading.ts'
import { actions } from './v2/index.ts'
import { type Caller, voice } from '../auth/index.ts'
import { treeOf } from '../../../http/fields.ts'
import { settingsOf } from '../settings.ts'
import { quoted } from '../views/v2/shapes.ts'

const PATH = '/v2/index.php'

export const createRoutes = (): Api<Caller, 'action', typeof endpoints> => {
  const api = createApi(voice, endpoints)

  const answer = (call: Call<Caller>): Answer => {
    const caller = call.credential!
    const { input, run, quotedInDocs } = actions[caller.action]
    const given = readShape(treeOf(caller.fields), input)
    const members = call.transact((tx) => run(tx, caller, given))
    const { docTypes, codeDesc } = settingsOf(call.world)
    const body = {
      code: 0,
      message: '',
      ...(codeDesc !== 'omit' && { codeDesc: codeDesc === 'empty' ? '' : codeDesc }),
      ...members,
    }
    return api.show(200, docTypes && quotedInDocs ? quoted(body) : body)
  }

  api.onPath('GET', PATH, 'action', answer)
  api.onPath('POST', PATH, 'action', answer)
  return api
}
