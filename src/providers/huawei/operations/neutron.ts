import { Ids } from '../../../core/ids.ts'
import { memoizeByRow } from '../../../core/memo.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { neutronProblems as problems } from '../errors/neutron.ts'
import { type Subnet, type Vpc, subnets, vpcs } from '../records/index.ts'

/** What Neutron calls a subnet: one of the two address families of what v1 calls so. */
export interface NeutronSubnet {
  readonly id: string
  readonly family: 4 | 6
  readonly cidr: string
  readonly gatewayIp: string
  readonly subnet: Subnet
}

/** The port of something that each subnet has by itself. */
export interface Port {
  readonly id: string
  readonly mac: string
  readonly owner: 'network:router_interface_distributed'
  readonly subnet: Subnet
}

export const neutronSubnetsOf: (subnet: Subnet) => readonly NeutronSubnet[] = memoizeByRow((subnet) => {
  const { neutronSubnetId, cidr, gatewayIp, v6 } = subnet
  const v4: NeutronSubnet = { id: neutronSubnetId, family: 4, cidr, gatewayIp, subnet }
  return v6 ? [v4, { id: v6.neutronSubnetId, family: 6, cidr: v6.cidr, gatewayIp: v6.gatewayIp, subnet }] : [v4]
})

/** The gateway of a subnet. Its id and address follow from the subnet's, so that no row is needed. */
const portOf: (subnet: Subnet) => Port = memoizeByRow((subnet) => {
  const made = new Ids('huawei', 'port', subnet.id)
  const digits = made.hex('mac', 6).match(/../g)!.join(':')
  const mac = `fa:16:3e:${digits}`
  return { id: made.uuid('gateway'), mac, owner: 'network:router_interface_distributed', subnet }
})

const subnetsIn = (tx: Tx, projectId: string): Subnet[] => tx.table(subnets).by('project', projectId)

/** A VPC is what Neutron calls a router. */
export const routersOf = (tx: Tx, projectId: string): readonly Vpc[] => tx.table(vpcs).by('project', projectId)

/** A subnet of v1 is what Neutron calls a network. */
export const networksOf = (tx: Tx, projectId: string): readonly Subnet[] => subnetsIn(tx, projectId)

export const allNeutronSubnets = (tx: Tx, projectId: string): readonly NeutronSubnet[] =>
  subnetsIn(tx, projectId).flatMap(neutronSubnetsOf)

export const portsOf = (tx: Tx, projectId: string): readonly Port[] => subnetsIn(tx, projectId).map(portOf)

export const getRouter = (tx: Tx, projectId: string, id: string): Vpc => {
  const vpc = tx.table(vpcs).get(id.toLowerCase())
  if (vpc?.projectId !== projectId) throw problems.routerNotFound(id)
  return vpc
}

export const getNetwork = (tx: Tx, projectId: string, id: string): Subnet => {
  const subnet = tx.table(subnets).get(id.toLowerCase())
  if (subnet?.projectId !== projectId) throw problems.networkNotFound(id)
  return subnet
}

export const getNeutronSubnet = (tx: Tx, projectId: string, id: string): NeutronSubnet => {
  const [subnet] = tx.table(subnets).by('neutronSubnet', id.toLowerCase())
  const found = subnet && neutronSubnetsOf(subnet).find((one) => one.id === id.toLowerCase())
  if (found?.subnet.projectId !== projectId) throw problems.neutronSubnetNotFound(id)
  return found
}

export const getPort = (tx: Tx, projectId: string, id: string): Port => {
  const port = portsOf(tx, projectId).find((one) => one.id === id.toLowerCase())
  if (!port) throw problems.portNotFound(id)
  return port
}
