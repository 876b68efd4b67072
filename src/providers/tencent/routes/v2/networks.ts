import { createSubnets, deleteSubnet, describeSubnet, describeSubnets, renameSubnet } from '../../operations/subnets.ts'
import { createVpc, deleteVpc, describeVpcs, renameVpc, summaryOf } from '../../operations/vpcs.ts'
import { getVpc } from '../../operations/find.ts'
import { routeTables } from '../../records/networks.ts'
import {
  CreateSubnet,
  CreateVpc,
  DescribeSubnetEx,
  DescribeVpcEx,
  ModifySubnetAttribute,
  ModifyVpcAttribute,
  OneSubnet,
  VpcOnly,
} from '../../schemas/v2/networks.ts'
import { createdSubnetView, createdVpcView, flatSubnetView, subnetView, vpcView } from '../../views/v2/networks.ts'
import { listView } from '../../views/v2/shapes.ts'
import { row } from './action.ts'

// the documented example shows the ACL; whether its request had asked for it is unknown
const wanted = (flag: string | undefined): boolean => flag !== '0' && flag !== 'false'

export const networkActions = {
  CreateVpc: row({ input: CreateVpc, run: createVpc, view: createdVpcView }),
  DescribeVpcEx: row({ input: DescribeVpcEx, run: describeVpcs, view: (list) => listView(list, vpcView) }),
  // the page of the old action shows one flat object; its members are taken from the newer list
  DescribeVpcs: row({
    input: VpcOnly,
    run: (tx, place, { vpcId }) => summaryOf(tx, getVpc(tx, place, vpcId)),
    view: vpcView,
  }),
  ModifyVpcAttribute: row({ input: ModifyVpcAttribute, run: renameVpc }),
  DeleteVpc: row({ input: VpcOnly, run: (tx, place, { vpcId }) => deleteVpc(tx, place, vpcId) }),
  CreateSubnet: row({
    input: CreateSubnet,
    run: (tx, place, input) =>
      createSubnets(tx, place, input).map((subnet) => ({
        subnet,
        table: tx.table(routeTables).get(subnet.routeTableId)!,
      })),
    view: (made) => ({ subnetSet: made.map(({ subnet, table }) => createdSubnetView(subnet, table.oldId)) }),
  }),
  DescribeSubnet: row({ input: OneSubnet, run: describeSubnet, view: flatSubnetView }),
  DescribeSubnetEx: row({
    input: DescribeSubnetEx,
    run: describeSubnets,
    view: (list, { getAclIdFlag }) => listView(list, subnetView(wanted(getAclIdFlag))),
  }),
  ModifySubnetAttribute: row({ input: ModifySubnetAttribute, run: renameSubnet }),
  DeleteSubnet: row({ input: OneSubnet, run: deleteSubnet }),
}
