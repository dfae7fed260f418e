"""The mean score stands on one scale or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.domain.counting import CountingRules
from metrics.domain.kpis.csat_mean import KPI
from metrics.domain.totals import Totals

RULES = CountingRules()


def surveys(*answers: tuple[str, int]) -> Totals:
    """Answers as (score, top of its scale)."""
    tops = [top * 1000 for _, top in answers]
    return Totals.of(
        {"handled": 9, "surveys": len(answers), "score_milli": sum(int(Decimal(score) * 1000) for score, _ in answers),
         "scale_max_milli": sum(tops), "scale_max_milli_squared": sum(top * top for top in tops)}
    )  # fmt: skip


def test_the_mean_is_on_the_scale_of_the_survey() -> None:
    totals = surveys(("4", 5), ("5", 5), ("2.5", 5))
    assert str(KPI.value(totals, RULES)).startswith("3.8333333")
    assert KPI.n(totals, RULES) == 3


@pytest.mark.parametrize(("answers", "reason"), [((), "no_surveys"), ((("4", 5), ("8", 10)), "mixed_scales")])
def test_without_one_scale_there_is_no_mean(answers: tuple[tuple[str, int], ...], reason: str) -> None:
    totals = surveys(*answers)
    assert KPI.value(totals, RULES) is None
    assert KPI.n(totals, RULES) == 0
    assert KPI.reason(totals, RULES) == reason


def test_two_slices_on_different_scales_have_no_mean_together() -> None:
    assert KPI.reason(surveys(("4", 5)) + surveys(("8", 10)), RULES) == "mixed_scales"
