"""Gives a test an emulator of its own: a namespace in a server that all tests of the run share.

The server is the one at PEERTWIN_CONTROL or PEERTWIN_URL, or else the command `peertwin` is started on a free port and
ended with the run. It needs nothing but the standard library and pytest.

    pytest_plugins = ["peertwin_pytest"]  # in conftest.py

    @pytest.mark.peertwin(scenario="scenarios/late.yaml", seed=42)
    def test_it(pt):
        client = Client(pt.url("upcloud"), **pt.credential("upcloud"))
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest

Json = dict[str, Any]

NO_COMMAND = "no PEERTWIN_CONTROL or PEERTWIN_URL is set, and there is no command peertwin (npm install -g peertwin)"


class Refused(Exception):
    """What the control API refused, in its own words."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class VerificationFailed(AssertionError):
    """What was expected and did not happen; the message is the report."""


class Control:
    """Calls the control API of an emulator, or of one of its namespaces."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")

    def call(self, method: str, path: str, body: Json | str | None = None) -> Any:
        """Sends a body as JSON, a text as it is. Returns the answer, parsed where it is JSON."""
        data = None if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
        kind = "text/plain" if isinstance(body, str) else "application/json"
        request = Request(self.base + path, data=data, method=method, headers={"Content-Type": kind})
        try:
            with urlopen(request) as answer:
                text = answer.read().decode()
                is_json = "json" in (answer.headers.get("Content-Type") or "")
                return json.loads(text) if is_json else text
        except HTTPError as error:
            with error:
                raise Refused(error.code, detail(error.code, error.read().decode())) from None


def detail(status: int, text: str) -> str:
    try:
        return str(json.loads(text)["detail"])
    except (ValueError, KeyError, TypeError):
        return f"the control API answered {status}: {text}"


class Peertwin:
    """A namespace of an emulator: rows, ids, clock, scenario, faults and journal of its own."""

    def __init__(self, server: Control, made: Json) -> None:
        self.name: str = made["name"]
        self.control = Control(f"{server.base}/namespaces/{self.name}")
        self._urls: dict[str, str] = server.call("GET", "/doors")["urls"]
        self._credentials: dict[str, dict[str, str]] = made["credentials"]

    def url(self, provider: str) -> str:
        """Base URL of a provider."""
        return self._urls[provider]

    def credential(self, provider: str) -> dict[str, str]:
        """What leads requests to this namespace, in parts such as token, or username and password."""
        return self._credentials[provider]

    def advance(self, span: str) -> Json:
        """Moves the clock ahead by a span such as 30s; what is due by then happens, each at its own time."""
        return self.control.call("POST", "/clock/advance", {"by": span})

    def settle(self) -> Json:
        """Jumps from event to event until nothing is due within an hour."""
        return self.control.call("POST", "/clock/settle")

    def play(self, scenario: str | Path, variant: str | None = None) -> None:
        """Plays a scenario file from its beginning: the namespace begins anew, at the time that the file says."""
        name = self.control.call("POST", "/scenarios", Path(scenario).read_text(encoding="utf-8"))["name"]
        choice = {"restart": True, **({"variant": variant} if variant else {})}
        self.control.call("POST", f"/scenarios/{name}/activate", choice)

    def fault(self, rule: Json) -> None:
        """Adds a fault rule, which has an id."""
        self.control.call("POST", "/faults", rule)

    def release(self, id: str) -> Json:
        """Lets a transition happen that a scenario holds back."""
        return self.control.call("POST", f"/resources/{quote(id, safe='')}/release")

    def set(self, id: str, state: str) -> Json:
        """Puts a resource into a state of its lifecycle."""
        return self.control.call("PATCH", f"/resources/{quote(id, safe='')}", {"state": state})

    def resources(self, **query: str) -> list[Json]:
        """Resources by `type` and `state`."""
        return self.control.call("GET", f"/resources?{urlencode(query)}")["resources"]

    def requests(self, **query: Any) -> list[Json]:
        """The newest requests that are like this: `provider`, `op`, `status`, …"""
        return self.control.call("POST", "/requests/find", query)["requests"]

    def verify(self, *expect: Json) -> str:
        """Holds what happened against these rules, or else those of the scenario. Returns the report, or raises it."""
        report: str = self.control.call("POST", "/requests/verify?format=text", {"expect": expect} if expect else {})
        if any(line.startswith("FAIL") for line in report.splitlines()):
            raise VerificationFailed(f"\n{report}")
        return report


def make_namespace(server: Control, test: str, asked: Json) -> Json:
    """Names a namespace like its test: ids depend on that, so they stay the same whichever tests run besides."""
    name = re.sub("[^A-Za-z0-9]+", "-", test).strip("-")[:56]
    for nth in count(1):
        try:
            made: Json = server.call("POST", "/namespaces", {**asked, "name": name if nth == 1 else f"{name}-{nth}"})
            return made
        except Refused as refused:
            if refused.status != HTTPStatus.CONFLICT:
                raise
    raise AssertionError


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "peertwin(scenario, variant, seed, clock, fixtures, settings, auth, rate_limits): what the namespace of a test is to be",
    )


@pytest.fixture(scope="session")
def peertwin_server() -> Iterator[Control]:
    """The emulator of the run. Without one the test is skipped; in CI it fails."""
    control, url = os.environ.get("PEERTWIN_CONTROL"), os.environ.get("PEERTWIN_URL")
    if control or url:
        yield Control(control or f"{str(url).rstrip('/')}/_peertwin")
        return
    command = shutil.which("peertwin")
    if command is None and os.environ.get("CI"):
        pytest.fail(NO_COMMAND)
    if command is None:
        pytest.skip(NO_COMMAND)
    with subprocess.Popen([command, "start", "--port", "0", "--ready-json"], stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            line = child.stdout.readline()
            assert line, "peertwin ended before it was ready"
            yield Control(json.loads(line)["control"])
        finally:
            child.send_signal(signal.SIGTERM)


@pytest.fixture
def pt(peertwin_server: Control, request: pytest.FixtureRequest) -> Iterator[Peertwin]:
    """A namespace that is gone when the test ends."""
    marker = request.node.get_closest_marker("peertwin")
    asked = dict(marker.kwargs) if marker else {}
    scenario, variant = asked.pop("scenario", None), asked.pop("variant", None)
    made = make_namespace(peertwin_server, request.node.name, asked)
    try:
        twin = Peertwin(peertwin_server, made)
        if scenario is not None:
            twin.play(Path(request.config.rootpath) / scenario, variant)
        yield twin
    finally:
        peertwin_server.call("DELETE", f"/namespaces/{made['name']}")
