import { type Verb, createPeering, describePeerings, movePeering, modifyPeering } from '../../operations/peerings.ts'
import { createPeeringEx, getTask, modifyPeeringEx, movePeeringEx } from '../../operations/tasks.ts'
import {
  CreatePeering,
  CreatePeeringEx,
  DescribePeerings,
  ModifyPeeringEx,
  OnePeering,
  OneTask,
  RenamePeering,
} from '../../schemas/v2/peerings.ts'
import { createdPeeringView, peeringListView, taskIdView, taskView } from '../../views/v2/peerings.ts'
import { action } from './action.ts'

const quotedInDocs = true

const move = (verb: Verb) => action({ read: OnePeering, do: movePeering(verb), quotedInDocs })
const moveEx = (verb: Verb) => action({ read: OnePeering, do: movePeeringEx(verb), show: taskIdView, quotedInDocs })

export const peeringActions = {
  CreateVpcPeeringConnection: action({
    read: CreatePeering,
    do: createPeering,
    show: createdPeeringView,
    quotedInDocs,
  }),
  AcceptVpcPeeringConnection: move('accept'),
  RejectVpcPeeringConnection: move('reject'),
  EnableVpcPeeringConnection: move('enable'),
  DeleteVpcPeeringConnection: move('delete'),
  ModifyVpcPeeringConnection: action({ read: RenamePeering, do: modifyPeering, quotedInDocs }),
  CreateVpcPeeringConnectionEx: action({ read: CreatePeeringEx, do: createPeeringEx, show: taskIdView, quotedInDocs }),
  AcceptVpcPeeringConnectionEx: moveEx('accept'),
  RejectVpcPeeringConnectionEx: moveEx('reject'),
  EnableVpcPeeringConnectionEx: moveEx('enable'),
  DeleteVpcPeeringConnectionEx: moveEx('delete'),
  ModifyVpcPeeringConnectionEx: action({ read: ModifyPeeringEx, do: modifyPeeringEx, show: taskIdView, quotedInDocs }),
  DescribeVpcPeeringConnections: action({
    read: DescribePeerings,
    do: describePeerings,
    show: peeringListView,
    quotedInDocs,
  }),
  DescribeVpcTaskResult: action({ read: OneTask, do: getTask, show: taskView, quotedInDocs }),
}
