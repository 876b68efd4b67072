import { type Verb, createPeering, describePeerings, movePeering, renamePeering } from '../../operations/peerings.ts'
import { createPeeringEx, getTask, modifyPeeringEx, movePeeringEx } from '../../operations/tasks.ts'
import { accounts } from '../../records/accounts.ts'
import {
  CreatePeering,
  CreatePeeringEx,
  DescribePeerings,
  ModifyPeeringEx,
  OnePeering,
  OneTask,
  RenamePeering,
} from '../../schemas/v2/peerings.ts'
import { peeringView, taskIdView, taskView } from '../../views/v2/peerings.ts'
import { listView } from '../../views/v2/shapes.ts'
import { row } from './action.ts'

const move = (verb: Verb) =>
  row({
    input: OnePeering,
    run: (tx, place, { peeringConnectionId }) => movePeering(tx, place, peeringConnectionId, verb),
    quotedInDocs: true,
  })

const moveEx = (verb: Verb) =>
  row({
    input: OnePeering,
    run: (tx, place, { peeringConnectionId }) => movePeeringEx(tx, place, peeringConnectionId, verb),
    view: taskIdView,
    quotedInDocs: true,
  })

export const peeringActions = {
  CreateVpcPeeringConnection: row({
    input: CreatePeering,
    run: createPeering,
    view: ({ id }) => ({ peeringConnectionId: id }),
    quotedInDocs: true,
  }),
  AcceptVpcPeeringConnection: move('accept'),
  RejectVpcPeeringConnection: move('reject'),
  EnableVpcPeeringConnection: move('enable'),
  DeleteVpcPeeringConnection: move('delete'),
  ModifyVpcPeeringConnection: row({ input: RenamePeering, run: renamePeering, quotedInDocs: true }),
  CreateVpcPeeringConnectionEx: row({
    input: CreatePeeringEx,
    run: createPeeringEx,
    view: taskIdView,
    quotedInDocs: true,
  }),
  AcceptVpcPeeringConnectionEx: moveEx('accept'),
  RejectVpcPeeringConnectionEx: moveEx('reject'),
  EnableVpcPeeringConnectionEx: moveEx('enable'),
  DeleteVpcPeeringConnectionEx: moveEx('delete'),
  ModifyVpcPeeringConnectionEx: row({
    input: ModifyPeeringEx,
    run: modifyPeeringEx,
    view: taskIdView,
    quotedInDocs: true,
  }),
  DescribeVpcPeeringConnections: row({
    input: DescribePeerings,
    run: (tx, place, input) => {
      const appIds = new Map(Array.from(tx.table(accounts).all(), ({ uin, appId }) => [uin, appId] as const))
      return { list: describePeerings(tx, place, input), appIdOf: (uin: number) => appIds.get(uin) ?? '' }
    },
    view: ({ list, appIdOf }) => listView(list, peeringView(appIdOf)),
    quotedInDocs: true,
  }),
  DescribeVpcTaskResult: row({ input: OneTask, run: getTask, view: taskView, quotedInDocs: true }),
}
