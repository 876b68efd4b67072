import {
  createDirectConnect,
  deleteDirectConnect,
  describeDirectConnects,
  describeLimits,
  describeVpnGateways,
} from '../../operations/gateways.ts'
import { createNat, deleteNat, describeNats, getBill } from '../../operations/nats.ts'
import {
  CreateDirectConnect,
  CreateNatGateway,
  DescribeDirectConnect,
  DescribeNatGateway,
  DescribeVpcLimit,
  DescribeVpnGw,
  Nothing,
  OneBill,
  OneDirectConnect,
  OneNat,
} from '../../schemas/v2/gateways.ts'
import { billView, createdNatView, directConnectView, natView, vpnGatewayView } from '../../views/v2/gateways.ts'
import { taskIdView } from '../../views/v2/peerings.ts'
import { listView } from '../../views/v2/shapes.ts'
import { row } from './action.ts'

export const gatewayActions = {
  CreateNatGateway: row({ input: CreateNatGateway, run: createNat, view: createdNatView, quotedInDocs: true }),
  QueryNatGatewayProductionStatus: row({ input: OneBill, run: getBill, view: billView, quotedInDocs: true }),
  DescribeNatGateway: row({
    input: DescribeNatGateway,
    run: describeNats,
    view: (list) => listView(list, natView),
    quotedInDocs: true,
  }),
  DeleteNatGateway: row({ input: OneNat, run: deleteNat, view: taskIdView, quotedInDocs: true }),
  DescribeVpnGw: row({
    input: DescribeVpnGw,
    run: describeVpnGateways,
    view: (list) => listView(list, vpnGatewayView),
  }),
  CreateDirectConnectGateway: row({
    input: CreateDirectConnect,
    run: createDirectConnect,
    view: ({ id }) => ({ data: { directConnectGatewayId: id } }),
  }),
  DescribeDirectConnectGateway: row({
    input: DescribeDirectConnect,
    run: describeDirectConnects,
    view: (list) => listView(list, directConnectView),
  }),
  DeleteDirectConnectGateway: row({ input: OneDirectConnect, run: deleteDirectConnect, view: taskIdView }),
  DescribeVpcLimit: row({
    input: DescribeVpcLimit,
    run: describeLimits,
    view: (limit) => ({ data: { limit } }),
  }),
  DescribeAccountVpcAttributes: row({
    input: Nothing,
    run: () => 'only-vpc',
    view: (supportedPlatforms) => ({ data: { supportedPlatforms } }),
  }),
}
