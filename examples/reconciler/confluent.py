"""The calls to Confluent Cloud that a reconciler of peerings needs."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

Json = dict[str, Any]


class ApiError(Exception):
    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"Confluent answers {status}: {text}")
        self.status = status


@dataclass(frozen=True)
class Account:
    """Who asks where. `sleep` waits a number of seconds; a test may let the emulated time pass instead."""

    url: str
    key: str
    secret: str
    sleep: Callable[[float], object]

    def send(self, method: str, path: str, body: Json | None = None) -> Json:
        credential = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {credential}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        try:
            with urlopen(Request(self.url + path, data=data, method=method, headers=headers)) as answer:
                text: str = answer.read().decode()
        except HTTPError as error:
            with error:
                raise ApiError(error.code, error.read().decode()) from None
        parsed: Json = json.loads(text) if text else {}
        return parsed

    def environment(self) -> str:
        id: str = self.send("GET", "/org/v2/environments")["data"][0]["id"]
        return id

    def network(self, environment: str, name: str) -> str:
        networks = self.send("GET", f"/networking/v1/networks?environment={environment}")["data"]
        ids: list[str] = [one["id"] for one in networks if one["spec"]["display_name"] == name]
        return ids[0]

    def peerings(self, environment: str) -> list[Json]:
        found: list[Json] = self.send("GET", f"/networking/v1/peerings?environment={environment}&page_size=100")["data"]
        return found

    def create(self, spec: Json) -> Json:
        return self.send("POST", "/networking/v1/peerings", {"spec": spec})

    def delete(self, environment: str, id: str) -> None:
        self.send("DELETE", f"/networking/v1/peerings/{id}?environment={environment}")
