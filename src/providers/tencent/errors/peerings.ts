import type { Problem } from '../../../core/problem.ts'
import { catalogue, onDemand } from '../../../http/dialect.ts'
import { absent, badName, exceeded, invalid, refused } from './problem.ts'

// one text of v2 for what API 3.0 tells apart
const stateInvalid = (): Problem =>
  refused(
    'InvalidPeeringConnection.InvalidState',
    'The state of the peering connection, or your side of it, does not allow this operation.',
    '对等连接当前状态不支持该操作',
  )
const conflict = (): Problem =>
  refused('PeeringConnectionVpcConflict', 'The VPCs of the peering connection conflict.', '对等连接VPC网段冲突')
const tooMany = (limit: number): Problem =>
  exceeded('PeeringConnectionLimitExceeded', 'peering connections', '对等连接', limit)

/** What this service says about peerings and their tasks. Evidence per text: README, "Errors". */
export const peeringProblems = catalogue({
  peeringNotFound: onDemand('InvalidPeeringConnection.NotFound', () =>
    absent(
      'InvalidPeeringConnection.NotFound',
      'Invalid peering connection. The peering connection',
      '无效的对等连接，对等连接',
    ),
  ),
  peeringStateInvalid: onDemand('InvalidPeeringConnection.InvalidState', stateInvalid),
  peeringSideWrong: stateInvalid,
  peeringNameInvalid: onDemand('InvalidPeeringConnectionName', () =>
    badName('InvalidPeeringConnectionName', 'peering connection', '对等连接'),
  ),
  peeringNameTaken: onDemand('InvalidPeeringConnectionName.InUse', () =>
    refused('InvalidPeeringConnectionName.InUse', 'The peering connection name is in use.', '对等连接名称重复'),
  ),
  peeringConflict: onDemand('PeeringConnectionVpcConflict', conflict),
  peeringExists: conflict,
  peeringLimit: onDemand('PeeringConnectionLimitExceeded', tooMany, ({ limit = 10 }) => [limit]),
  peeringTotalLimit: tooMany,
  peerRegionUnknown: () => invalid('peerRegion'),
  bandwidthInvalid: () => invalid('bandwidth'),
  locked: onDemand('ActionLocked', () =>
    refused(
      'ActionLocked',
      'Another operation on the object is in progress. Please try later.',
      '对象正在操作中，请稍后重试',
    ),
  ),
  taskNotFound: onDemand('InvalidTaskId.NotFound', () =>
    absent('InvalidTaskId.NotFound', 'Invalid task. The task', '无效的任务，任务'),
  ),
})
