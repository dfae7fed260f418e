"""The status as a document: what the page says, and no number outside the band."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.selectors.status import status_of
from metrics.selectors.status_document import status_document
from metrics.services.scorecards import scorecard_mint
from tests.month_days import counts, days_of, put_days, put_same_days, send_daily
from tests.sent_files import load_example_profile
from tests.world import World

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.fixture
def contract(world: World) -> Contract:
    put_same_days(world.contract, days_of(OCTOBER), counts())
    put_days(world.contract, NOVEMBER, dict.fromkeys(days_of(NOVEMBER, last=19), counts(aht=390, satisfied=5)))
    return world.contract


def test_the_document_says_what_the_page_says(contract: Contract) -> None:
    send_daily(contract, load_example_profile(contract), [*days_of(OCTOBER), *days_of(NOVEMBER, last=19)])
    document = status_document(contract, status_of(contract, NOVEMBER, NOW))
    kpis = {row.pop("kpi"): row for row in document.pop("kpis")}
    score = document.pop("score")
    assert document == {
        "contract": "nordlys-fjord",
        "month": "2026-11",
        "phase": "running",
        "today": "2026-11-22",
        "days_left": 9,
        "cut_off": "2026-12-10",
        "surveys_until": "2026-12-07",
        "contacts": {
            "so_far": 1900,
            "expected": 3000,
            "reason": None,
            "known_to": "2026-11-19",
            "missing_days": ["2026-11-20", "2026-11-21"],
        },
    }
    assert score["state"] == "unacceptable"
    assert kpis["aht"] == {
        "unit": "s", "value": "390", "n": 1900, "still_to_come": 1100, "state": "reachable", "rest_low": "324",
        "rest_high": "357.27", "reason": None,
    }  # fmt: skip
    assert kpis["csat"]["state"] == "cannot_be_reached"
    assert (kpis["csat"]["rest_low"], kpis["csat"]["rest_high"]) == (None, None)
    assert (kpis["hit_rate"]["rest_low"], kpis["hit_rate"]["rest_high"]) == ("0.057", "0.078")


def test_what_is_asked_is_rounded_inwards(contract: Contract) -> None:
    """(378 · 3,000 − 1,900 · 390) / 1,100 = 357.2727…, and 357.28 would be too long."""
    (aht, *_) = status_document(contract, status_of(contract, NOVEMBER, NOW))["kpis"]
    assert 1900 * 390 + 1100 * Decimal(aht["rest_high"]) <= 3000 * 378


def test_a_final_month_asks_for_nothing(contract: Contract) -> None:
    put_same_days(contract, [day for day in days_of(OCTOBER) if day.day != 14], counts())
    send_daily(contract, load_example_profile(contract), days_of(OCTOBER))
    assert status_document(contract, status_of(contract, OCTOBER, NOW))["phase"] == "over"
    scorecard_mint(contract=contract, month=OCTOBER, by="command", actor=None, now=NOW)
    document = status_document(contract, status_of(contract, OCTOBER, NOW))
    assert (document["phase"], document["kpis"], document["contacts"]["so_far"]) == ("final", [], 3000)
    assert document["contacts"]["missing_days"] == []
    assert document["score"]["state"] == "in_balance"


def test_no_data_is_null(world: World) -> None:
    document = status_document(world.contract, status_of(world.contract, NOVEMBER, NOW))
    assert (document["score"], document["kpis"]) == (None, [])
    assert document["contacts"] == {
        "so_far": None, "expected": None, "reason": "needs_full_month", "known_to": None, "missing_days": [],
    }  # fmt: skip
