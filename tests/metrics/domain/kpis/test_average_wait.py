"""Average wait: over answered inbound contacts whose wait is known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.domain.counting import CountingRules
from metrics.domain.kpis.average_wait import KPI
from metrics.domain.totals import Totals

RULES = CountingRules()


def test_unknown_waits_are_left_out() -> None:
    totals = Totals.of({"answered_in": 10, "answered_wait_known": 4, "wait_seconds": 1111})
    assert KPI.value(totals, RULES) == Decimal("277.75")
    assert KPI.n(totals, RULES) == 4


@pytest.mark.parametrize(("answered", "reason"), [(0, "no_inbound"), (5, "wait_missing")])
def test_no_known_wait_is_no_data_not_zero(answered: int, reason: str) -> None:
    totals = Totals.of({"answered_in": answered})
    assert KPI.value(totals, RULES) is None
    assert KPI.reason(totals, RULES) == reason
