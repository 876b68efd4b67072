import type { Coverage } from '../../core/provider.ts'
import { names } from './actions/names.ts'

const answered = (Object.entries(names) as [Coverage['rank'], readonly string[]][]).flatMap(([rank, actions]) =>
  actions.map((op): Coverage => ({ op, method: 'POST', path: op, status: 'supported', rank })),
)

/** Every documented action around routes and peerings; each is asked for by GET as well. */
export const coverage: readonly Coverage[] = [...answered]
