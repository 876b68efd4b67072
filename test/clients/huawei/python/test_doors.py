"""The SDK and the openstack command through the proxy, under the host names that they know by themselves."""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path
from unittest import mock
from urllib.request import urlopen

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkvpc import v2
from huaweicloudsdkvpc.v2.region.vpc_region import VpcRegion

from emulator import Emulator

REGION = "cn-north-4"
OPENSTACK = Path(sys.executable).with_name("openstack")


class Doors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator("--proxy", "--set", f"huawei.region={REGION}")
        cls.addClassCleanup(cls.emulator.stop)
        cls.variables = cls.emulator.environment("--proxy")
        environment = mock.patch.dict(os.environ, cls.variables)
        environment.start()
        cls.addClassCleanup(environment.stop)

    def hosts(self):
        """Whom the clients wanted to reach so far."""
        with urlopen(f"{self.emulator.url}/_peertwin/requests") as answer:
            entries = json.load(answer)["requests"]
        return {value for entry in entries for name, value in entry["request"]["headers"] if name.lower() == "host"}

    def test_the_sdk_with_keys_from_variables(self):
        client = v2.VpcClient.new_builder().with_region(VpcRegion.value_of(REGION)).build()
        option = v2.CreateVpcOption(name="doors", cidr="10.30.0.0/16")
        made = client.create_vpc(v2.CreateVpcRequest(body=v2.CreateVpcRequestBody(vpc=option))).vpc
        self.assertEqual(client.show_vpc(v2.ShowVpcRequest(vpc_id=made.id)).vpc.status, "OK")
        client.delete_vpc(v2.DeleteVpcRequest(vpc_id=made.id))
        self.assertIn(f"vpc.{REGION}.myhuaweicloud.com", self.hosts())

    def test_the_sdk_finds_its_project_by_itself(self):
        keys = BasicCredentials(self.variables["HUAWEICLOUD_SDK_AK"], self.variables["HUAWEICLOUD_SDK_SK"])
        client = v2.VpcClient.new_builder().with_credentials(keys).with_region(VpcRegion.value_of(REGION)).build()
        self.assertEqual(client.list_vpc_peerings(v2.ListVpcPeeringsRequest()).peerings, [])
        self.assertEqual(keys.project_id, self.variables["HW_PROJECT_ID"])
        self.assertIn(f"iam.{REGION}.myhuaweicloud.com", self.hosts())

    def test_the_sdk_with_a_variable_for_the_region(self):
        with mock.patch.dict(os.environ, self.emulator.environment()):
            client = v2.VpcClient.new_builder().with_region(VpcRegion.value_of(REGION)).build()
            self.assertEqual(client.list_vpc_peerings(v2.ListVpcPeeringsRequest()).peerings, [])
        self.assertIn(self.emulator.url.removeprefix("http://"), self.hosts())

    def test_openstack_finds_the_network_in_the_catalogue(self):
        command = [OPENSTACK, "vpc", "peering", "list", "-f", "json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        self.assertEqual((done.returncode, done.stdout), (0, "[]\n"), done.stderr)
        self.assertLessEqual({f"iam.{REGION}.otc.t-systems.com", f"vpc.{REGION}.otc.t-systems.com"}, self.hosts())


if __name__ == "__main__":
    unittest.main()
