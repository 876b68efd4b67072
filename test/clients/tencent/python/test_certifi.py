"""The SDK of API 3.0, which trusts the bundle of certifi whatever variables say, as docs/clients.md says what to do about that."""

import os
import unittest
from pathlib import Path
from unittest import mock

import certifi
from tencentcloud.common import credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.vpc.v20170312 import models, vpc_client

from emulator import Emulator


class CertifiTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.addClassCleanup(cls.emulator.stop)
        environment = mock.patch.dict(os.environ, cls.emulator.environment())
        environment.start()
        cls.addClassCleanup(environment.stop)
        cls.emulator.reset()
        keys = credential.Credential(os.environ["TENCENTCLOUD_SECRET_ID"], os.environ["TENCENTCLOUD_SECRET_KEY"])
        cls.client = vpc_client.VpcClient(keys, "ap-guangzhou")

    def vpcs(self):
        return self.client.DescribeVpcs(models.DescribeVpcsRequest()).TotalCount

    def test_is_reached_when_its_bundle_has_the_certificate(self):
        with self.assertRaisesRegex(TencentCloudSDKException, "certificate verify failed"):
            self.vpcs()
        bundle = Path(certifi.where())
        before = bundle.read_text()
        try:
            bundle.write_text(before + self.emulator.certificate())
            self.assertGreater(self.vpcs(), 0)
        finally:
            bundle.write_text(before)


if __name__ == "__main__":
    unittest.main()
