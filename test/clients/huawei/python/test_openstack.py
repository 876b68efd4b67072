"""The openstack command with its extension for Open Telekom Cloud."""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkvpc import v2

from emulator import A, B, Emulator

OPENSTACK = Path(sys.executable).with_name("openstack")


class Party:
    """A tenant's shell."""

    def __init__(self, url, tenant):
        credentials = BasicCredentials(tenant.ak, tenant.sk, tenant.id)
        self.sdk = v2.VpcClient.new_builder().with_credentials(credentials).with_endpoint(url).build()
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("OS_")} | {
            "OS_AUTH_URL": f"{url}/v3",
            "OS_IDENTITY_API_VERSION": "3",
            "OS_REGION_NAME": "eu-de",
            "OS_USER_DOMAIN_NAME": tenant.domain,
            "OS_USERNAME": tenant.user,
            "OS_PASSWORD": tenant.password,
            "OS_PROJECT_ID": tenant.id,
        }

    def run(self, *words):
        return subprocess.run(
            [str(OPENSTACK), *words], env=self.environment, capture_output=True, text=True, timeout=120
        )

    def __call__(self, *words):
        """What a command prints, as JSON."""
        done = self.run(*words, "-f", "json")
        if done.returncode != 0:
            raise AssertionError(f"openstack {' '.join(words)}: {done.stderr}")
        return json.loads(done.stdout)

    def create_vpc(self, name, cidr):
        option = v2.CreateVpcOption(name=name, cidr=cidr)
        return self.sdk.create_vpc(v2.CreateVpcRequest(body=v2.CreateVpcRequestBody(vpc=option))).vpc.id


class OpenStack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.addClassCleanup(cls.emulator.stop)
        cls.a, cls.b = Party(cls.emulator.url, A), Party(cls.emulator.url, B)

    def test_peering_and_routes_from_request_to_end(self):
        a, b = self.a, self.b
        mine, theirs = a.create_vpc("osc-a", "192.168.0.0/16"), b.create_vpc("osc-b", "10.20.0.0/16")

        router = a("router", "show", "osc-a")
        self.assertEqual((router["id"], router["status"], router["project_id"]), (mine, "ACTIVE", A.id))
        self.assertIn(mine, [one["ID"] for one in a("router", "list")])

        sides = ["--local-router-id", mine, "--peer-router-id", theirs, "--peer-project-id", B.id]
        peering = a("vpc", "peering", "create", "osc", "--description", "by hand", *sides)
        self.assertEqual(peering["status"], "PENDING_ACCEPTANCE")
        self.assertEqual(peering["local_vpc_info"], {"router_id": mine, "project_id": A.id})
        self.assertEqual(peering["peer_vpc_info"], {"router_id": theirs, "project_id": B.id})

        route = ["vpc", "route", "add", "--router-id", mine, "--nexthop", peering["id"]]
        early = a.run(*route, "--destination", "10.20.0.0/16")
        self.assertNotEqual(early.returncode, 0)
        self.assertIn(f"peering {peering['id']} is not active.", early.stderr)

        listed = b("vpc", "peering", "list", "--status", "PENDING_ACCEPTANCE")
        self.assertEqual([one["Id"] for one in listed], [peering["id"]])
        refused = a.run("vpc", "peering", "set", "osc", "--accept")
        self.assertIn("rule:accept_peering is disallowed by policy", refused.stderr)
        self.assertEqual(b("vpc", "peering", "set", "osc", "--accept")["status"], "ACTIVE")

        there = a(*route, "--destination", "10.20.0.0/16")
        self.assertEqual(
            there,
            {
                "id": there["id"],
                "type": "peering",
                "nexthop": peering["id"],
                "destination": "10.20.0.0/16",
                "router_id": mine,
                "project_id": A.id,
            },
        )
        self.assertEqual(a("vpc", "route", "show", there["id"]), there)
        self.assertEqual([one["Id"] for one in a("vpc", "route", "list", "--router-id", mine)], [there["id"]])
        again = a.run(*route, "--destination", "10.20.0.0/16")
        self.assertIn(f"Route with destination 10.20.0.0/16 already exists in vpc {mine}.", again.stderr)

        self.assertEqual(a("vpc", "peering", "update", "osc", "--name", "osc-2")["name"], "osc-2")
        self.assertEqual(a.run("vpc", "route", "delete", there["id"]).returncode, 0)
        self.assertEqual(a("vpc", "route", "list"), [])
        self.assertEqual(a.run("vpc", "peering", "delete", "osc-2").returncode, 0)
        self.assertIn("No Peering found for osc-2", a.run("vpc", "peering", "show", "osc-2").stderr)

    def test_networks_and_subnets_of_a_vpc(self):
        a = self.a
        vpc = a.create_vpc("osc-n", "172.16.0.0/16")
        option = v2.CreateSubnetOption(
            name="osc-s", cidr="172.16.1.0/24", gateway_ip="172.16.1.1", vpc_id=vpc, ipv6_enable=True
        )
        made = a.sdk.create_subnet(v2.CreateSubnetRequest(body=v2.CreateSubnetRequestBody(subnet=option))).subnet
        network = a("network", "show", "osc-s")
        self.assertEqual((network["id"], network["subnets"]), (made.id, [made.neutron_subnet_id, made.neutron_subnet_id_v6]))
        subnet = a("subnet", "show", made.neutron_subnet_id)
        self.assertEqual((subnet["cidr"], subnet["gateway_ip"], subnet["ip_version"]), ("172.16.1.0/24", "172.16.1.1", 4))
        [port] = a("port", "list", "--router", vpc)
        self.assertEqual(port["Fixed IP Addresses"][0]["ip_address"], "172.16.1.1")


if __name__ == "__main__":
    unittest.main()
