import { ConfigError, configShape } from '../../core/config.ts'
import { schema } from '../../core/schema.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { defaultTableOf, hasDestination } from './operations/routes.ts'
import { projectIdOf } from './schemas/ids.ts'
import { insertVpc } from './operations/vpcs.ts'
import { type Vpc, peerings, projects, routes, vpcs } from './records/index.ts'
import { settingsOf } from './settings.ts'
import { type Tenant, addTenant, tenantOf } from './seed.ts'

/** Records of a fixture file. */
export const Fixtures = schema((z) => {
  const name = z.string().min(1)
  return z.strictObject({
    tenants: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[0-9A-Za-z-]+$/),
          name: name.optional(),
          domain: name.optional(),
          user: name.optional(),
          password: name.optional(),
          token: z.string().regex(/^\S+$/).optional(),
          ak: z.string().regex(/^\w+$/).optional(),
          sk: name.optional(),
          actions: z.array(z.string()).optional(),
        }),
      )
      .default([]),
    vpcs: z
      .array(
        z.strictObject({
          id: z.guid(),
          tenant: name,
          name: z.string().default(''),
          description: z.string().default(''),
          cidr: z.union([z.cidrv4(), z.literal('')]).default(''),
        }),
      )
      .default([]),
    peerings: z
      .array(
        z.strictObject({
          id: z.guid(),
          name,
          description: z.string().default(''),
          request_vpc_id: z.guid(),
          accept_vpc_id: z.guid(),
          status: z.enum(['PENDING_ACCEPTANCE', 'ACTIVE', 'REJECTED', 'EXPIRED']).default('ACTIVE'),
        }),
      )
      .default([]),
    routes: z
      .array(
        z.strictObject({
          id: z.guid(),
          vpc_id: z.guid(),
          destination: z.union([z.cidrv4(), z.cidrv6()]),
          nexthop: z.guid(),
        }),
      )
      .default([]),
  })
})

const place = (kind: string): string => `fixtures.huawei.${kind}`

export const load = (tx: Tx, records: unknown): void => {
  const given = configShape(records, Fixtures, 'fixtures.huawei')
  for (const { id, name, actions, ...rest } of given.tenants) {
    const projectId = projectIdOf(id)
    const derived = tenantOf(id)
    const tenant: Tenant = {
      ...derived,
      projectId,
      domain: rest.domain ?? derived.domain,
      user: rest.user ?? derived.user,
      password: rest.password ?? derived.password,
      ak: rest.ak ?? derived.ak,
      sk: rest.sk ?? derived.sk,
      token: rest.token ?? derived.token,
    }
    addTenant(tx, tenant, name ?? settingsOf(tx).region, actions ?? null)
  }
  for (const { id, tenant, name, description, cidr } of given.vpcs) {
    const projectId = projectIdOf(tenant)
    if (!tx.table(projects).get(projectId)) throw new ConfigError(`${place('vpcs')}: there is no tenant ${tenant}`)
    insertVpc(tx, { id, name, description, cidr, projectId, enterpriseProjectId: '0', tags: [], state: 'OK' })
  }
  for (const { id, name, description, request_vpc_id, accept_vpc_id, status } of given.peerings) {
    const [request, accept] = [request_vpc_id, accept_vpc_id].map((end) => vpcOf(tx, 'peerings', end))
    tx.create(peerings, {
      id,
      name,
      description,
      request: { vpcId: request!.id, projectId: request!.projectId },
      accept: { vpcId: accept!.id, projectId: accept!.projectId },
      createdAt: tx.now,
      updatedAt: tx.now,
      state: status,
    })
  }
  for (const { id, vpc_id, destination, nexthop } of given.routes) {
    const vpc = vpcOf(tx, 'routes', vpc_id)
    const { id: tableId } = defaultTableOf(tx, vpc_id)
    if (!tx.table(peerings).get(nexthop)) throw new ConfigError(`${place('routes')}: there is no peering ${nexthop}`)
    if (hasDestination(tx, tableId, destination))
      throw new ConfigError(`${place('routes')}: ${id} repeats the destination ${destination}`)
    const { projectId } = vpc
    tx.table(routes).insert({
      id,
      tableId,
      vpcId: vpc_id,
      projectId,
      type: 'peering',
      destination,
      nexthop,
      description: '',
    })
  }
}

const vpcOf = (tx: Tx, kind: string, id: string): Vpc => {
  const vpc = tx.table(vpcs).get(id)
  if (!vpc) throw new ConfigError(`${place(kind)}: there is no VPC ${id}`)
  return vpc
}
