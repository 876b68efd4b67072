import type { Coverage } from '../../world/provider.ts'
import { names } from './actions/names.ts'

const PARTIAL: Readonly<Record<string, string>> = {
  DescribeVpcs: 'the members of the flat answer are those of DescribeVpcEx',
  DescribeVpcLimit: 'numbers of quotas that are not enforced here are left out',
}

const answered = (Object.entries(names) as [Coverage['rank'], readonly string[]][]).flatMap(([rank, actions]) =>
  actions.map((op): Coverage => {
    const note = PARTIAL[op]
    const known = { op, method: 'POST', path: op, rank }
    return note === undefined ? { ...known, status: 'supported' } : { ...known, status: 'partial', note }
  }),
)

/** Every documented action around routes and peerings; each is answered to GET as well. */
export const coverage: readonly Coverage[] = [
  ...answered,
  {
    op: 'api3',
    method: 'POST',
    path: '/',
    status: 'planned',
    rank: 'P2',
    note: 'API 3.0 (vpc.tencentcloudapi.com, TC3 signatures) is another API than that of the document',
  },
]
