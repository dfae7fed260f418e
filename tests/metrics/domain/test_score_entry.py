"""The score in the document: its bounds by chance, and when its zone says nothing."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.domain.counting import CountingRules
from contracts.domain.months import Month
from contracts.domain.targets import Target
from metrics.domain.design_effect import HandleSums
from metrics.domain.scorecard import MonthFigures, draw, issue
from metrics.domain.slices import Slice
from metrics.domain.totals import Totals
from tests.metrics.domain.agreed import AHT, TERMS, terms


def month_of(handled: int, surveys: int, agents: int = 20, seconds: int = 385) -> MonthFigures:
    """CSAT 0.78, hit rate 5.4 %, and agents with equal contacts, half of them 60 s shorter, half 60 s longer."""
    each = handled // agents
    sums = HandleSums(each, each * seconds, each * (seconds**2 + 60**2))
    totals = Totals.of(
        {"contacts": handled, "handled": handled, "handled_timed": handled, "handle_seconds": handled * seconds,
         "handle_seconds_squared": agents * sums.squares, "surveys": surveys, "satisfied": surveys * 78 // 100,
         "sale_known": handled, "contacts_with_sale": handled * 54 // 1000}
    )  # fmt: skip
    rows = tuple((f"agent {n}", sums) for n in range(agents))
    return MonthFigures(Month(2026, 10), Slice({"phone": totals}), agents=rows)


def score_of(figures: MonthFigures, **other: Any) -> dict[str, Any]:
    score: dict[str, Any] = draw(figures, terms(**other), {})["score"]
    return score


def test_a_whole_month_has_bounds_by_chance() -> None:
    score = score_of(month_of(20_000, 400))
    assert (score["value"], score["bounds"], score["reason"]) == ("92.17", "sample", None)
    assert score["distinguishable"] is True
    assert 80 < float(score["lower"]) < 92.17 < float(score["upper"]) < 99


def test_few_answers_leave_every_zone_open() -> None:
    score = score_of(month_of(500, 40))
    assert score["distinguishable"] is False
    assert float(score["lower"]) < 70
    assert float(score["upper"]) >= 95


def test_the_bounds_are_the_same_whenever_they_are_drawn() -> None:
    draft = draw(month_of(20_000, 400), TERMS, {"deliveries": ["d_one"]})
    again = draw(month_of(20_000, 400), TERMS, {"deliveries": ["d_two"]})
    minted = issue(draft, version=1, state="final", minted_at="2026-11-11T00:05:00+01:00")
    assert draft["score"] == again["score"] == minted["score"]
    assert draft["hash"] == again["hash"]


def test_without_agents_there_are_no_bounds_and_the_reason_is_given() -> None:
    score = score_of(MonthFigures(Month(2026, 10), month_of(20_000, 400).whole))
    assert (score["value"], score["reason"]) == ("92.17", "needs_agents")
    assert score["lower"] is score["upper"] is score["bounds"] is score["distinguishable"] is None


def test_a_partial_month_holds_chance_and_what_is_missing() -> None:
    without_agents = MonthFigures(Month(2026, 10), month_of(20_000, 0).whole)
    known, unknown = score_of(month_of(20_000, 0)), score_of(without_agents)
    assert (known["bounds"], unknown["bounds"]) == ("sample", "missing")
    assert known["missing"] == unknown["missing"] == ["csat"]
    assert float(known["lower"]) < float(unknown["lower"]) < float(unknown["upper"]) <= float(known["upper"])


def test_a_count_is_what_it_is_and_leaves_nothing_open() -> None:
    score = score_of(month_of(500, 0), targets=(Target("contacts", AHT.weight, AHT.lower, AHT.band_low),))
    assert (score["lower"], score["upper"], score["bounds"]) == ("100.00", "100.00", "sample")


def test_a_mean_score_in_the_balance_leaves_the_bounds_unknown() -> None:
    figures = month_of(20_000, 400)
    answers = {"score_milli": 400 * 4100, "scale_max_milli": 400 * 5000, "scale_max_milli_squared": 400 * 5000**2}
    whole = Slice({"phone": figures.whole.totals + Totals.of(answers)})
    csat = Target("csat", AHT.weight, AHT.lower / 100, AHT.lower / 50)
    score = score_of(MonthFigures(figures.month, whole, agents=figures.agents),
                     targets=(AHT, csat), counting=CountingRules(csat_kind="mean"))  # fmt: skip
    assert (score["lower"], score["reason"]) == (None, "no_interval")


@pytest.mark.parametrize(("version", "is_same"), [(1, True), (2, False)])
def test_another_version_of_the_contract_draws_other_numbers(version: int, is_same: bool) -> None:
    first, other = score_of(month_of(500, 40)), score_of(month_of(500, 40), version=version)
    assert (first["lower"] == other["lower"]) is is_same
