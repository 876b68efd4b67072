import {
  createDirectConnect,
  deleteDirectConnect,
  describeDirectConnects,
  describeVpnGateways,
} from '../../operations/gateways.ts'
import { createNat, deleteNat, describeNats, getBill, modifyNat } from '../../operations/nats.ts'
import {
  CreateDirectConnect,
  CreateNatGateway,
  DescribeDirectConnect,
  DescribeNatGateway,
  DescribeVpcLimit,
  DescribeVpnGw,
  ModifyNatGateway,
  Nothing,
  OneBill,
  OneDirectConnect,
  OneNat,
} from '../../schemas/v2/gateways.ts'
import { settingsOf } from '../../settings.ts'
import {
  billView,
  createdDirectConnectView,
  createdNatView,
  directConnectListView,
  limitsView,
  natListView,
  vpnGatewayListView,
} from '../../views/v2/gateways.ts'
import { taskIdView } from '../../views/v2/peerings.ts'
import { action } from './action.ts'

export const gatewayActions = {
  CreateNatGateway: action({ read: CreateNatGateway, do: createNat, show: createdNatView, quotedInDocs: true }),
  QueryNatGatewayProductionStatus: action({ read: OneBill, do: getBill, show: billView, quotedInDocs: true }),
  DescribeNatGateway: action({ read: DescribeNatGateway, do: describeNats, show: natListView, quotedInDocs: true }),
  ModifyNatGateway: action({ read: ModifyNatGateway, do: modifyNat, quotedInDocs: true }),
  DeleteNatGateway: action({ read: OneNat, do: deleteNat, show: taskIdView, quotedInDocs: true }),
  DescribeVpnGw: action({ read: DescribeVpnGw, do: describeVpnGateways, show: vpnGatewayListView }),
  CreateDirectConnectGateway: action({
    read: CreateDirectConnect,
    do: createDirectConnect,
    show: createdDirectConnectView,
  }),
  DescribeDirectConnectGateway: action({
    read: DescribeDirectConnect,
    do: describeDirectConnects,
    show: directConnectListView,
  }),
  DeleteDirectConnectGateway: action({ read: OneDirectConnect, do: deleteDirectConnect, show: taskIdView }),
  DescribeVpcLimit: action({ read: DescribeVpcLimit, do: settingsOf, show: limitsView }),
  DescribeAccountVpcAttributes: action({
    read: Nothing,
    do: () => 'only-vpc',
    show: (supportedPlatforms) => ({ data: { supportedPlatforms } }),
  }),
}
