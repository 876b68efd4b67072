import json
import unittest

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkvpc import v2, v3

from emulator import A, B, Emulator

SYSTEM = ["198.19.128.0/20", "127.0.0.0/8", "100.64.0.0/10"]


def clients(url, tenant):
    credentials = BasicCredentials(tenant.ak, tenant.sk, tenant.id)
    return [
        module.VpcClient.new_builder().with_credentials(credentials).with_endpoint(url).build() for module in (v2, v3)
    ]


class Tables(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.addClassCleanup(cls.emulator.stop)
        cls.a, cls.a3 = clients(cls.emulator.url, A)
        cls.b, _ = clients(cls.emulator.url, B)

    def refusal(self, status, call, request):
        with self.assertRaises(ClientRequestException) as caught:
            call(request)
        self.assertEqual(caught.exception.status_code, status)
        return caught.exception

    def vpc(self, client, name, cidr):
        option = v2.CreateVpcOption(name=name, cidr=cidr)
        return client.create_vpc(v2.CreateVpcRequest(body=v2.CreateVpcRequestBody(vpc=option))).vpc

    def subnet(self, vpc, name, cidr, **more):
        option = v2.CreateSubnetOption(
            name=name, cidr=cidr, gateway_ip=cidr.replace(".0/24", ".1"), vpc_id=vpc.id, **more
        )
        return self.a.create_subnet(v2.CreateSubnetRequest(body=v2.CreateSubnetRequestBody(subnet=option))).subnet

    def table(self, table_id):
        return self.a.show_route_table(v2.ShowRouteTableRequest(routetable_id=table_id)).routetable

    def default_table(self, vpc):
        listed = self.a.list_route_tables(v2.ListRouteTablesRequest(vpc_id=vpc.id)).routetables
        return next(self.table(table.id) for table in listed if table.default)

    def move(self, table_id, kind, *subnets):
        if kind == "associate":
            request, call = v2.AssociateRouteTableRequest, self.a.associate_route_table
        else:
            request, call = v2.DisassociateRouteTableRequest, self.a.disassociate_route_table
        option = v2.AssociateRouteTableAndSubnetReq(**{kind: [subnet.id for subnet in subnets]})
        body = v2.RoutetableAssociateReqbody(routetable=v2.AsscoiateReq(subnets=option))
        return call(request(routetable_id=table_id, body=body)).routetable

    def own(self, table):
        return [(route.type, route.destination, route.nexthop) for route in table.routes if route.type != "local"]

    def test_a_custom_table_with_a_peering_route_and_a_subnet(self):
        mine, theirs = self.vpc(self.a, "py-tab-a", "192.168.0.0/16"), self.vpc(self.b, "py-tab-b", "10.20.0.0/16")
        option = v2.CreateVpcPeeringOption(
            name="py-tab",
            request_vpc_info=v2.VpcInfo(vpc_id=mine.id),
            accept_vpc_info=v2.VpcInfo(vpc_id=theirs.id, tenant_id=B.id),
        )
        body = v2.CreateVpcPeeringRequestBody(peering=option)
        peering = self.a.create_vpc_peering(v2.CreateVpcPeeringRequest(body=body)).peering
        self.b.accept_vpc_peering(v2.AcceptVpcPeeringRequest(peering_id=peering.id))
        front, back = self.subnet(mine, "front", "192.168.1.0/24"), self.subnet(mine, "back", "192.168.2.0/24")

        route = v2.RouteTableRoute(type="peering", destination="10.20.0.0/16", nexthop=peering.id, description="to b")
        request = v2.CreateRouteTableReq(name="custom", vpc_id=mine.id, routes=[route], description="d")
        body = v2.CreateRoutetableReqBody(routetable=request)
        table = self.a.create_route_table(v2.CreateRouteTableRequest(body=body)).routetable
        self.assertEqual((table.name, table.default, table.subnets), ("custom", False, []))
        self.assertEqual(self.own(table), [("peering", "10.20.0.0/16", peering.id)])
        self.assertEqual(
            sorted(route.destination for route in table.routes if route.type == "local"),
            sorted(["192.168.1.0/24", "192.168.2.0/24", *SYSTEM]),
        )

        listed = self.a.list_vpc_routes(v2.ListVpcRoutesRequest(vpc_id=mine.id)).routes
        self.assertEqual([(one.destination, one.nexthop) for one in listed], [("10.20.0.0/16", peering.id)])

        moved = self.move(table.id, "associate", front)
        self.assertEqual([subnet.id for subnet in moved.subnets], [front.id])
        self.assertEqual([subnet.id for subnet in self.default_table(mine).subnets], [back.id])

        actions = v2.RouteTableRouteAction(
            add=[v2.AddRouteTableRoute(type="peering", destination="10.21.0.0/16", nexthop=peering.id)],
            _del=[v2.DelRouteTableRoute(destination="10.20.0.0/16")],
        )
        change = v2.UpdateRouteTableReq(name="renamed", routes=actions)
        body = v2.UpdateRoutetableReqBody(routetable=change)
        changed = self.a.update_route_table(v2.UpdateRouteTableRequest(routetable_id=table.id, body=body)).routetable
        self.assertEqual((changed.name, self.own(changed)), ("renamed", [("peering", "10.21.0.0/16", peering.id)]))

        busy = self.refusal(409, self.a.delete_route_table, v2.DeleteRouteTableRequest(routetable_id=table.id))
        self.assertEqual(busy.error_code, "VPC.2809")
        self.assertEqual(
            json.loads(busy.error_msg)["NeutronError"]["message"], "the routetable is associated with subnets."
        )
        self.assertEqual(self.move(table.id, "disassociate", front).subnets, [])
        self.a.delete_route_table(v2.DeleteRouteTableRequest(routetable_id=table.id))
        gone = self.refusal(404, self.a.show_route_table, v2.ShowRouteTableRequest(routetable_id=table.id))
        self.assertEqual(gone.error_code, "VPC.2808")
        self.assertEqual(self.a.list_vpc_routes(v2.ListVpcRoutesRequest(vpc_id=mine.id)).routes, [])

    def test_a_vpc_of_v3_with_a_further_block_and_a_subnet_in_it(self):
        option = v3.CreateVpcOption(name="py-v3", cidr="10.0.0.0/16", tags=[v3.Tag(key="k", value="v")])
        dry = self.a3.create_vpc(v3.CreateVpcRequest(body=v3.CreateVpcRequestBody(dry_run=True, vpc=option)))
        self.assertEqual(dry.error_code, "SYS.0202")
        created = self.a3.create_vpc(v3.CreateVpcRequest(body=v3.CreateVpcRequestBody(vpc=option)))
        self.assertRegex(created.request_id, "^[0-9a-f]{32}$")
        [vpc] = self.a3.list_vpcs(v3.ListVpcsRequest(name=["py-v3"])).vpcs
        self.assertEqual((vpc.status, vpc.extend_cidrs), ("ACTIVE", []))

        def extend(*cidrs):
            body = v3.AddVpcExtendCidrRequestBody(vpc=v3.AddExtendCidrOption(extend_cidrs=list(cidrs)))
            return v3.AddVpcExtendCidrRequest(vpc_id=vpc.id, body=body)

        def shrink(*cidrs):
            body = v3.RemoveVpcExtendCidrRequestBody(vpc=v3.RemoveExtendCidrOption(extend_cidrs=list(cidrs)))
            return v3.RemoveVpcExtendCidrRequest(vpc_id=vpc.id, body=body)

        self.assertEqual(self.a3.add_vpc_extend_cidr(extend("23.8.0.0/16")).vpc.extend_cidrs, ["23.8.0.0/16"])
        conflict = self.refusal(409, self.a3.add_vpc_extend_cidr, extend("10.0.0.0/8"))
        self.assertEqual(conflict.error_code, "VPC.9914")
        self.assertEqual(conflict.error_msg, "Add Extend cidr 10.0.0.0/8 conflict with exist cidr 10.0.0.0/16.")

        subnet = self.subnet(vpc, "far", "23.8.1.0/24", ipv6_enable=True, dns_list=["100.125.4.25", "100.125.129.199"])
        self.assertEqual((subnet.primary_dns, subnet.secondary_dns), ("100.125.4.25", "100.125.129.199"))
        self.assertRegex(subnet.cidr_v6, "^2001:db8:.*/64$")
        self.assertRegex(subnet.neutron_subnet_id_v6, "^[0-9a-f-]{36}$")
        busy = self.refusal(409, self.a3.remove_vpc_extend_cidr, shrink("23.8.0.0/16"))
        self.assertEqual(busy.error_code, "VPC.9914")

        networks = self.a.neutron_list_networks(v2.NeutronListNetworksRequest(id=subnet.id)).networks
        self.assertEqual(networks[0].subnets, [subnet.neutron_subnet_id, subnet.neutron_subnet_id_v6])
        router = self.a.neutron_show_router(v2.NeutronShowRouterRequest(router_id=vpc.id)).router
        self.assertEqual((router.name, router.status), ("py-v3", "ACTIVE"))
        free = self.a.show_network_ip_availabilities(v2.ShowNetworkIpAvailabilitiesRequest(network_id=subnet.id))
        self.assertEqual(free.network_ip_availability.total_ips, 250)

        self.a.delete_subnet(v2.DeleteSubnetRequest(vpc_id=vpc.id, subnet_id=subnet.id))
        self.assertEqual(self.a3.remove_vpc_extend_cidr(shrink("23.8.0.0/16")).vpc.extend_cidrs, [])
        renamed = v3.UpdateVpcRequestBody(vpc=v3.UpdateVpcOption(name="py-v3-renamed"))
        self.a3.update_vpc(v3.UpdateVpcRequest(vpc_id=vpc.id, body=renamed))
        self.assertEqual(self.a3.show_vpc(v3.ShowVpcRequest(vpc_id=vpc.id)).vpc.name, "py-v3-renamed")
        self.a3.delete_vpc(v3.DeleteVpcRequest(vpc_id=vpc.id))
        gone = self.refusal(404, self.a3.show_vpc, v3.ShowVpcRequest(vpc_id=vpc.id))
        self.assertEqual((gone.error_code, gone.error_msg), ("VPC.9904", f"Vpc {vpc.id} could not be found."))


if __name__ == "__main__":
    unittest.main()
