import { createVpc, describeVpcs } from '../../operations/vpcs.ts'
import { CreateVpc, DescribeVpcs } from '../../schemas/v3/networks.ts'
import { createdVpcView, vpcListView } from '../../views/v3/networks.ts'
import { action } from './action.ts'

export const networkActions = {
  CreateVpc: action({ read: CreateVpc, do: createVpc, show: createdVpcView }),
  DescribeVpcs: action({ read: DescribeVpcs, do: describeVpcs, show: vpcListView }),
}
