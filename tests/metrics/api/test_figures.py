"""KPIs of summed months for programs."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from contracts.models import Contract
from tests.callers import json_of, person, problem_of, program
from tests.figures import calls, put_golden_months, put_month
from tests.openapi import assert_documented
from tests.world import World

ADDRESS = "/api/v1/contracts/nordlys-fjord/kpis/"
RANGE = {"from": "2026-09", "to": "2026-10"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def golden(contract: Contract) -> Contract:
    """The contract with September and October 2026."""
    put_golden_months(contract)
    return contract


@pytest.mark.parametrize("by", [None, "channel", "queue", "topic", "brand", "site", "month"])
def test_it_is_the_document_that_the_command_prints(golden: Contract, by: str | None) -> None:
    asked = RANGE | ({"by": by} if by else {})
    printed = StringIO()
    call_command("kpis", golden.key, "--json", *(f"--{name}={value}" for name, value in asked.items()), stdout=printed)
    body = assert_documented(program(golden).get(ADDRESS, asked), "get_kpis")
    assert body == json.loads(printed.getvalue())
    assert ("slices" in body) is (by is not None)


def test_counts_are_summed_before_the_ratio_is_taken(contract: Contract) -> None:
    put_month(contract, "2026-09", [calls(1, 100)])
    put_month(contract, "2026-10", [calls(3, 300)])
    body = json_of(program(contract).get(ADDRESS, RANGE))
    assert body["kpis"]["aht"] == {"value": "250", "n": 4, "unit": "s"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "invalid"),
        ({"from": "2026-09"}, "invalid"),
        ({"from": "2026-09", "to": ""}, "invalid"),
        ({"from": "2026-09", "to": "2026-13"}, "month_invalid"),
        ({"from": "2026-9", "to": "2026-10"}, "month_invalid"),
        ({"from": "2026-10", "to": "2026-09"}, "period_invalid"),
        ({"from": "2000-01", "to": "2050-12"}, "period_too_long"),
        ({"from": "0001-01", "to": "9999-12"}, "month_invalid"),
        (RANGE | {"by": "agent"}, "invalid"),
        (RANGE | {"by": "contract__buyer"}, "invalid"),
        (RANGE | {"form": "2026-01"}, "unknown_parameter"),
        ({"from": "2026-09\0", "to": "2026-10"}, "month_invalid"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(golden: Contract, asked: dict[str, str], code: str) -> None:
    problem_of(program(golden).get(ADDRESS, asked), 400, code)


def test_months_without_data_are_not_zero_but_absent(golden: Contract) -> None:
    problem_of(program(golden).get(ADDRESS, {"from": "2020-01", "to": "2020-12"}), 404, "no_such_month")


def test_the_outsider_sees_what_does_not_exist(golden: Contract, world: World) -> None:
    for user in (world.outsider, world.rival, world.operator, world.nobody):
        foreign = person(user).get(ADDRESS, RANGE)
        problem_of(foreign, 404, "not_found")
        assert foreign.content == person(user).get("/api/v1/contracts/no-such/kpis/", RANGE).content


def test_a_token_needs_the_scope_of_scorecards(golden: Contract) -> None:
    problem_of(program(golden, "read:contracts").get(ADDRESS, RANGE), 403, "scope_missing")
