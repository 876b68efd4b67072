"""pydo speaks https and nothing else: it goes in through TLS, or through the proxy without being told anything."""

import os
import unittest
from unittest import mock

import pydo
from azure.core.exceptions import ServiceRequestError

from emulator import Emulator

TRUST = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


class DoorsTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.addClassCleanup(cls.emulator.stop)

    def setUp(self):
        self.emulator.call("POST", "/reset")

    def enter(self, *args):
        """Gives this process what `peertwin env` prints, until the test ends."""
        variables = self.emulator.environment(*args)
        patch = mock.patch.dict(os.environ, variables)
        patch.start()
        self.addCleanup(patch.stop)
        return variables

    def peer(self, client):
        """The life of a peering; gives what the list said of further pages while there were two."""
        ids = [client.vpcs.create(body={"name": name, "region": "nyc3"})["vpc"]["id"] for name in ("a", "b", "c")]
        made = [
            client.vpc_peerings.create(body={"name": f"p{n}", "vpc_ids": [ids[0], other]})["vpc_peering"]
            for n, other in enumerate(ids[1:])
        ]
        self.assertEqual([peering["status"] for peering in made], ["PROVISIONING", "PROVISIONING"])
        self.emulator.call("POST", "/clock/advance", {"by": "2s"})
        shown = client.vpc_peerings.get(made[0]["id"])["vpc_peering"]
        self.assertEqual((shown["name"], shown["status"], shown["vpc_ids"]), ("p0", "ACTIVE", made[0]["vpc_ids"]))
        pages = client.vpc_peerings.list(per_page=1)["links"]["pages"]
        for peering in made:
            client.vpc_peerings.delete(peering["id"])
        self.emulator.call("POST", "/clock/settle")
        self.assertEqual(client.vpc_peerings.get(made[0]["id"])["id"], "not_found")
        for vpc in ids:
            client.vpcs.delete(vpc)
        return pages

    def test_over_tls_with_an_endpoint(self):
        variables = self.enter("--tls")
        base = variables["DIGITALOCEAN_API_URL"]
        self.assertTrue(base.startswith("https://127.0.0.1:"), base)
        pages = self.peer(pydo.Client(token=variables["DIGITALOCEAN_TOKEN"], endpoint=base))
        page = f"{base}/v2/vpc_peerings?page=2&per_page=1"
        self.assertEqual(pages, {"last": page, "next": page})

    def test_through_the_proxy_with_nothing_but_a_token(self):
        variables = self.enter("--proxy")
        self.assertNotIn("DIGITALOCEAN_API_URL", variables)
        pages = self.peer(pydo.Client(token=variables["DIGITALOCEAN_TOKEN"]))
        page = "https://api.digitalocean.com/v2/vpc_peerings?page=2&per_page=1"
        self.assertEqual(pages, {"last": page, "next": page})

    def test_the_user_of_the_proxy_names_the_namespace(self):
        self.emulator.call("POST", "/namespaces", {"name": "team"})
        self.addCleanup(self.emulator.call, "DELETE", "/namespaces/team")
        self.enter("--proxy", "--namespace", "team")
        # a token that cannot be changed: nobody minted it for the namespace
        client = pydo.Client(token="dop_v1_fixed")
        vpc = client.vpcs.create(body={"name": "of-the-team", "region": "nyc3"})["vpc"]["id"]
        rows = [
            [row["id"] for row in self.emulator.call("GET", f"{path}/resources?type=digitalocean/vpc")["resources"]]
            for path in ("/namespaces/team", "")
        ]
        self.assertEqual([vpc in ids for ids in rows], [True, False])

    def test_what_is_not_trusted_is_not_spoken_with(self):
        variables = self.enter("--proxy")
        for name in TRUST:
            del os.environ[name]
        client = pydo.Client(token=variables["DIGITALOCEAN_TOKEN"], retry_total=0)
        with self.assertRaisesRegex(ServiceRequestError, "certificate verify failed"):
            client.account.get()


if __name__ == "__main__":
    unittest.main()
