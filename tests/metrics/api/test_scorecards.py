"""Scorecards for programs: the document of the command, found by month, latest or current."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.services.scorecards import scorecard_mint, scorecard_refresh
from tests.callers import json_of, person, problem_of, program
from tests.figures import calls, put_golden_months, put_month
from tests.openapi import assert_documented
from tests.world import World

ROOT = "/api/v1/contracts/nordlys-fjord/scorecards/"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon on 22 November 2026: October is past its cut-off, November runs."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def golden(contract: Contract) -> Contract:
    """The contract with September and October 2026."""
    put_golden_months(contract)
    return contract


def mint(contract: Contract) -> None:
    scorecard_mint(contract=contract, month=Month(2026, 10), by="command", actor=None, now=NOW)


def test_a_month_is_the_document_that_the_command_prints(golden: Contract) -> None:
    mint(golden)
    printed = StringIO()
    call_command("scorecard", golden.key, "2026-10", "--json", stdout=printed)
    response = program(golden).get(f"{ROOT}2026-10/")
    assert response.status_code == 200
    assert list(json_of(response).items()) == list(json.loads(printed.getvalue()).items())


def test_the_document_is_as_documented(golden: Contract) -> None:
    draft = assert_documented(program(golden).get(f"{ROOT}2026-10/"), "get_scorecard")
    assert (draft["state"], draft["version"], draft["minted_at"]) == ("draft", None, None)
    mint(golden)
    minted = assert_documented(program(golden).get(f"{ROOT}2026-10/"), "get_scorecard")
    assert (minted["state"], minted["version"], minted["hash"]) == ("final", 1, draft["hash"])


def test_a_month_without_surveys_and_sales_is_as_documented(contract: Contract) -> None:
    put_month(contract, "2026-10", [calls(3)])
    body = assert_documented(program(contract).get(f"{ROOT}2026-10/"), "get_scorecard")
    assert body["kpis"]["csat"]["value"] is None
    assert body["kpis"]["csat"]["reason"]


def test_every_number_that_is_not_whole_is_text(golden: Contract) -> None:
    def floats(node: object) -> list[object]:
        if isinstance(node, dict):
            return [found for value in node.values() for found in floats(value)]
        if isinstance(node, list):
            return [found for value in node for found in floats(value)]
        return [node] if isinstance(node, float) else []

    assert floats(json_of(program(golden).get(f"{ROOT}2026-10/"))) == []


def test_a_version_is_asked_for_by_number_or_as_draft(golden: Contract) -> None:
    scorecard_refresh(contract=golden, month=Month(2026, 10))
    mint(golden)
    put_month(golden, "2026-10", [calls(10)])
    client = program(golden)
    assert json_of(client.get(f"{ROOT}2026-10/"))["version"] == 1
    assert json_of(client.get(f"{ROOT}2026-10/?version=1"))["version"] == 1
    draft = json_of(client.get(f"{ROOT}2026-10/?version=draft"))
    assert (draft["version"], draft["kpis"]["contacts"]["value"]) == (None, "10")
    problem_of(client.get(f"{ROOT}2026-10/?version=2"), 404, "no_such_version")


@pytest.mark.parametrize("version", ["0", "-1", "1.0", "newest", "", "9" * 40, "1 2", "٣"])
def test_a_version_that_is_none_is_refused_with_its_field(golden: Contract, version: str) -> None:
    body = problem_of(program(golden).get(f"{ROOT}2026-10/", {"version": version}), 400, "invalid")
    assert set(body["errors"]) == {"version"}
    assert_documented(program(golden).get(f"{ROOT}2026-10/", {"version": version}), "get_scorecard")


def test_latest_is_the_newest_month_past_its_cut_off(golden: Contract) -> None:
    put_month(golden, "2026-11", [calls(7)])
    body = assert_documented(program(golden).get(f"{ROOT}latest/"), "get_latest_scorecard")
    assert body["month"] == "2026-10"


def test_current_is_the_running_month(golden: Contract) -> None:
    problem_of(program(golden).get(f"{ROOT}current/"), 404, "no_such_month")
    put_month(golden, "2026-11", [calls(7)])
    body = assert_documented(program(golden).get(f"{ROOT}current/"), "get_current_scorecard")
    assert (body["month"], body["state"]) == ("2026-11", "draft")


def test_latest_and_current_take_a_version_too(golden: Contract) -> None:
    mint(golden)
    assert json_of(program(golden).get(f"{ROOT}latest/?version=draft"))["state"] == "draft"
    problem_of(program(golden).get(f"{ROOT}latest/?v=1"), 400, "unknown_parameter")


def test_without_data_there_is_no_month(contract: Contract) -> None:
    for address in ("latest/", "current/", "2026-10/", "2050-12/"):
        problem_of(program(contract).get(ROOT + address), 404, "no_such_month")


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "oktober", "26-10", "2026-1", "2026-10-01", "0000-01", "9999-12"]
)
def test_a_month_that_is_none_is_refused(golden: Contract, month: str) -> None:
    problem_of(program(golden).get(f"{ROOT}{month}/"), 400, "month_invalid")


def test_the_list_has_minted_versions_and_open_months_newest_first(golden: Contract) -> None:
    mint(golden)
    put_month(golden, "2026-10", [calls(10)])
    mint(golden)
    body = assert_documented(program(golden).get(ROOT), "list_scorecards")
    assert [(entry["month"], entry["version"], entry["state"]) for entry in body["results"]] == [
        ("2026-10", 2, "final"),
        ("2026-10", 1, "final"),
        ("2026-09", None, "draft"),
    ]


def test_the_list_is_paged_and_a_new_month_moves_no_page(golden: Contract) -> None:
    client = program(golden)
    first = json_of(client.get(f"{ROOT}?page_size=1"))
    put_month(golden, "2026-11", [calls(1)])
    second = json_of(client.get(first["next"]))
    assert [page["results"][0]["month"] for page in (first, second)] == ["2026-10", "2026-09"]
    assert second["next"] is None


def test_outsider_and_operator_see_what_does_not_exist(golden: Contract, world: World) -> None:
    for tail in ("", "latest/", "current/", "2026-10/", "2026-10/?version=1", "nonsense/"):
        for user in (world.outsider, world.rival, world.operator, world.nobody):
            foreign = person(user).get(ROOT + tail)
            missing = person(user).get(f"/api/v1/contracts/no-such/scorecards/{tail}")
            problem_of(foreign, 404, "not_found")
            assert foreign.content == missing.content


def test_a_token_needs_the_scope(golden: Contract) -> None:
    client = program(golden, "read:contracts", "read:deliveries", "write:deliveries")
    for tail in ("", "latest/", "current/", "2026-10/"):
        body = problem_of(client.get(ROOT + tail), 403, "scope_missing")
        assert body["params"] == {"scope": "read:scorecards"}


def test_everyone_of_both_parties_may_read(golden: Contract, world: World) -> None:
    for user in (world.buyer_manager, world.vendor_lead, world.auditor):
        assert person(user).get(f"{ROOT}2026-10/").status_code == 200
