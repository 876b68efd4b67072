import type { Api } from '../../../http/api.ts'
import type { Call } from '../../../http/call.ts'
import type { Caller, Need } from '../auth/index.ts'
import type { endpoints } from '../endpoints.ts'

export type HuaweiApi = Api<Caller, Need, typeof endpoints>

/** A request of somebody who was admitted, with the parameters of its path. */
export type HuaweiCall<Param extends string = string> = Call<Caller, Param>
