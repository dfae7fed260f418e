"""Response rate: surveys in time of handled contacts; without any survey nobody can say that one was asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.domain.counting import CountingRules
from metrics.domain.kpis.response_rate import KPI
from metrics.domain.totals import Totals

RULES = CountingRules()


def test_surveys_over_handled() -> None:
    totals = Totals.of({"contacts": 30, "handled": 20, "surveys": 5})
    assert KPI.value(totals, RULES) == Decimal("0.25")
    assert KPI.n(totals, RULES) == 20


def test_only_late_answers_are_a_measured_zero() -> None:
    assert KPI.value(Totals.of({"handled": 20, "surveys_late": 2}), RULES) == 0


@pytest.mark.parametrize(("handled", "reason"), [(0, "no_contacts"), (20, "no_surveys")])
def test_without_any_survey_there_is_no_response_rate(handled: int, reason: str) -> None:
    totals = Totals.of({"handled": handled})
    assert KPI.value(totals, RULES) is None
    assert KPI.reason(totals, RULES) == reason
