import { getRouteTable } from '../../operations/find.ts'
import { removeRoutes, replaceRoutes, switchRoutes } from '../../operations/routes/changes.ts'
import { listRoutes } from '../../operations/routes/lists.ts'
import {
  associateRouteTable,
  createRouteTable,
  deleteRouteTable,
  describeRouteTables,
  modifyRouteTable,
  summaryOf,
} from '../../operations/routes/tables.ts'
import { createRoutes } from '../../operations/routes/routes.ts'
import {
  CreateRouteTable,
  DescribeRouteTables,
  ModifyRouteTableAttribute,
  OneRouteTable,
  ReplaceRouteTableAssociation,
} from '../../schemas/v3/route-tables.ts'
import {
  CreateRoutes,
  DeleteRoutes,
  DescribeRouteConflicts,
  DescribeRoutes,
  ReplaceRoutes,
  ResetRoutes,
  SwitchRoutes,
} from '../../schemas/v3/routes.ts'
import {
  conflictsView,
  createdRouteTableView,
  createdRoutesView,
  removedRoutesView,
  replacedRoutesView,
  routeListView,
  routeTableListView,
} from '../../views/v3/routes.ts'
import { action } from './action.ts'

const list = action({ read: DescribeRoutes, do: listRoutes, show: routeListView })

export const routeActions = {
  CreateRouteTable: action({ read: CreateRouteTable, do: createRouteTable, show: createdRouteTableView }),
  DescribeRouteTables: action({ read: DescribeRouteTables, do: describeRouteTables, show: routeTableListView }),
  ModifyRouteTableAttribute: action({ read: ModifyRouteTableAttribute, do: modifyRouteTable }),
  DeleteRouteTable: action({ read: OneRouteTable, do: deleteRouteTable }),
  ReplaceRouteTableAssociation: action({ read: ReplaceRouteTableAssociation, do: associateRouteTable }),
  CreateRoutes: action({
    read: CreateRoutes,
    do(tx, origin, input) {
      const { table, routes } = createRoutes(tx, origin, input)
      return { summary: summaryOf(tx, table), routes }
    },
    show: createdRoutesView,
  }),
  ReplaceRoutes: action({ read: ReplaceRoutes, do: replaceRoutes, show: replacedRoutesView }),
  DeleteRoutes: action({ read: DeleteRoutes, do: removeRoutes, show: removedRoutesView }),
  ResetRoutes: action({ read: ResetRoutes, do: modifyRouteTable }),
  EnableRoutes: action({ read: SwitchRoutes, do: switchRoutes(true) }),
  DisableRoutes: action({ read: SwitchRoutes, do: switchRoutes(false) }),
  DescribeRoutes: list,
  DescribeRouteList: list,
  DescribeRouteConflicts: action({ read: DescribeRouteConflicts, do: getRouteTable, show: conflictsView }),
}
