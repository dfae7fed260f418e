"""Service level: three denominators, and no value at all when an answered contact has no wait."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.domain.counting import SERVICE_LEVEL_FORMULAS, CountingRules
from metrics.domain.kpis.service_level import KPI
from metrics.domain.totals import Totals

MONTH = {
    "offered_in": 200, "answered_in": 100, "answered_wait_known": 100, "in_service_level": 60,
    "abandoned": 30, "abandoned_after": 20, "short_abandoned": 10,
}  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "n"),
    [
        ("answered_within_over_answered_and_abandoned_after", 120),
        ("answered_within_over_offered", 200),
        ("answered_within_over_answered", 100),
    ],
)
def test_the_contract_names_the_denominator(formula: str, n: int) -> None:
    counting = CountingRules(service_level_formula=formula)
    assert KPI.n(Totals.of(MONTH), counting) == n
    assert KPI.value(Totals.of(MONTH), counting) == Decimal(60) / n


@pytest.mark.parametrize("formula", SERVICE_LEVEL_FORMULAS)
def test_one_answered_contact_without_a_wait_leaves_no_value(formula: str) -> None:
    counting = CountingRules(service_level_formula=formula)
    totals = Totals.of({**MONTH, "answered_wait_known": 99})
    assert KPI.value(totals, counting) is None
    assert KPI.n(totals, counting) == 0
    assert KPI.reason(totals, counting) == "wait_missing"


@pytest.mark.parametrize("formula", SERVICE_LEVEL_FORMULAS)
def test_without_inbound_contacts_there_is_no_data(formula: str) -> None:
    counting = CountingRules(service_level_formula=formula)
    outbound = Totals.of({"contacts": 5, "handled": 5})
    assert KPI.value(outbound, counting) is None
    assert KPI.reason(outbound, counting) == "no_inbound"


def test_all_abandoned_late_is_a_measured_zero() -> None:
    assert KPI.value(Totals.of({"abandoned": 3, "abandoned_after": 3}), CountingRules()) == 0
