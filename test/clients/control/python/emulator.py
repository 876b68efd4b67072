"""Starts an emulator of its own."""

import json
import os
import signal
import subprocess
from pathlib import Path

CLI = os.environ.get("PEERTWIN_CLI", str(Path(__file__).parents[4] / "dist" / "cli.cjs"))


class Emulator:
    """A running emulator; `control` is the base URL of its control API."""

    def __init__(self, *flags: str) -> None:
        command = ["node", CLI, "start", "--port", "0", "--ready-json", *flags]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline()
        if line == "":
            raise RuntimeError(f"the emulator ended with {self._process.wait()} before it was ready")
        self.control = json.loads(line)["control"]

    def __enter__(self) -> "Emulator":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.stdout.close()
        code = self._process.wait(timeout=10)
        if code != 0:
            raise RuntimeError(f"the emulator ended with {code}")
