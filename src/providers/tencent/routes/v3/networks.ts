import { createSubnets, deleteSubnet, describeSubnets, modifySubnet } from '../../operations/subnets.ts'
import { createVpc, deleteVpc, describeVpcs, modifyVpc } from '../../operations/vpcs.ts'
import {
  CreateSubnet,
  CreateSubnets,
  CreateVpc,
  DescribeSubnets,
  DescribeVpcs,
  ModifySubnetAttribute,
  ModifyVpcAttribute,
  OneSubnet,
  OneVpc,
} from '../../schemas/v3/networks.ts'
import {
  createdSubnetView,
  createdSubnetsView,
  createdVpcView,
  subnetListView,
  vpcListView,
} from '../../views/v3/networks.ts'
import { action } from './action.ts'

export const networkActions = {
  CreateVpc: action({ read: CreateVpc, do: createVpc, show: createdVpcView }),
  DescribeVpcs: action({ read: DescribeVpcs, do: describeVpcs, show: vpcListView }),
  ModifyVpcAttribute: action({ read: ModifyVpcAttribute, do: modifyVpc }),
  DeleteVpc: action({ read: OneVpc, do: deleteVpc }),
  CreateSubnet: action({ read: CreateSubnet, do: createSubnets, show: createdSubnetView }),
  CreateSubnets: action({ read: CreateSubnets, do: createSubnets, show: createdSubnetsView }),
  DescribeSubnets: action({ read: DescribeSubnets, do: describeSubnets, show: subnetListView }),
  ModifySubnetAttribute: action({ read: ModifySubnetAttribute, do: modifySubnet }),
  DeleteSubnet: action({ read: OneSubnet, do: deleteSubnet }),
}
