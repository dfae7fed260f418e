"""How many questions a page may put to the database (tests/data/query_counts.json): raising a number is a decision."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.domain.months import Month
from metrics.services.scorecards import scorecard_refresh
from tests.callers import person
from tests.factories import make_contract
from tests.figures import put_golden_months
from tests.month_days import DAY, counts, put_same_days
from tests.sent_files import load_example_profile, make_delivery
from tests.world import World

pytestmark = pytest.mark.django_db
BUDGETS: dict[str, int] = json.loads(
    (Path(__file__).resolve().parents[2] / "data" / "query_counts.json").read_text(encoding="utf-8")
)
ROOT = "/contracts/nordlys-fjord/"
PAGES: dict[str, Callable[[str], str]] = {
    "overview": lambda delivery: "/",
    "review": lambda delivery: f"{ROOT}review/2026-10/",
    "review without data": lambda delivery: f"{ROOT}review/2026-01/",
    "status without data": lambda delivery: f"{ROOT}status/2026-01/",
    "deliveries": lambda delivery: f"{ROOT}deliveries/",
    "delivery": lambda delivery: f"{ROOT}deliveries/{delivery}/",
    "contract": lambda delivery: ROOT,
}


def fill(world: World) -> str:
    """Two months with drawn scorecards and 30 deliveries; gives one of these."""
    put_golden_months(world.contract)
    for month in (Month(2026, 9), Month(2026, 10)):
        scorecard_refresh(contract=world.contract, month=month)
    profile = load_example_profile(world.contract)
    return [make_delivery(world.contract, profile=profile, state="applied").public_id for _ in range(30)][-1]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_to_its_budget(world: World, name: str) -> None:
    address = PAGES[name](fill(world))
    client = person(world.vendor_lead)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= BUDGETS[name], "\n".join(query["sql"][:160] for query in asked)


def test_the_target_status_keeps_to_its_budget(world: World) -> None:
    """The running month with its draft, the three months before it, and the deliveries behind them."""
    fill(world)
    today = timezone.localdate(timezone=ZoneInfo(world.contract.time_zone))
    put_same_days(world.contract, [today - step * DAY for step in range(120)], counts())
    scorecard_refresh(contract=world.contract, month=Month.of(today))
    address = f"{ROOT}status/{Month.of(today)}/"
    client = person(world.vendor_lead)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= BUDGETS["status"], "\n".join(query["sql"][:160] for query in asked)


def test_one_more_contract_costs_the_overview_a_fixed_number(world: World) -> None:
    fill(world)
    client = person(world.vendor_lead)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        return len(asked)

    before = count()
    another = make_contract("another", buyer=world.nordlys, vendor=world.fjord)
    put_golden_months(another)
    scorecard_refresh(contract=another, month=Month(2026, 10))
    assert count() - before <= BUDGETS["overview per contract"]


def test_every_budget_has_its_page() -> None:
    assert set(BUDGETS) == {*PAGES, "overview per contract", "status"}
