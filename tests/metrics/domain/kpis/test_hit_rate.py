"""Hit rate: contacts with a sale of handled contacts whose sale status is known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from contracts.domain.counting import CountingRules
from metrics.domain.kpis.hit_rate import KPI
from metrics.domain.totals import Totals
from tests.vectors import agrees, cases

HANDLED = CountingRules()
ELIGIBLE = CountingRules(hit_rate_denominator="eligible")


@pytest.mark.parametrize("case", cases("rates", "hit-gross-net"))
def test_gross_hit_rate(case: dict[str, Any]) -> None:
    inputs = case["inputs"]
    n = inputs["eligible"]
    totals = Totals.of({"handled": n, "sale_known": n, "contacts_with_sale": inputs["hits"]})
    assert agrees(KPI.value(totals, HANDLED), case["expected"]["gross"], case["tolerance"])
    assert KPI.share(totals, HANDLED) == (1200, 20000)


def test_several_sales_in_one_contact_are_one_hit() -> None:
    totals = Totals.of({"handled": 10, "sale_known": 10, "contacts_with_sale": 1, "sale_units": 4})
    assert KPI.value(totals, HANDLED) == Decimal("0.1")


def test_contacts_with_unknown_sale_status_are_left_out() -> None:
    totals = Totals.of({"handled": 10, "sale_known": 4, "contacts_with_sale": 1})
    assert KPI.value(totals, HANDLED) == Decimal("0.25")
    assert KPI.n(totals, HANDLED) == 4


def test_the_contract_may_count_only_contacts_with_an_offer() -> None:
    totals = Totals.of(
        {"handled": 10, "sale_known": 10, "contacts_with_sale": 2, "sale_eligible": 5, "eligible_with_sale": 1}
    )
    assert KPI.value(totals, ELIGIBLE) == Decimal("0.2")
    assert KPI.n(totals, ELIGIBLE) == 5


def test_no_sale_among_known_ones_is_a_measured_zero() -> None:
    assert KPI.value(Totals.of({"handled": 3, "sale_known": 3}), HANDLED) == 0


@pytest.mark.parametrize(
    ("counts", "counting", "reason"),
    [
        ({}, HANDLED, "no_contacts"),
        ({"handled": 5}, HANDLED, "sales_unknown"),
        ({"handled": 5, "sale_known": 5}, ELIGIBLE, "no_eligible"),
    ],
)
def test_unknown_sales_are_no_data_not_zero(counts: dict[str, int], counting: CountingRules, reason: str) -> None:
    totals = Totals.of(counts)
    assert KPI.value(totals, counting) is None
    assert KPI.reason(totals, counting) == reason
