import {
  type OnePeering as Input,
  type Verb,
  createPeering,
  crossRegion,
  describePeerings,
  modifyPeering,
  movePeering,
} from '../../operations/peerings.ts'
import { getTask, startTask } from '../../operations/tasks.ts'
import type { Peering } from '../../records/peerings.ts'
import type { Tx } from '../../../../world/unit-of-work.ts'
import { OneTask } from '../../schemas/v3/accounts.ts'
import { CreatePeering, DescribePeerings, ModifyPeering, OnePeering } from '../../schemas/v3/peerings.ts'
import { createdPeeringView, peeringListView, taskView } from '../../views/v3/peerings.ts'
import { type Origin, action } from './action.ts'

/** What is done at once; between regions a task of the request's id tells of it afterwards. */
const withTask =
  <I>(work: (tx: Tx, origin: Origin, input: I) => Peering) =>
  (tx: Tx, origin: Origin, input: I): Peering => {
    const peering = work(tx, origin, input)
    if (crossRegion(peering)) startTask(tx, origin, { id: origin.requestId, deed: 'none', targetId: peering.id })
    return peering
  }

const move = (verb: Verb) => action({ read: OnePeering, do: withTask<Input>(movePeering(verb)) })

export const peeringActions = {
  CreateVpcPeeringConnection: action({ read: CreatePeering, do: withTask(createPeering), show: createdPeeringView }),
  AcceptVpcPeeringConnection: move('accept'),
  RejectVpcPeeringConnection: move('reject'),
  DeleteVpcPeeringConnection: move('delete'),
  ModifyVpcPeeringConnection: action({ read: ModifyPeering, do: withTask(modifyPeering) }),
  DescribeVpcPeeringConnections: action({ read: DescribePeerings, do: describePeerings, show: peeringListView }),
  DescribeVpcTaskResult: action({ read: OneTask, do: getTask, show: taskView }),
}
