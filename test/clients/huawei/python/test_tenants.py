import json
import os
import unittest

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkvpc import v2 as sdk

from emulator import A, B, Emulator


class Party:
    """A tenant's client, with the few calls that the flow needs."""

    def __init__(self, url, tenant):
        self.id = tenant.id
        credentials = BasicCredentials(tenant.ak, tenant.sk, tenant.id)
        self.client = sdk.VpcClient.new_builder().with_credentials(credentials).with_endpoint(url).build()

    def create_vpc(self, name, cidr="192.168.0.0/16"):
        body = sdk.CreateVpcRequestBody(vpc=sdk.CreateVpcOption(name=name, cidr=cidr))
        return self.client.create_vpc(sdk.CreateVpcRequest(body=body)).vpc

    def create_peering(self, name, request, accept, tenant=None):
        option = sdk.CreateVpcPeeringOption(
            name=name,
            request_vpc_info=sdk.VpcInfo(vpc_id=request.id),
            accept_vpc_info=sdk.VpcInfo(vpc_id=accept.id, tenant_id=tenant),
        )
        body = sdk.CreateVpcPeeringRequestBody(peering=option)
        return self.client.create_vpc_peering(sdk.CreateVpcPeeringRequest(body=body)).peering

    def create_route(self, vpc, peering, destination):
        option = sdk.CreateVpcRouteOption(
            type="peering", nexthop=peering.id, destination=destination, vpc_id=vpc.id
        )
        body = sdk.CreateVpcRouteRequestBody(route=option)
        return self.client.create_vpc_route(sdk.CreateVpcRouteRequest(body=body)).route

    def peerings(self, **filters):
        return self.client.list_vpc_peerings(sdk.ListVpcPeeringsRequest(**filters)).peerings

    def routes(self):
        return self.client.list_vpc_routes(sdk.ListVpcRoutesRequest()).routes


class TwoTenants(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.addClassCleanup(cls.emulator.stop)
        cls.a = Party(cls.emulator.url, A)
        cls.b = Party(cls.emulator.url, B)

    def refusal(self, status, call, *arguments):
        with self.assertRaises(ClientRequestException) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.status_code, status)
        return caught.exception

    def test_request_acceptance_routes_and_the_end(self):
        a, b = self.a, self.b
        a1, a2 = a.create_vpc("py-a1"), a.create_vpc("py-a2")
        b1 = b.create_vpc("py-b1", "10.20.0.0/16")
        self.assertEqual(a1.status, "CREATING")
        self.assertEqual(a.client.show_vpc(sdk.ShowVpcRequest(vpc_id=a1.id)).vpc.status, "OK")

        peering = a.create_peering("py", a1, b1, B.id)
        self.assertEqual(peering.status, "PENDING_ACCEPTANCE")
        pending = self.refusal(400, a.create_route, a1, peering, "10.20.0.0/16")
        # the client shows the whole body where it finds neither a code nor a message of its own kind
        self.assertEqual(
            json.loads(pending.error_msg)["NeutronError"]["message"],
            f"Invalid input for operation: peering {peering.id} is not active.",
        )

        listed = b.peerings(status="PENDING_ACCEPTANCE")
        self.assertEqual([one.to_dict() for one in listed], [peering.to_dict()])
        accept = sdk.AcceptVpcPeeringRequest(peering_id=peering.id)
        self.refusal(403, a.client.accept_vpc_peering, accept)
        accepted = b.client.accept_vpc_peering(accept)
        self.assertEqual((accepted.id, accepted.status), (peering.id, "ACTIVE"))
        self.refusal(409, b.client.accept_vpc_peering, accept)

        there = a.create_route(a1, peering, "10.20.0.0/16")
        self.assertEqual(
            there.to_dict(),
            {
                "type": "peering",
                "nexthop": peering.id,
                "destination": "10.20.0.0/16",
                "vpc_id": a1.id,
                "tenant_id": A.id,
                "id": there.id,
            },
        )
        self.assertEqual(b.create_route(b1, peering, "192.168.0.0/16").tenant_id, B.id)
        duplicate = self.refusal(409, a.create_route, a1, peering, "10.20.0.0/16")
        self.assertRegex(duplicate.request_id, "^[0-9a-f]{32}$")

        second = a.create_peering("py-second", a2, b1, B.id)
        rejected = b.client.reject_vpc_peering(sdk.RejectVpcPeeringRequest(peering_id=second.id))
        self.assertEqual(rejected.status, "REJECTED")
        self.refusal(400, a.create_route, a2, second, "10.30.0.0/16")

        busy = self.refusal(409, a.client.delete_vpc, sdk.DeleteVpcRequest(vpc_id=a1.id))
        self.assertEqual(busy.error_code, "VPC.0120")
        a.client.delete_vpc_peering(sdk.DeleteVpcPeeringRequest(peering_id=peering.id))
        self.assertEqual((a.routes(), b.routes()), ([], []))
        self.refusal(404, a.client.show_vpc_peering, sdk.ShowVpcPeeringRequest(peering_id=peering.id))
        for party, vpc in ((a, a1), (a, a2), (b, b1)):
            party.client.delete_vpc(sdk.DeleteVpcRequest(vpc_id=vpc.id))

    def test_thirty_peerings_come_page_by_page(self):
        hub = self.a.create_vpc("py-hub")
        made = [
            self.a.create_peering(f"py-{n}", hub, self.a.create_vpc(f"py-spoke-{n}")).id for n in range(30)
        ]
        seen, sizes, marker = [], [], None
        while True:
            page = self.a.peerings(limit=7, marker=marker, vpc_id=hub.id)
            if not page:
                break
            sizes.append(len(page))
            seen += [one.id for one in page]
            marker = seen[-1]
        self.assertEqual(sizes, [7, 7, 7, 7, 2])
        self.assertEqual(seen, sorted(made))

    @unittest.skipIf("PEERTWIN_URL" in os.environ, "the server takes every key")
    def test_a_wrong_secret_key_is_refused(self):
        credentials = BasicCredentials(A.ak, B.sk, A.id)
        client = sdk.VpcClient.new_builder().with_credentials(credentials).with_endpoint(self.emulator.url).build()
        refused = self.refusal(401, client.list_vpc_peerings, sdk.ListVpcPeeringsRequest())
        self.assertEqual(refused.error_code, "APIGW.0301")
        self.assertEqual(
            refused.error_msg, "Incorrect IAM authentication information: verify aksk signature fail"
        )

    @unittest.skipIf("PEERTWIN_URL" in os.environ, "the server does not know the key")
    def test_without_a_project_id_it_is_found_by_the_name_of_the_region(self):
        credentials = BasicCredentials(B.ak, B.sk).with_iam_endpoint(self.emulator.url)
        region = Region("eu-de", self.emulator.url)
        client = sdk.VpcClient.new_builder().with_credentials(credentials).with_region(region).build()
        self.assertEqual(client.list_vpc_routes(sdk.ListVpcRoutesRequest()).routes, [])


if __name__ == "__main__":
    unittest.main()
