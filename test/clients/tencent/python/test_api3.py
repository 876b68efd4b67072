"""The networks of API 3.0 with tencentcloud-sdk-python, and with tccli, which is built on it."""

import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.tag.v20180813 import models as tag_models
from tencentcloud.tag.v20180813.tag_client import TagClient
from tencentcloud.vpc.v20170312 import models
from tencentcloud.vpc.v20170312.vpc_client import VpcClient

from emulator import WORLD, Emulator

RED, BLUE = [
    {"uin": account["uin"], **account["keys"][0]} for account in json.loads(WORLD.read_text())["tencent"]["accounts"]
]
TABLE = "rtb-gateways"
VPC = "vpc-gateways"
REQUEST_ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"


class Account:
    """What an account can ask for: each action as the SDK has it, with its request as a dictionary."""

    def __init__(self, url, account, region="ap-guangzhou", method="POST", sign=None, client=VpcClient, **profile):
        endpoint = url.split("://")[1]
        http = HttpProfile(protocol="http", endpoint=endpoint, reqMethod=method)
        keys = credential.Credential(account["secretId"], account["secretKey"], account.get("token"))
        self.client = client(keys, region, ClientProfile(httpProfile=http, signMethod=sign, **profile))
        self.models = models if client is VpcClient else tag_models

    def __call__(self, action, **members):
        request = getattr(self.models, f"{action}Request")()
        request.from_json_string(json.dumps(members))
        return getattr(self.client, action)(request)


class Api3Test(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.addClassCleanup(cls.emulator.stop)

    def setUp(self):
        self.emulator.reset()
        self.red = self.account(RED)
        self.blue = self.account(BLUE)

    def account(self, keys, **more):
        return Account(self.emulator.url, keys, **more)

    def refused(self, code, action, account=None, **members):
        with self.assertRaises(TencentCloudSDKException) as caught:
            (account or self.red)(action, **members)
        self.assertEqual(caught.exception.get_code(), code)
        self.assertRegex(caught.exception.get_request_id(), REQUEST_ID)
        self.assertTrue(caught.exception.get_message())

    def routes(self, table):
        return self.red("DescribeRouteTables", RouteTableIds=[table]).RouteTableSet[0].RouteSet

    def test_a_network_with_its_routes(self):
        vpc = self.red("CreateVpc", VpcName="v", CidrBlock="172.16.0.0/16", EnableMulticast="false").Vpc
        self.assertEqual((vpc.VpcName, vpc.IsDefault, vpc.EnableMulticast), ("v", False, False))
        zone = {"Zone": "ap-guangzhou-3", "VpcId": vpc.VpcId}
        subnet = self.red("CreateSubnet", SubnetName="s", CidrBlock="172.16.1.0/24", **zone).Subnet
        self.assertEqual((subnet.AvailableIpAddressCount, subnet.CdcId), (253, ""))
        table = self.red("CreateRouteTable", VpcId=vpc.VpcId, RouteTableName="t").RouteTable.RouteTableId
        self.red("ReplaceRouteTableAssociation", RouteTableId=table, SubnetId=subnet.SubnetId)
        shown = self.red("DescribeRouteTables", RouteTableIds=[table]).RouteTableSet[0]
        self.assertEqual([one.SubnetId for one in shown.AssociationSet], [subnet.SubnetId])

        address = {"GatewayType": "NORMAL_CVM", "GatewayId": "172.16.1.9"}
        routes = [{"DestinationCidrBlock": f"9.{n}.0.0/16", **address} for n in (1, 2)]
        created = self.red("CreateRoutes", RouteTableId=table, Routes=routes).RouteTableSet[0].RouteSet
        self.assertEqual([route.DestinationCidrBlock for route in created], ["9.1.0.0/16", "9.2.0.0/16"])
        first, second = created
        public = {"DestinationCidrBlock": "0.0.0.0/0", "GatewayType": "EIP", "GatewayId": "0"}
        replaced = self.red("ReplaceRoutes", RouteTableId=table, Routes=[{"RouteId": first.RouteId, **public}])
        self.assertEqual(replaced.OldRouteSet[0].DestinationCidrBlock, "9.1.0.0/16")
        self.assertEqual(replaced.NewRouteSet[0].RouteItemId, first.RouteItemId)
        self.red("DisableRoutes", RouteTableId=table, RouteIds=[second.RouteId])
        self.assertEqual([route.Enabled for route in self.routes(table)], [True, False])
        self.red("EnableRoutes", RouteTableId=table, RouteItemIds=[second.RouteItemId])
        self.assertEqual([route.Enabled for route in self.routes(table)], [True, True])
        gone = self.red("DeleteRoutes", RouteTableId=table, Routes=[{"RouteId": second.RouteId}])
        self.assertEqual([route.RouteId for route in gone.RouteSet], [second.RouteId])
        self.assertEqual([route.RouteId for route in self.routes(table)], [first.RouteId])

        self.refused("UnsupportedOperation.DelRouteWithSubnet", "DeleteRouteTable", RouteTableId=table)
        self.red("DeleteSubnet", SubnetId=subnet.SubnetId)
        self.red("DeleteRouteTable", RouteTableId=table)
        self.red("DeleteVpc", VpcId=vpc.VpcId)
        for action, member in [
            ("DeleteSubnet", {"SubnetId": subnet.SubnetId}),
            ("DeleteRouteTable", {"RouteTableId": table}),
            ("DeleteVpc", {"VpcId": vpc.VpcId}),
        ]:
            self.refused("ResourceNotFound", action, **member)

    def peer(self, **more):
        vpc = self.blue("CreateVpc", VpcName="b", CidrBlock="172.16.0.0/16").Vpc.VpcId
        ends = {"SourceVpcId": VPC, "DestinationVpcId": vpc, "DestinationUin": str(BLUE["uin"])}
        named = {"PeeringConnectionName": "p", "DestinationRegion": "ap-guangzhou"}
        return self.red("CreateVpcPeeringConnection", **ends, **named, **more).PeeringConnectionId

    def state(self, account, peering):
        shown = account("DescribeVpcPeeringConnections", PeeringConnectionIds=[peering]).PeerConnectionSet
        return shown[0].State if shown else None

    def test_a_peering_that_the_other_account_accepts(self):
        peering = self.peer()
        one = {"PeeringConnectionId": peering}
        self.assertEqual((self.state(self.red, peering), self.state(self.blue, peering)), ("PENDING", "PENDING"))
        self.refused("UnsupportedOperation.VpcPeerPurviewError", "AcceptVpcPeeringConnection", **one)
        via = {"GatewayType": "PEERCONNECTION", "GatewayId": peering}
        route = {"DestinationCidrBlock": "172.16.0.0/16", **via}
        code = "InvalidParameterValue.RouteNextHopInvalid"
        self.refused(code, "CreateRoutes", RouteTableId=TABLE, Routes=[route])
        self.blue("AcceptVpcPeeringConnection", **one)
        self.assertEqual((self.state(self.red, peering), self.state(self.blue, peering)), ("ACTIVE", "ACTIVE"))
        shown = self.red("DescribeVpcPeeringConnections").PeerConnectionSet[0]
        self.assertEqual((shown.SourceRegion, shown.DestinationUin, shown.Type), ("gz", BLUE["uin"], "VPC_PEER"))
        self.red("ModifyVpcPeeringConnection", PeeringConnectionName="q", Bandwidth=10, **one)
        self.red("CreateRoutes", RouteTableId=TABLE, Routes=[route])
        code = "InvalidParameterValue.CidrNotInPeerVpc"
        elsewhere = {"DestinationCidrBlock": "172.17.0.0/16", **via}
        self.refused(code, "CreateRoutes", RouteTableId=TABLE, Routes=[elsewhere])
        self.blue("DeleteVpcPeeringConnection", **one)
        self.assertIsNone(self.state(self.red, peering))
        self.assertEqual(self.routes(TABLE), [])

    def test_a_peering_that_the_other_account_rejects(self):
        peering = self.peer()
        self.blue("RejectVpcPeeringConnection", PeeringConnectionId=peering)
        self.assertEqual(self.state(self.red, peering), "REJECTED")
        code = "UnsupportedOperation.VpcPeerInvalidStateChange"
        self.refused(code, "AcceptVpcPeeringConnection", account=self.blue, PeeringConnectionId=peering)
        self.red("DeleteVpcPeeringConnection", PeeringConnectionId=peering)

    def test_forty_five_networks_in_pages_and_by_filters(self):
        hongkong = self.account(RED, region="ap-hongkong")
        names = []
        while True:
            page = hongkong("DescribeVpcs", Offset=str(len(names)), Limit="20")
            names += [vpc.VpcName for vpc in page.VpcSet]
            if len(names) >= page.TotalCount:
                break
        self.assertEqual(names, [f"page-{n:02}" for n in range(45, 0, -1)])

        def found(*filters):
            shown = hongkong("DescribeVpcs", Limit="100", Filters=[{"Name": n, "Values": v} for n, v in filters])
            return [vpc.VpcName for vpc in shown.VpcSet]

        self.assertEqual(found(("vpc-name", ["page-1", "page-45"]), ("cidr-block", ["10.10.0.0", "10.45.0.0/16"])), ["page-45", "page-10"])
        self.assertEqual(found(("is-default", ["true"])), [])

    def test_every_kind_of_refusal(self):
        route = {"DestinationCidrBlock": "9.0.0.0/8", "GatewayType": "VPN", "GatewayId": "vpngw-suite001"}
        create = {"VpcName": "v", "CidrBlock": "172.16.0.0/16"}
        filtered = [{"Name": "vpc-name", "Values": ["x"]}]
        for code, action, members in [
            ("ResourceNotFound", "DeleteVpc", {"VpcId": "vpc-00000000"}),
            ("ResourceInUse", "DeleteVpc", {"VpcId": VPC}),
            ("InvalidParameter.Coexist", "DescribeVpcs", {"VpcIds": [VPC], "Filters": filtered}),
            ("InvalidParameter.FilterInvalidKey", "DescribeVpcs", {"Filters": [{"Name": "x", "Values": []}]}),
            ("InvalidParameterValue", "CreateVpc", {**create, "CidrBlock": "11.0.0.0/16"}),
            ("InvalidParameterValue.Malformed", "DeleteVpc", {"VpcId": "gz_vpc_1"}),
            ("InvalidParameterValue.Range", "DescribeVpcs", {"Limit": "101"}),
            ("InvalidParameterValue.TooLong", "CreateVpc", {**create, "VpcName": "x" * 61}),
            ("InvalidParameterValue.VpcCidrConflict", "CreateRoutes", {"RouteTableId": TABLE, "Routes": [{**route, "DestinationCidrBlock": "10.0.1.0/24"}]}),
            ("InvalidParameterValue.Duplicate", "CreateRoutes", {"RouteTableId": TABLE, "Routes": [route, route]}),
            ("MissingParameter", "CreateVpc", {"CidrBlock": "172.16.0.0/16"}),
            ("UnsupportedOperation.NotSupportDeleteDefaultRouteTable", "DeleteRouteTable", {"RouteTableId": TABLE}),
        ]:
            with self.subTest(code):
                self.refused(code, action, **members)
        with self.assertRaises(TencentCloudSDKException) as caught:
            self.red.client.call_json("DescribeVpcs", {"Vpcs": []})
        self.assertEqual(caught.exception.get_code(), "UnknownParameter")
        self.refused("UnsupportedRegion", "DescribeVpcs", account=self.account(RED, region="mars"))
        limited = self.account(RED)
        for n in range(4):
            limited("CreateVpc", VpcName=f"v{n}", CidrBlock="172.16.0.0/16")
        self.refused("LimitExceeded", "CreateVpc", **create)

    def test_credentials_that_are_wrong_or_late(self):
        self.refused("AuthFailure.SignatureFailure", "DescribeVpcs", account=self.account({**RED, "secretKey": "x"}))
        late = time.time() - 301
        with mock.patch("tencentcloud.common.abstract_client.time.time", return_value=late):
            self.refused("AuthFailure.SignatureExpire", "DescribeVpcs")

    def test_every_way_to_sign(self):
        for method in ("GET", "POST"):
            for sign in ("TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"):
                with self.subTest(method=method, sign=sign):
                    red = self.account(RED, method=method, sign=sign)
                    shown = red("DescribeVpcs", Filters=[{"Name": "vpc-name", "Values": ["gate"]}], Limit="5")
                    self.assertEqual([vpc.VpcId for vpc in shown.VpcSet], [VPC])
                    wrong = self.account({**RED, "secretKey": "x"}, method=method, sign=sign)
                    self.refused("AuthFailure.SignatureFailure", "DescribeVpcs", account=wrong)

    def test_throttling_that_passes(self):
        self.emulator.fault(
            {"id": "busy", "match": {"op": "tencent/v3.DescribeVpcs"}, "calls": "1-3", "effect": {"error": "RequestLimitExceeded"}}
        )
        for _ in range(3):
            self.refused("RequestLimitExceeded", "DescribeVpcs")
        self.assertEqual(self.red("DescribeVpcs").TotalCount, 1)

    def test_the_language_of_refusals(self):
        english = self.account(RED, language="en-US")
        with self.assertRaises(TencentCloudSDKException) as caught:
            english("DeleteVpc", VpcId=VPC)
        self.assertEqual(caught.exception.get_message(), "The VPC cannot be deleted: it still has resources.")

    def test_tags_of_the_tag_product(self):
        tags = self.account(RED, client=TagClient)
        put = [{"TagKey": "city", "TagValue": "shanghai"}]
        tags("ModifyResourceTags", Resource=f"qcs::vpc:ap-guangzhou:uin/:rtb/{TABLE}", ReplaceTags=put)
        shown = tags(
            "DescribeResourceTagsByResourceIds",
            ServiceType="vpc",
            ResourcePrefix="rtb",
            ResourceIds=[TABLE],
            ResourceRegion="ap-guangzhou",
        )
        self.assertEqual([(tag.TagKey, tag.TagValue, tag.ResourceId) for tag in shown.Tags], [("city", "shanghai", TABLE)])
        table = self.red("DescribeRouteTables", Filters=[{"Name": "tag:city", "Values": ["shanghai"]}])
        self.assertEqual([one.RouteTableId for one in table.RouteTableSet], [TABLE])

    def test_the_command_line_tool(self):
        keys = {"TENCENTCLOUD_SECRET_ID": RED["secretId"], "TENCENTCLOUD_SECRET_KEY": RED["secretKey"]}
        variables = {**self.emulator.environment("--client", "cli"), **keys}
        tool = Path(sys.executable).with_name("tccli")
        with tempfile.TemporaryDirectory() as home:

            def run(*command):
                flags = ["--endpoint", self.emulator.url]
                ran = subprocess.run(
                    [tool, "vpc", *command, *flags],
                    env={**os.environ, **variables, "HOME": home},
                    capture_output=True,
                    text=True,
                )
                return ran.returncode, ran.stdout + ran.stderr

            code, text = run("CreateVpc", "--VpcName", "v", "--CidrBlock", "172.16.0.0/16")
            self.assertEqual(code, 0, text)
            vpc = json.loads(text)["Vpc"]["VpcId"]
            code, text = run("DescribeVpcs", "--Filters", json.dumps([{"Name": "vpc-id", "Values": [vpc]}]))
            self.assertEqual((code, json.loads(text)["TotalCount"]), (0, 1))
            self.assertEqual(run("DeleteVpc", "--VpcId", vpc)[0], 0)
            code, text = run("DeleteVpc", "--VpcId", vpc)
            self.assertNotEqual(code, 0)
            self.assertIn("ResourceNotFound", text)


if __name__ == "__main__":
    unittest.main()
