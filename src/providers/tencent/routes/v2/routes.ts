import {
  associateRouteTable,
  createRouteTable,
  deleteRouteTable,
  describeRouteTables,
  modifyRouteTable,
  renameRouteTable,
} from '../../operations/route-tables.ts'
import { createRoutes, deleteRoutes, describeRoutes } from '../../operations/routes.ts'
import { AssociateRouteTable } from '../../schemas/v2/networks.ts'
import {
  CreateRouteTable,
  DescribeRouteTable,
  DescribeRoutes,
  ModifyRouteTableAttribute,
  ModifyVPCRouteTable,
  OneRouteTable,
  RouteBatch,
} from '../../schemas/v2/routes.ts'
import { createdRouteTableView, routeTableView, routesView } from '../../views/v2/routes.ts'
import { listView } from '../../views/v2/shapes.ts'
import { row } from './action.ts'

export const routeActions = {
  CreateRoute: row({ input: RouteBatch, run: createRoutes }),
  DeleteRoute: row({ input: RouteBatch, run: deleteRoutes }),
  DescribeRoutes: row({ input: DescribeRoutes, run: describeRoutes, view: routesView }),
  DescribeRouteTable: row({
    input: DescribeRouteTable,
    run: describeRouteTables,
    view: (list) => listView(list, routeTableView),
  }),
  CreateRouteTable: row({
    input: CreateRouteTable,
    run: createRouteTable,
    view: (table, { routeSet = [] }) => createdRouteTableView(table, routeSet),
  }),
  ModifyRouteTableAttribute: row({ input: ModifyRouteTableAttribute, run: modifyRouteTable }),
  ModifyVPCRouteTable: row({ input: ModifyVPCRouteTable, run: renameRouteTable }),
  DeleteRouteTable: row({ input: OneRouteTable, run: deleteRouteTable }),
  AssociateRouteTable: row({ input: AssociateRouteTable, run: associateRouteTable }),
}
