"""Brings the peerings of an environment to what a configuration wants, as Terraform does: read, plan, apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from confluent import Account, Json

Wanted = dict[str, Json]


@dataclass(frozen=True)
class Step:
    do: Literal["create", "delete"]
    name: str


Planner = Callable[[Wanted, list[Json]], list[Step]]

# phases that lead somewhere by themselves
ON_THE_WAY = ("PROVISIONING", "PENDING_ACCEPT", "DEPROVISIONING")
LOOKS = 100


def name_of(peering: Json) -> str:
    name: str = peering["spec"]["display_name"]
    return name


def phase_of(peering: Json) -> str:
    phase: str = peering["status"]["phase"]
    return phase


def first_plan(wanted: Wanted, found: list[Json]) -> list[Step]:
    """The first version: what is there is there."""
    names = {name_of(peering) for peering in found}
    return [
        *(Step("delete", name) for name in sorted(names - wanted.keys())),
        *(Step("create", name) for name in wanted if name not in names),
    ]


def plan(wanted: Wanted, found: list[Json]) -> list[Step]:
    """The second version: what is there and no longer works is made anew."""
    sound = {name_of(peering) for peering in found if phase_of(peering) in ("READY", *ON_THE_WAY)}
    broken = {name_of(peering) for peering in found} - sound
    return [
        *(Step("delete", name) for name in sorted((sound - wanted.keys()) | broken)),
        *(Step("create", name) for name in wanted if name not in sound),
    ]


def reconcile(account: Account, wanted: Wanted, planner: Planner = plan) -> list[Step]:
    """Does what has to be done, and waits until nothing is on its way any more. Returns what was done."""
    environment = account.environment()
    found = account.peerings(environment)
    steps = planner(wanted, found)
    ids = {name_of(peering): peering["id"] for peering in found}
    for step in steps:
        if step.do == "delete":
            account.delete(environment, ids[step.name])
    until_settled(account, environment)
    for step in steps:
        if step.do == "create":
            account.create({**wanted[step.name], "display_name": step.name, "environment": {"id": environment}})
    until_settled(account, environment)
    return steps


def until_settled(account: Account, environment: str) -> None:
    pause = 1.0
    for _ in range(LOOKS):
        if all(phase_of(peering) not in ON_THE_WAY for peering in account.peerings(environment)):
            return
        account.sleep(pause)
        pause = min(2 * pause, 60.0)
    raise TimeoutError("some peering is still on its way")
