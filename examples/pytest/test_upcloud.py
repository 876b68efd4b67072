"""UpCloud's own Python client against namespaces of an emulator."""

import pytest
import upcloud_api
from upcloud_api.api import API

from peertwin_pytest import Peertwin, Refused, VerificationFailed

VIRTUAL = {"mode": "virtual", "start": "2026-01-01T00:00:00Z"}
HUB = {"upcloud": {"networks": [{"name": "hub", "zone": "fi-hel1", "address": "10.20.0.0/24"}]}}


@pytest.fixture
def manager(pt: Peertwin, monkeypatch: pytest.MonkeyPatch) -> upcloud_api.CloudManager:
    monkeypatch.setattr(API, "api_root", f"{pt.url('upcloud')}/1.3")
    credential = pt.credential("upcloud")
    return upcloud_api.CloudManager(credential["username"], credential["password"])


def private(manager: upcloud_api.CloudManager) -> list[str]:
    return [network.name for network in manager.get_networks("fi-hel1") if network.type == "private"]


@pytest.mark.peertwin(seed=42, fixtures=HUB, clock=VIRTUAL)
def test_networks_are_listed_and_made(pt: Peertwin, manager: upcloud_api.CloudManager) -> None:
    assert "hub" in private(manager)
    manager.create_network("spoke", "fi-hel1", address="10.30.0.0/24", dhcp="yes", family="IPv4")
    assert {"hub", "spoke"} <= set(private(manager))
    assert [entry["response"]["status"] for entry in pt.requests(op="networks.create")] == [201]
    pt.verify({"op": "upcloud/networks.create", "calls": 1})


def test_a_namespace_knows_nothing_of_the_others(pt: Peertwin, manager: upcloud_api.CloudManager) -> None:
    assert "spoke" not in private(manager)


def test_a_fault_speaks_as_upcloud_does(pt: Peertwin, manager: upcloud_api.CloudManager) -> None:
    pt.fault({"id": "down", "match": {"provider": "upcloud"}, "effect": {"error": "SERVICE_ERROR"}})
    with pytest.raises(upcloud_api.UpCloudAPIError, match="SERVICE_ERROR"):
        manager.get_networks("fi-hel1")
    pt.verify({"fault": "down", "hits": {"atLeast": 1}})


def test_a_report_is_the_message_of_its_failure(pt: Peertwin, manager: upcloud_api.CloudManager) -> None:
    private(manager)
    with pytest.raises(VerificationFailed, match="FAIL  upcloud/networks.list is called 2 times\n      it was called once"):
        pt.verify({"op": "upcloud/networks.list", "calls": 2})


@pytest.mark.peertwin(clock=VIRTUAL)
def test_the_clock_is_the_tests_own(pt: Peertwin) -> None:
    assert pt.advance("30s")["now"] == "2026-01-01T00:00:30.000Z"
    assert pt.settle()["next_due"] is None
    with pytest.raises(Refused, match="expected"):
        pt.advance("soon")
