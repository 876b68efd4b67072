import { createSubnets, deleteSubnet, describeSubnet, describeSubnets, modifySubnet } from '../../operations/subnets.ts'
import { createVpc, deleteVpc, describeVpc, describeVpcs, modifyVpc } from '../../operations/vpcs.ts'
import {
  CreateSubnet,
  CreateVpc,
  DescribeSubnetEx,
  DescribeVpcEx,
  ModifySubnetAttribute,
  ModifyVpcAttribute,
  OneSubnet,
  OneVpc,
} from '../../schemas/v2/networks.ts'
import {
  createdSubnetsView,
  createdVpcView,
  flatSubnetView,
  subnetListView,
  vpcListView,
  vpcView,
} from '../../views/v2/networks.ts'
import { action } from './action.ts'

export const networkActions = {
  CreateVpc: action({ read: CreateVpc, do: createVpc, show: createdVpcView }),
  DescribeVpcEx: action({ read: DescribeVpcEx, do: describeVpcs, show: vpcListView }),
  // the page of the old action shows one flat object; its members are taken from the newer list
  DescribeVpcs: action({ read: OneVpc, do: describeVpc, show: vpcView }),
  ModifyVpcAttribute: action({ read: ModifyVpcAttribute, do: modifyVpc }),
  DeleteVpc: action({ read: OneVpc, do: deleteVpc }),
  CreateSubnet: action({ read: CreateSubnet, do: createSubnets, show: createdSubnetsView }),
  DescribeSubnet: action({ read: OneSubnet, do: describeSubnet, show: flatSubnetView }),
  DescribeSubnetEx: action({ read: DescribeSubnetEx, do: describeSubnets, show: subnetListView }),
  ModifySubnetAttribute: action({ read: ModifySubnetAttribute, do: modifySubnet }),
  DeleteSubnet: action({ read: OneSubnet, do: deleteSubnet }),
}
