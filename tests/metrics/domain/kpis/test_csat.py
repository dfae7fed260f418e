"""CSAT: satisfied answers of all answers, or the mean score when the contract says so."""

from __future__ import annotations

from decimal import Decimal

from contracts.domain.counting import CountingRules
from metrics.domain.kpis.csat import KPI
from metrics.domain.totals import Totals

SHARE = CountingRules()
MEAN = CountingRules(csat_kind="mean")
ANSWERS = Totals.of(
    {"handled": 10, "surveys": 4, "satisfied": 3, "score_milli": 16_000, "scale_max_milli": 20_000,
     "scale_max_milli_squared": 100_000_000}
)  # fmt: skip


def test_top_box_is_a_share_of_the_answers() -> None:
    assert KPI.value(ANSWERS, SHARE) == Decimal("0.75")
    assert KPI.n(ANSWERS, SHARE) == 4
    assert KPI.share(ANSWERS, SHARE) == (3, 4)
    assert KPI.unit_for(SHARE) == "share"


def test_the_contract_may_judge_the_mean_score_instead() -> None:
    assert KPI.value(ANSWERS, MEAN) == 4
    assert KPI.n(ANSWERS, MEAN) == 4
    assert KPI.unit_for(MEAN) == "score"
    assert KPI.share(ANSWERS, MEAN) is None


def test_no_answer_is_no_data_not_zero() -> None:
    silent = Totals.of({"handled": 10})
    assert KPI.value(silent, SHARE) is None
    assert KPI.reason(silent, SHARE) == "no_surveys"
    assert KPI.reason(silent, MEAN) == "no_surveys"


def test_nobody_satisfied_is_a_measured_zero() -> None:
    assert KPI.value(Totals.of({"surveys": 2}), SHARE) == 0


def test_a_top_box_share_may_span_scales_a_mean_may_not() -> None:
    mixed = Totals.of(
        {"surveys": 2, "satisfied": 2, "score_milli": 15_000, "scale_max_milli": 15_000,
         "scale_max_milli_squared": 125_000_000}
    )  # fmt: skip
    assert KPI.value(mixed, SHARE) == 1
    assert KPI.reason(mixed, MEAN) == "mixed_scales"
