"""Starts an emulator of its own that knows two tenants, or uses the one at PEERTWIN_URL, which must accept every key and is reset."""

import json
import os
import secrets
import signal
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.request import Request, urlopen

CLI = os.environ.get("PEERTWIN_CLI", str(Path(__file__).parents[4] / "dist" / "cli.cjs"))


@dataclass(frozen=True)
class Tenant:
    id: str
    ak: str
    sk: str
    domain: str
    user: str
    password: str


def _tenant(letter: str) -> Tenant:
    ak, sk = f"AK{secrets.token_hex(9).upper()}", secrets.token_hex(20)
    return Tenant(letter * 32, ak, sk, f"OTC-{letter}", f"user-{letter}", secrets.token_hex(10))


# requester and accepter; the keys are made up for this run
A, B = _tenant("a"), _tenant("b")


class Emulator:
    def __init__(self, *further: str) -> None:
        """Flags of `peertwin start` are for one of its own."""
        self._process = None
        self._folder = tempfile.TemporaryDirectory(prefix="peertwin-huawei-")
        given = os.environ.get("PEERTWIN_URL")
        if given is not None:
            self.url = given.rstrip("/")
            urlopen(Request(f"{self.url}/_peertwin/reset", method="POST")).close()
            return
        fixtures = Path(self._folder.name) / "tenants.json"
        fixtures.write_text(json.dumps({"huawei": {"tenants": [asdict(A), asdict(B)]}}))
        flags = ["--port", "0", "--ready-json", "--auth", "strict", "--fixtures", str(fixtures), *further]
        self._process = subprocess.Popen(["node", CLI, "start", *flags], stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline()
        if line == "":
            raise RuntimeError(f"the emulator ended with {self._process.wait()} before it was ready")
        self.url = json.loads(line)["urls"]["huawei"]

    def environment(self, *args: str) -> dict[str, str]:
        """What `peertwin env` prints, with further arguments of it."""
        command = ["node", CLI, "env", "huawei", "--shell", "json", "--control", f"{self.url}/_peertwin", *args]
        cache = {**os.environ, "XDG_CACHE_HOME": self._folder.name}
        return json.loads(subprocess.run(command, env=cache, stdout=subprocess.PIPE, check=True).stdout)

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        self._process.stdout.close()
        code = self._process.wait(timeout=10)
        self._folder.cleanup()
        if code != 0:
            raise RuntimeError(f"the emulator ended with {code}")
