"""A configuration is applied, somebody cuts the connection, and it is applied again."""

import pytest

from confluent import Account, Json
from peertwin_pytest import Peertwin, VerificationFailed
from reconcile import Planner, Step, first_plan, plan, reconcile

AWS = {"kind": "AwsPeering", "account": "012345678901", "vpc": "vpc-1", "routes": ["10.9.0.0/16"], "customer_region": "us-west-2"}

with_drift = pytest.mark.peertwin(scenario="scenarios/drift.yaml", seed=42)


@pytest.fixture
def account(pt: Peertwin) -> Account:
    """An account in the namespace of a test, whose waiting lets the emulated time pass."""
    credential = pt.credential("confluent")
    return Account(
        pt.url("confluent"),
        credential["api_key"],
        credential["api_secret"],
        sleep=lambda seconds: pt.advance(f"{seconds:g}s"),
    )


@pytest.fixture
def wanted(account: Account) -> dict[str, Json]:
    return {"to-aws": {"cloud": AWS, "network": {"id": account.network(account.environment(), "hub")}}}


def apply_cut_apply(pt: Peertwin, account: Account, wanted: dict[str, Json], planner: Planner) -> list[Step]:
    assert reconcile(account, wanted, planner) == [Step("create", "to-aws")]
    [peering] = pt.resources(type="confluent/peering", state="READY")
    pt.release(peering["id"])
    return reconcile(account, wanted, planner)


@with_drift
def test_the_first_version_takes_a_cut_connection_for_a_sound_one(
    pt: Peertwin, account: Account, wanted: dict[str, Json]
) -> None:
    assert apply_cut_apply(pt, account, wanted, first_plan) == []
    with pytest.raises(VerificationFailed) as failure:
        pt.verify()
    report = str(failure.value)
    assert "FAIL  confluent/peerings.delete is called once\n" in report
    assert "      because a connection that was cut comes back no other way\n" in report
    assert "READY +1m 20s, DISCONNECTED +" in report


@with_drift
def test_the_second_version_makes_it_anew(pt: Peertwin, account: Account, wanted: dict[str, Json]) -> None:
    assert apply_cut_apply(pt, account, wanted, plan) == [Step("delete", "to-aws"), Step("create", "to-aws")]
    assert reconcile(account, wanted) == []
    pt.verify()


@with_drift
def test_what_is_not_wanted_any_more_goes(pt: Peertwin, account: Account, wanted: dict[str, Json]) -> None:
    reconcile(account, wanted)
    assert reconcile(account, {}) == [Step("delete", "to-aws")]
    assert pt.resources(type="confluent/peering") == []


@with_drift
def test_a_failed_plan_leaves_everything_as_it_was(pt: Peertwin, account: Account, wanted: dict[str, Json]) -> None:
    pt.fault({"id": "full", "match": {"op": "confluent/peerings.create"}, "effect": {"error": "quota_exceeded"}})
    with pytest.raises(Exception, match="Confluent answers 402"):
        reconcile(account, wanted)
    pt.verify({"resource": "confluent/peering", "count": 0}, {"fault": "full", "hits": 1})
