"""Abandonment: abandoned of handled inbound and abandoned; short abandons are in neither."""

from __future__ import annotations

from decimal import Decimal

from contracts.domain.counting import CountingRules
from metrics.domain.kpis.abandonment import KPI
from metrics.domain.totals import Totals

RULES = CountingRules()


def test_short_abandons_and_outbound_contacts_are_left_out() -> None:
    totals = Totals.of({"contacts": 150, "handled": 130, "answered_in": 90, "abandoned": 10, "short_abandoned": 10})
    assert KPI.value(totals, RULES) == Decimal("0.1")
    assert KPI.n(totals, RULES) == 100


def test_nobody_left_is_a_measured_zero() -> None:
    assert KPI.value(Totals.of({"answered_in": 5}), RULES) == 0


def test_without_inbound_contacts_there_is_no_data() -> None:
    totals = Totals.of({"handled": 5, "short_abandoned": 2})
    assert KPI.value(totals, RULES) is None
    assert KPI.reason(totals, RULES) == "no_inbound"
