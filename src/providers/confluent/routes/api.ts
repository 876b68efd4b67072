import type { ZodType } from 'zod'
import { Failure } from '../../../core/problem.ts'
import type { Api } from '../../../http/api.ts'
import type { Call } from '../../../http/call.ts'
import { readJson } from '../../../http/reading.ts'
import type { KeyCredential, Need } from '../auth.ts'
import type { endpoints } from '../endpoints.ts'
import type { Access } from '../records.ts'
import { settingsOf } from '../settings.ts'
import { type Views, viewsAt } from '../views/index.ts'
import { baseOf } from './mount.ts'

export type ConfluentApi = Api<KeyCredential, Need, typeof endpoints>

/** A request of somebody who was admitted, with the parameters of its path. */
export type ConfluentCall<Param extends string = string> = Call<KeyCredential, Param>

const JSON_TYPE = /^\s*application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i

/** What the credential of a request may do. */
export const accessOf = (call: ConfluentCall): Access => call.credential!.access

/** The views whose links lead back to where a request came from. */
export const viewsOf = (call: ConfluentCall): Views => viewsAt(baseOf(call), settingsOf(call.world))

export const readBody = <T>(call: ConfluentCall, schema: () => ZodType<T>): T => {
  const type = call.header('content-type')
  if (type !== undefined && !JSON_TYPE.test(type)) throw new Failure({ kind: 'unsupported_media_type', got: type })
  return readJson(call, schema)
}

/** The header of an answer that made something. */
export const locationOf = (call: ConfluentCall, collection: string, id: string): readonly string[] => [
  'Location',
  `${baseOf(call)}${collection}/${id}`,
]
