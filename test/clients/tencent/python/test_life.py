"""Routes and peerings with qcloudapi-sdk-python. Its host names and HTTPS are fixed: the emulator is its proxy."""

import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from QcloudApi.qcloudapi import QcloudApi

from emulator import WORLD, Emulator

RED, BLUE = [
    {"uin": account["uin"], **account["keys"][0]} for account in json.loads(WORLD.read_text())["tencent"]["accounts"]
]
SUCCESS = {"code": 0, "message": "", "codeDesc": "Success"}
HUB = {"vpcId": "vpc-gateways", "routeTableId": "rtb-gateways"}
VPN = {"destinationCidrBlock": "121.0.23.51/16", "nextType": 1, "nextHub": "vpngw-suite001"}
LOCAL = ("Local", 2, "Local")


class LifeTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.addClassCleanup(cls.emulator.stop)
        environment = mock.patch.dict(os.environ, cls.emulator.environment())
        environment.start()
        cls.addClassCleanup(environment.stop)

    def setUp(self):
        self.emulator.reset()

    def call(self, account, action, params=None, module="vpc", **config):
        config = {"Region": "gz", "secretId": account["secretId"], "secretKey": account["secretKey"], **config}
        return json.loads(QcloudApi(module, config).call(action, params or {}))

    def good(self, account, action, params=None, **config):
        body = self.call(account, action, params, **config)
        self.assertEqual(body["code"], 0, body)
        return body

    def state_of(self, account, peering, **config):
        params = {"peeringConnectionId": peering}
        data = self.good(account, "DescribeVpcPeeringConnections", params, **config)["data"]
        return data[0]["state"] if data else None

    def routes_of(self, account, table):
        data = self.good(account, "DescribeRouteTable", {"routeTableId": table})["data"]
        return [
            (route["destinationCidrBlock"], route["nextType"], route["unNextHub"]) for route in data[0]["routeSet"]
        ]

    def wait_for(self, account, task):
        seen = []
        for _ in range(30):
            data = self.good(account, "DescribeVpcTaskResult", {"taskId": task})["data"]
            seen.append(data["status"])
            if data["status"] != 2:
                return seen, data["output"]
            self.emulator.advance("1s")
        self.fail("the task never ended")

    def test_two_accounts_peer_route_and_clean_up(self):
        a = self.good(RED, "CreateVpc", {"vpcName": "a", "cidrBlock": "172.16.0.0/16"})
        b = self.good(BLUE, "CreateVpc", {"vpcName": "b", "cidrBlock": "192.168.0.0/16"}, method="POST")
        vpc = a["uniqVpcId"]
        params = {
            "vpcId": vpc,
            "peerVpcId": b["uniqVpcId"],
            "peerUin": BLUE["uin"],
            "peeringConnectionName": "red-blue",
        }
        pcx = self.good(RED, "CreateVpcPeeringConnection", params)["peeringConnectionId"]
        one = {"peeringConnectionId": pcx}
        self.assertEqual((self.state_of(RED, pcx), self.state_of(BLUE, pcx)), (0, 0))
        self.assertEqual(self.call(RED, "AcceptVpcPeeringConnection", one)["code"], 5100)
        self.assertEqual(self.call(BLUE, "AcceptVpcPeeringConnection", one), SUCCESS)
        self.assertEqual((self.state_of(RED, pcx), self.state_of(BLUE, pcx)), (1, 1))

        table = self.good(RED, "CreateRouteTable", {"vpcId": vpc, "routeTableName": "to-blue"})["unRouteTableId"]
        direct = {"vpcId": vpc, "directConnectGatewayName": "dc"}
        dcg = self.good(RED, "CreateDirectConnectGateway", direct)["data"]["directConnectGatewayId"]
        nat = self.good(
            RED, "CreateNatGateway", {"natName": "n", "vpcId": vpc, "maxConcurrent": 1000000, "autoAllocEipNum": 1}
        )
        self.emulator.advance("2s")
        status = self.good(RED, "QueryNatGatewayProductionStatus", {"billId": nat["billId"]})
        self.assertEqual(status["data"], {"status": 0, "errorCode": "0"})
        rename = {"vpcId": vpc, "natId": nat["natGatewayId"], "natName": "way-out"}
        self.assertEqual(self.call(RED, "ModifyNatGateway", rename), SUCCESS)
        shown = self.good(RED, "DescribeNatGateway", {"natId": nat["natGatewayId"]})["data"][0]
        self.assertEqual(
            (f"gz_vpc_{shown['vpcId']}", shown["unVpcId"], shown["natName"]), (a["vpcId"], vpc, "way-out")
        )
        routes = [
            {"destinationCidrBlock": "192.168.0.0/16", "nextType": 4, "nextHub": pcx},
            {"destinationCidrBlock": "10.9.8.7/8", "nextType": 3, "nextHub": dcg},
            {"destinationCidrBlock": "0.0.0.0/0", "nextType": 8, "nextHub": nat["natGatewayId"]},
        ]
        place = {"vpcId": vpc, "routeTableId": table}
        self.assertEqual(self.call(RED, "CreateRoute", {**place, "routeSet": routes}, method="POST"), SUCCESS)
        self.assertEqual(
            self.routes_of(RED, table),
            [
                LOCAL,
                ("192.168.0.0/16", 4, pcx),
                ("10.0.0.0/8", 3, dcg),
                ("0.0.0.0/0", 8, nat["natGatewayId"]),
            ],
        )
        self.assertEqual(self.call(RED, "DeleteRoute", {**place, "routeSet": routes[1:2]}), SUCCESS)

        self.assertEqual(self.call(BLUE, "DeleteVpcPeeringConnection", one), SUCCESS)
        self.assertIsNone(self.state_of(RED, pcx))
        task = self.good(RED, "DeleteNatGateway", {"vpcId": vpc, "natId": nat["natGatewayId"]})["taskId"]
        self.assertEqual(self.wait_for(RED, task)[0], [2, 2, 0])
        task = self.good(RED, "DeleteDirectConnectGateway", {"vpcId": vpc, "directConnectGatewayId": dcg})["taskId"]
        self.assertEqual(self.wait_for(RED, task)[0], [2, 2, 0])
        self.assertEqual(self.routes_of(RED, table), [LOCAL])
        self.assertEqual(self.call(RED, "DeleteVpc", {"vpcId": vpc})["codeDesc"], "InvalidVpc.CannotDelete")
        self.assertEqual(self.call(RED, "DeleteRouteTable", place), SUCCESS)
        self.assertEqual(self.call(RED, "DeleteVpc", {"vpcId": a["vpcId"]}), SUCCESS)
        self.assertEqual(self.call(BLUE, "DeleteVpc", {"vpcId": b["vpcId"]}), SUCCESS)

    def test_two_regions_peer_through_tasks(self):
        a = self.good(RED, "CreateVpc", {"vpcName": "a", "cidrBlock": "172.16.0.0/16"})
        b = self.good(BLUE, "CreateVpc", {"vpcName": "b", "cidrBlock": "192.168.0.0/16"}, Region="ap-shanghai")
        params = {
            "vpcId": a["uniqVpcId"],
            "peerVpcId": b["uniqVpcId"],
            "peerUin": BLUE["uin"],
            "peerRegion": "sh",
            "bandwidth": 100,
            "peeringConnectionName": "far",
        }
        created = self.good(RED, "CreateVpcPeeringConnectionEx", params)
        self.assertIsInstance(created["taskId"], int)
        seen, output = self.wait_for(RED, created["taskId"])
        self.assertEqual(seen, [2, 2, 0])
        one = {"peeringConnectionId": output["uniqVpcPeerId"]}
        self.assertEqual(self.state_of(RED, one["peeringConnectionId"]), 0)
        accepted = self.good(BLUE, "AcceptVpcPeeringConnectionEx", one, Region="sh")
        self.assertEqual(self.wait_for(BLUE, accepted["taskId"]), ([2, 2, 0], {"errorCode": 0, "errorMsg": ""}))
        self.assertEqual(self.state_of(BLUE, one["peeringConnectionId"], Region="sh"), 1)
        self.wait_for(RED, self.good(RED, "DeleteVpcPeeringConnectionEx", one)["taskId"])
        self.assertIsNone(self.state_of(RED, one["peeringConnectionId"]))

    def test_each_of_the_seven_errors(self):
        def create(route=None, **place):
            return self.call(RED, "CreateRoute", {**HUB, **place, "routeSet": [{**VPN, **(route or {})}]})

        self.assertEqual(create(), SUCCESS)
        many = [{**VPN, "destinationCidrBlock": f"20.{n}.0.0/16"} for n in range(50)]
        errors = [
            create(vpcId="vpc-zzzzzzzz"),
            create(routeTableId="rtb-zzzzzzzz"),
            create({"destinationCidrBlock": "10.0.9.0/24"}),
            create(),
            create({"nextType": 2}),
            create({"destinationCidrBlock": "9.0.0.0/8", "nextHub": "vpngw-00000000"}),
            self.call(RED, "CreateRoute", {**HUB, "routeSet": many}, method="POST"),
        ]
        self.assertEqual(
            [(error["code"], error["codeDesc"]) for error in errors],
            [
                (5000, "InvalidVpc.NotFound"),
                (28004, "InvalidRouteTableId.NotFound"),
                (4000, "InvalidDestinationCidr"),
                (5100, "RouteAlreadyExists"),
                (4000, "InvalidRouteNextType"),
                (5000, "InvalidRouteNextHub.NotFound"),
                (5100, "RouteLimitExceeded"),
            ],
        )
        self.assertEqual(self.call(RED, "DeleteRoute", {**HUB, "routeSet": [VPN]}), SUCCESS)
        self.assertEqual(self.routes_of(RED, HUB["routeTableId"]), [LOCAL])

    def test_every_way_in_which_the_sdk_signs(self):
        odd = {"vpcId": HUB["vpcId"], "foo_bar": "a_b", "foo.baz": "1", "_x": "2", "empty": "", "name": "网络"}
        for method in ("GET", "POST"):
            for algorithm in ("HmacSHA1", "HmacSHA256"):
                with self.subTest(method=method, algorithm=algorithm):
                    body = self.good(RED, "DescribeVpcEx", odd, method=method, SignatureMethod=algorithm)
                    self.assertEqual(body["data"][0]["unVpcId"], HUB["vpcId"])

    def test_what_authentication_refuses(self):
        self.assertEqual(
            self.call({**RED, "secretKey": "guess"}, "DescribeVpcEx"),
            {
                "code": 4100,
                "message": "Authentication failed. Please refer to the Authentication section in the document.",
                "codeDesc": "AuthFailure",
            },
        )
        self.assertEqual(
            self.call(RED, "DescribeVpcEx", {"Timestamp": int(time.time()) - 3 * 3600}),
            {"code": 4200, "message": "The request has expired.", "codeDesc": "RequestExpired"},
        )
        self.assertEqual(
            self.call(RED, "DescribeVpcEx", Region="")["message"],
            "Request failed. Parameter [Region] cannot be empty.",
        )

    def test_module_and_action_come_before_the_region(self):
        for module, action, region, code in [
            ("vpc", "DescribeVpcEx", "unkown", 4000),
            ("vpc", "DescribeInstances", "unkown", 6100),
            ("cvm", "DescribeInstances", "gz", 6100),
        ]:
            with self.subTest(module=module, action=action, region=region):
                self.assertEqual(self.call(RED, action, module=module, Region=region)["code"], code)

    def test_the_command_line_tool_gives_a_table_its_routes(self):
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home, ".qcloudcli")
            folder.mkdir()
            (folder / "configure").write_text("[default]\nregion = gz\noutput = json\n")
            (folder / "credentials").write_text(
                f"[default]\nqcloud_secretid = {RED['secretId']}\nqcloud_secretkey = {RED['secretKey']}\n"
            )
            command = ["vpc", "ModifyRouteTableAttribute", "--vpcId", HUB["vpcId"], "--routeTableId", HUB["routeTableId"]]
            tool = Path(sys.executable).with_name("qcloudcli")
            ran = subprocess.run(
                [tool, *command, "--routeSet", json.dumps([VPN])],
                env={**os.environ, "HOME": home},
                capture_output=True,
                text=True,
            )
        self.assertEqual(json.loads(ran.stdout), SUCCESS, ran.stderr)
        self.assertEqual(self.routes_of(RED, HUB["routeTableId"]), [LOCAL, ("121.0.0.0/16", 1, "vpngw-suite001")])

    def test_lists_of_any_length(self):
        zones = {"zoneIds": ["100001"] * 20_000}
        self.assertEqual(self.good(RED, "DescribeSubnetEx", zones, method="POST")["totalCount"], 0)


if __name__ == "__main__":
    unittest.main()
