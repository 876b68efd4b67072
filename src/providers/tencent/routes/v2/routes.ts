import {
  associateRouteTable,
  createRouteTable,
  deleteRouteTable,
  describeRouteTables,
  modifyRouteTable,
} from '../../operations/routes/tables.ts'
import { describeRoutes } from '../../operations/routes/lists.ts'
import { createRoutes, deleteRoutes } from '../../operations/routes/routes.ts'
import {
  AssociateRouteTable,
  CreateRouteTable,
  DescribeRouteTable,
  DescribeRoutes,
  ModifyRouteTableAttribute,
  ModifyVPCRouteTable,
  OneRouteTable,
  RouteBatch,
} from '../../schemas/v2/routes.ts'
import { createdRouteTableView, routeTableListView, routesView } from '../../views/v2/routes.ts'
import { action } from './action.ts'

export const routeActions = {
  CreateRoute: action({ read: RouteBatch, do: createRoutes }),
  DeleteRoute: action({ read: RouteBatch, do: deleteRoutes }),
  DescribeRoutes: action({ read: DescribeRoutes, do: describeRoutes, show: routesView }),
  DescribeRouteTable: action({ read: DescribeRouteTable, do: describeRouteTables, show: routeTableListView }),
  CreateRouteTable: action({ read: CreateRouteTable, do: createRouteTable, show: createdRouteTableView }),
  ModifyRouteTableAttribute: action({ read: ModifyRouteTableAttribute, do: modifyRouteTable }),
  ModifyVPCRouteTable: action({ read: ModifyVPCRouteTable, do: modifyRouteTable }),
  DeleteRouteTable: action({ read: OneRouteTable, do: deleteRouteTable }),
  AssociateRouteTable: action({ read: AssociateRouteTable, do: associateRouteTable }),
}
