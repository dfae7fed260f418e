"""Handled contacts are those that were answered, with or without a known time."""

from __future__ import annotations

from contracts.domain.counting import CountingRules
from metrics.domain.kpis.handled import KPI
from metrics.domain.totals import Totals


def test_handled_does_not_ask_for_a_handle_time() -> None:
    totals = Totals.of({"contacts": 10, "handled": 8, "handled_timed": 5})
    assert KPI.value(totals, CountingRules()) == 8
    assert KPI.n(totals, CountingRules()) == 8
