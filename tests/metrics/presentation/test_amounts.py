"""Cost and earnings over the months: amounts as the scorecards have them, and the running month so far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from metrics.presentation.amounts import earned_per_contact, money_box
from tests.metrics.presentation.grounds import OCTOBER, SEPTEMBER, entry, ground, summary


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("before", "now", "title"),
    [
        ("1000.00", "1100.00", "October 2026: NOK 1,100, 10% more than in September 2026"),
        ("1000.00", "900.00", "October 2026: NOK 900, 10% less than in September 2026"),
        ("1000.00", "1001.00", "October 2026: NOK 1,001, as much as in September 2026"),
        (None, "900.00", "October 2026: NOK 900"),
        ("0.00", "900.00", "October 2026: NOK 900"),
        ("900.00", None, "Cost and earnings"),
    ],
)
def test_the_title_sets_the_month_beside_the_other(before: str | None, now: str | None, title: str) -> None:
    assert plain(money_box(ground({SEPTEMBER: summary(cost=before), OCTOBER: summary(cost=now)})).title) == title


def test_a_running_month_is_so_far() -> None:
    box = money_box(ground({SEPTEMBER: summary(), OCTOBER: summary()}, today=date(2026, 10, 20)))
    assert plain(box.title) == "October 2026: NOK 1,000 so far"
    assert "The month is not over: its amounts are so far." in box.notes


def test_the_table_holds_amounts_as_values_and_a_gap_as_nothing() -> None:
    box = money_box(ground({SEPTEMBER.previous: summary(), OCTOBER: summary()}))
    assert box.data[-1] == (
        "2026-10", 100, Decimal("1000.00"), Decimal("10.00"), Decimal("3000.00"), Decimal("30.00"), Decimal("150.00"),
    )  # fmt: skip
    assert box.data[1] == ("2026-09", None, None, None, None, None, None)


def test_the_vendor_reads_pay() -> None:
    months = {OCTOBER: summary()}
    assert "Pay" in money_box(ground(months, side="vendor")).heading
    assert "Cost" in money_box(ground(months)).heading


def test_value_per_contact_is_unknown_without_value_or_contacts() -> None:
    assert earned_per_contact(summary()) == Decimal("30.00")
    assert earned_per_contact(summary(earned={"sale_value": None, "commission": None})) is None
    assert earned_per_contact(summary(kpis={"handled": entry(None, "count", n=0)})) is None
