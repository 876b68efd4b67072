"""An emulator of the suite's own with its doors, or the one at PEERTWIN_URL, started with `--tls --proxy` and reset."""

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

CLI = os.environ.get("PEERTWIN_CLI") or str(Path(__file__).resolve().parents[4] / "dist" / "cli.cjs")


class Emulator:
    def __init__(self):
        self._cache = tempfile.TemporaryDirectory(prefix="peertwin-pydo-")
        url = os.environ.get("PEERTWIN_URL")
        self._child = None if url else self._start()
        self.control = f"{url.rstrip('/')}/_peertwin" if url else self._ready["control"]

    def _start(self):
        flags = ["start", "--port", "0", "--ready-json", "--time", "virtual", "--tls", "--proxy"]
        child = subprocess.Popen(["node", CLI, *flags], stdout=subprocess.PIPE, text=True)
        line = child.stdout.readline()
        if not line:
            raise RuntimeError(f"the emulator ended with {child.wait()} before it was ready")
        self._ready = json.loads(line)
        return child

    def stop(self):
        self._cache.cleanup()
        if self._child is None:
            return
        self._child.send_signal(signal.SIGTERM)
        code = self._child.wait()
        self._child.stdout.close()
        if code != 0:
            raise RuntimeError(f"the emulator ended with {code}")

    def environment(self, *args):
        """What `peertwin env` prints, with further arguments of it."""
        printed = subprocess.run(
            ["node", CLI, "env", "digitalocean", "--shell", "json", "--control", self.control, *args],
            env={**os.environ, "XDG_CACHE_HOME": self._cache.name},
            stdout=subprocess.PIPE,
            check=True,
        )
        return json.loads(printed.stdout)

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(f"{self.control}{path}", data=data, method=method)) as answer:
            return json.loads(answer.read() or "null")
