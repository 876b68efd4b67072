import type { Problem } from '../../../core/problem.ts'
import { problems } from './index.ts'

/** What is said of one row too many of a table, where a scenario counts them. */
export const quotas: Readonly<Record<string, (limit: number) => Problem>> = {
  'tencent/vpc': problems.vpcLimit,
  'tencent/subnet': problems.subnetLimit,
  'tencent/route_table': problems.routeTableLimit,
  'tencent/route': problems.routeLimit,
  'tencent/peering': problems.peeringLimit,
  'tencent/nat_gateway': problems.natLimit,
}
