"""The target status for programs."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from contracts.domain.months import Month
from contracts.models import Contract
from tests.callers import person, problem_of, program
from tests.month_days import DAY, counts, put_same_days
from tests.openapi import assert_documented
from tests.world import World

ADDRESS = "/api/v1/contracts/nordlys-fjord/status/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def running(contract: Contract) -> Month:
    """Figures of the last 120 days; gives the running month."""
    today = timezone.localdate(timezone=ZoneInfo(contract.time_zone))
    put_same_days(contract, [today - step * DAY for step in range(120)], counts())
    return Month.of(today)


def test_without_a_month_it_is_the_running_one(contract: Contract, running: Month) -> None:
    body = assert_documented(program(contract, "read:scorecards").get(ADDRESS), "get_status")
    assert (body["month"], body["phase"]) == (str(running), "running")
    assert [row["kpi"] for row in body["kpis"]] == ["aht", "csat", "hit_rate"]
    assert "cost" not in body


def test_a_month_may_be_named(contract: Contract, running: Month) -> None:
    before = str(running.previous)
    body = assert_documented(program(contract).get(ADDRESS, {"month": before}), "get_status")
    assert (body["month"], body["days_left"]) == (before, 0)


def test_without_data_there_is_a_status_all_the_same(contract: Contract) -> None:
    body = assert_documented(program(contract).get(ADDRESS), "get_status")
    assert (body["score"], body["kpis"], body["contacts"]["so_far"]) == (None, [], None)


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"month": "2026-13"}, "month_invalid"), ({"month": ""}, "invalid"), ({"moth": "2026-10"}, "unknown_parameter")],
)
def test_what_makes_no_sense_is_said(contract: Contract, asked: dict[str, str], code: str) -> None:
    problem_of(program(contract).get(ADDRESS, asked), 400, code)


def test_who_is_no_party_finds_nothing(world: World) -> None:
    for who in (world.outsider, world.rival, world.nobody, world.operator):
        assert person(who).get(ADDRESS).status_code == 404
