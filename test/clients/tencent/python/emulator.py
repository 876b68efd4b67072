"""An emulator of the suite's own, or the one at PEERTWIN_URL, started with `--proxy` and world.json as fixtures."""

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

HERE = Path(__file__).resolve().parent
WORLD = HERE.parent / "world.json"
CLI = os.environ.get("PEERTWIN_CLI") or str(HERE.parents[3] / "dist" / "cli.cjs")


class Emulator:
    def __init__(self):
        self._cache = tempfile.TemporaryDirectory(prefix="peertwin-tencent-")
        url = os.environ.get("PEERTWIN_URL")
        self._child = None if url else self._start()
        self.url = (url or self._ready["urls"]["tencent"]).rstrip("/")

    def _start(self):
        flags = ["start", "--port", "0", "--ready-json", "--time", "virtual", "--proxy", "--fixtures", str(WORLD)]
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

    def _control(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(f"{self.url}/_peertwin{path}", data=data, method=method)) as answer:
            return json.load(answer)

    def environment(self, *flags):
        """What `peertwin env` prints, without flags for clients that go through the proxy."""
        return json.loads(self._print("env", "tencent", *(flags or ["--proxy"]), "--shell", "json"))

    def certificate(self):
        """What clients have to trust, as PEM text."""
        return self._print("ca")

    def _print(self, *command):
        cache = {**os.environ, "XDG_CACHE_HOME": self._cache.name}
        command = ["node", CLI, *command, "--control", f"{self.url}/_peertwin"]
        return subprocess.run(command, env=cache, stdout=subprocess.PIPE, text=True, check=True).stdout

    def fault(self, rule):
        self._control("POST", "/faults", rule)

    def reset(self):
        self._control("POST", "/reset")

    def advance(self, by):
        self._control("POST", "/clock/advance", {"by": by})
