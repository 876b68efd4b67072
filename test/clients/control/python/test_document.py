"""The control API against its own OpenAPI document, with requests that nobody would write by hand."""

import os
import subprocess
import sys
import tempfile
import unittest

from emulator import Emulator

CHECKS = ",".join(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
        "missing_required_header",
        "unsupported_method",
        "allow_header_conformance",
        "use_after_free",
        "ensure_resource_availability",
        "ignored_auth",
    ]
)


class Document(unittest.TestCase):
    def run_schemathesis(self, control, *options):
        # it keeps what it found beside itself, which is nobody's business here
        with tempfile.TemporaryDirectory() as folder:
            return subprocess.run(
                [
                    os.path.join(os.path.dirname(sys.executable), "schemathesis"),
                    "run",
                    f"{control}/openapi.json",
                    "--url",
                    control,
                    "--checks",
                    CHECKS,
                    # a stream has no end to wait for
                    "--exclude-path-regex",
                    "events$",
                    "--max-examples",
                    "8",
                    "--seed",
                    "1",
                    *options,
                ],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=180,
            )

    def test_every_answer_is_documented_and_none_is_a_server_error(self):
        with Emulator("--control-token", "sesame") as emulator:
            done = self.run_schemathesis(emulator.control, "--header", "Authorization: Bearer sesame")
        self.assertEqual(done.returncode, 0, done.stdout[-8000:] + done.stderr[-1000:])
        self.assertRegex(done.stdout, r"Tested: 1[0-9]\d")
        self.assertRegex(done.stdout, r"Test cases:\s+\d+ generated, \d+ passed")


if __name__ == "__main__":
    unittest.main()
