"""The bounds of the balance score: what chance and missing KPIs leave open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import exp
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.domain.months import Month
from contracts.domain.targets import Target
from contracts.domain.terms import ScoreRules
from metrics.domain import uncertainty
from metrics.domain.balance import Weighed, weigh
from metrics.domain.design_effect import design_effect, standard_error
from metrics.domain.desirability import desirability
from metrics.domain.plain_numbers import shown_score
from metrics.domain.uncertainty import (
    MeanSample,
    Sampled,
    ScoreBounds,
    ShareSample,
    allows_every_zone,
    corner_bounds,
    score_bounds,
    seed_for,
)
from tests.metrics.domain.agreed import AHT, CSAT, HIT_RATE
from tests.vectors import agrees, cases

RULES = ScoreRules()
OCTOBER = Month(2026, 10)
AHT_385 = Sampled(AHT, MeanSample(Decimal(385), Decimal("5.85448545988")))
CSAT_312 = Sampled(CSAT, ShareSample(312, 400))
HITS_1080 = Sampled(HIT_RATE, ShareSample(1080, 20_000))
SCENARIO_8 = (AHT_385, CSAT_312, HITS_1080)
SEED = seed_for("nordlys-fjord", OCTOBER, 1, "1")

SHARES = st.integers(1, 2000).flatmap(lambda n: st.builds(ShareSample, st.integers(0, n), st.just(n)))
MEANS = st.builds(
    MeanSample, st.decimals(100, 600, places=3), st.decimals(min_value=0, max_value=60, places=3)
)  # fmt: skip
MONTHS = st.builds(
    lambda aht, csat, hits: (Sampled(AHT, aht), Sampled(CSAT, csat), Sampled(HIT_RATE, hits)),
    st.none() | MEANS, st.none() | SHARES, st.none() | SHARES,
)  # fmt: skip


def month_of(inputs: dict[str, Any]) -> tuple[Sampled, ...]:
    """A vector's month: AHT with its design effect, CSAT and hit rate as counts."""
    n, weights = inputs["contacts"], inputs["weights"]
    targets = {
        kpi: Target(kpi, Decimal(weights[kpi]), *(Decimal(bound) for bound in inputs["corridors"][kpi]))
        for kpi in ("aht", "csat", "hit")
    }
    effect = design_effect(Decimal(n) / inputs["agents"], Decimal(inputs["rho"]))
    error = standard_error(Decimal(inputs["aht_sd"]) ** 2, n, effect)
    return (
        Sampled(targets["aht"], MeanSample(Decimal(inputs["aht_mean"]), error)),
        Sampled(targets["csat"], ShareSample(inputs["csat_k"], inputs["csat_n"])),
        Sampled(targets["hit"], ShareSample(inputs["hits"], n)),
    )


def point_of(parts: tuple[Sampled, ...]) -> Decimal | None:
    values = [(part.target, None if part.sample is None else part.sample.value) for part in parts]
    return weigh(
        [Weighed(t.kpi, t.weight, None if v is None else desirability(v, t)) for t, v in values], RULES
    ).score  # fmt: skip


@pytest.mark.parametrize("case", cases("score_uncertainty", "bootstrap-400-20000", "bootstrap-40-500"))
def test_drawn_bounds(case: dict[str, Any]) -> None:
    parts, expected, tolerance = month_of(case["inputs"]), case["expected"], case["tolerance"]
    assert case["inputs"]["draws"] == uncertainty.DRAWS
    sample = parts[0].sample
    assert isinstance(sample, MeanSample)
    assert agrees(sample.standard_error, expected["aht_standard_error"], Decimal("1e-8"))
    assert agrees(point_of(parts), expected["point"], Decimal("1e-8"))
    found = score_bounds(parts, ScoreRules(floor=Decimal(case["inputs"]["eps"])), SEED)
    assert agrees(found.lower, expected["lower"], tolerance)
    assert agrees(found.upper, expected["upper"], tolerance)


@pytest.mark.parametrize("case", cases("score_uncertainty", "bootstrap-400-20000", "bootstrap-40-500"))
def test_bounds_of_many_seeds_scatter_around_the_true_ones(case: dict[str, Any]) -> None:
    """The vector's limits come from 2,000,000 draws; the mean of 30 runs is far closer to them than one run is."""
    parts, expected = month_of(case["inputs"]), case["expected"]
    lowers, uppers = zip(*((b.lower, b.upper) for b in (score_bounds(parts, RULES, s) for s in range(30))), strict=True)
    assert len(set(lowers)) > 20
    assert agrees(sum(lowers) / 30, expected["lower"], case["tolerance"] / 4)
    assert agrees(sum(uppers) / 30, expected["upper"], case["tolerance"] / 4)


@pytest.mark.parametrize("case", cases("score_uncertainty", "corners-400-20000", "corners-40-500"))
def test_bounds_by_the_corners_of_the_intervals(case: dict[str, Any]) -> None:
    found = corner_bounds(month_of(case["inputs"]), RULES)
    assert agrees(found.lower, Decimal(case["expected"]["lower"]).quantize(Decimal("0.01")), 0)
    assert agrees(found.upper, case["expected"]["upper"], 0)


def test_the_same_month_has_the_same_bounds_everywhere() -> None:
    """Pinned: another sequence of random numbers, or another way to draw, would change minted scorecards."""
    found = score_bounds(SCENARIO_8, RULES, SEED)
    assert found == ScoreBounds(Decimal("82.29"), Decimal("98.12"), "sample")


def test_the_order_of_the_targets_changes_nothing() -> None:
    turned = SCENARIO_8[::-1]
    assert score_bounds(SCENARIO_8, RULES, 7) == score_bounds(turned, RULES, 7)
    assert corner_bounds(SCENARIO_8, RULES) == corner_bounds(turned, RULES)


@pytest.mark.parametrize(
    "other",
    [("b", OCTOBER, 1, "1"), ("nordlys-fjord", Month(2026, 11), 1, "1"), ("nordlys-fjord", OCTOBER, 2, "1"),
     ("nordlys-fjord", OCTOBER, 1, "2")],
)  # fmt: skip
def test_another_contract_month_or_version_has_another_seed(other: tuple[str, Month, int, str]) -> None:
    assert seed_for(*other) != SEED


def test_a_hundredth_of_a_second_hardly_moves_the_bounds() -> None:
    """The same numbers are drawn for figures that hardly differ."""
    more = (Sampled(AHT, MeanSample(Decimal("385.01"), Decimal("5.85448545988"))), CSAT_312, HITS_1080)
    before, after = score_bounds(SCENARIO_8, RULES, SEED), score_bounds(more, RULES, SEED)
    assert agrees(after.lower, before.lower, Decimal("0.02"))
    assert agrees(after.upper, before.upper, Decimal("0.02"))


def test_aht_without_agents_gives_no_bounds_but_a_reason() -> None:
    parts = (Sampled(AHT, MeanSample(Decimal(385), None)), CSAT_312, HITS_1080)
    for found in (score_bounds(parts, RULES, 1), corner_bounds(parts, RULES)):
        assert found == ScoreBounds(None, None, None, "needs_agents")


def test_a_mean_says_itself_why_its_error_is_unknown() -> None:
    parts = (AHT_385, Sampled(CSAT, MeanSample(Decimal(4), None, "no_interval")), HITS_1080)
    assert score_bounds(parts, RULES, 1).reason == "no_interval"


def test_aht_without_agents_and_without_weight_does_not_matter() -> None:
    unweighted = Sampled(replace(AHT, weight=Decimal(0)), MeanSample(Decimal(385), None))
    assert score_bounds((unweighted, CSAT_312, HITS_1080), RULES, 1) == score_bounds((CSAT_312, HITS_1080), RULES, 1)


def test_without_agents_the_missing_kpis_still_bound_a_partial_score() -> None:
    """420 s and 5 % without surveys: 25.29 with CSAT at the floor, 83.83 with CSAT inside its band (MATH.md 4.2)."""
    parts = (
        Sampled(AHT, MeanSample(Decimal(420), None)), Sampled(CSAT, None), Sampled(HIT_RATE, ShareSample(50, 1000)),
    )  # fmt: skip
    assert score_bounds(parts, RULES, 1) == ScoreBounds(Decimal("25.29"), Decimal("83.83"), "missing")


def test_chance_widens_the_bounds_of_a_partial_score() -> None:
    sure = (
        Sampled(AHT, MeanSample(Decimal(420), Decimal(0))), Sampled(CSAT, None),
        Sampled(HIT_RATE, MeanSample(Decimal("0.05"), Decimal(0))),
    )  # fmt: skip
    assert score_bounds(sure, RULES, 1) == ScoreBounds(Decimal("25.29"), Decimal("83.83"), "sample")
    unsure = (
        Sampled(AHT, MeanSample(Decimal(420), Decimal(6))), Sampled(CSAT, None),
        Sampled(HIT_RATE, ShareSample(50, 1000)),
    )  # fmt: skip
    found = score_bounds(unsure, RULES, 1)
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < Decimal("25.29") < Decimal("83.83") < found.upper


def test_a_month_without_data_is_bounded_by_the_floor() -> None:
    empty = tuple(Sampled(target, None) for target in (AHT, CSAT, HIT_RATE))
    assert score_bounds(empty, RULES, 1) == ScoreBounds(Decimal(5), Decimal(100), "missing", "no_data")


def test_a_contract_without_weighted_targets_has_no_bounds() -> None:
    assert score_bounds((), RULES, 1) == ScoreBounds(None, None, None, "no_targets")


def test_a_perfect_month_reaches_a_hundred_although_every_draw_falls_short() -> None:
    """Every answer satisfied against a band that begins at 1: each draw is below it, the score itself is not."""
    strict = Sampled(Target("csat", Decimal(1), Decimal("0.5"), Decimal(1)), ShareSample(200, 200))
    found = score_bounds((strict,), RULES, 1)
    assert found.upper == 100
    assert found.lower is not None
    assert 95 < found.lower < 100


@settings(max_examples=25)
@given(MONTHS)
def test_bounds_hold_the_shown_score_and_lie_between_floor_and_hundred(parts: tuple[Sampled, ...]) -> None:
    point = point_of(parts)
    for found in (score_bounds(parts, RULES, 3), corner_bounds(parts, RULES)):
        assert found.lower is not None
        assert found.upper is not None
        assert 5 <= found.lower <= found.upper <= 100
        assert point is None or found.lower <= shown_score(point) <= found.upper
        assert found.lower == round(found.lower, 2)


@settings(max_examples=12)
@given(st.tuples(SHARES, SHARES))
def test_more_answers_of_the_same_kind_leave_less_open(shares: tuple[ShareSample, ShareSample]) -> None:
    def width(factor: int) -> Decimal:
        many = [ShareSample(share.hits * factor, share.tries * factor) for share in shares]
        found = score_bounds((Sampled(CSAT, many[0]), Sampled(HIT_RATE, many[1])), RULES, 1)
        assert found.lower is not None
        assert found.upper is not None
        return found.upper - found.lower

    assert width(10_000) <= width(1) + 1


@pytest.mark.parametrize("target", [AHT, CSAT, HIT_RATE])
@given(place=st.floats(min_value=-0.5, max_value=1.5))
def test_the_curve_in_floats_is_the_exact_desirability(target: Target, place: float) -> None:
    last = float(target.upper if target.upper is not None else target.band_low)
    value = float(target.lower) + place * (last - float(target.lower))
    found = exp(uncertainty._log_curve(target, 0.05)(value))
    assert found == pytest.approx(max(0.05, float(desirability(Decimal(value), target))), abs=1e-9)


@pytest.mark.parametrize(
    ("lower", "upper", "is_useless"),
    [
        ("82.28", "97.96", False),
        ("42.83", "100.00", True),
        ("69.99", "95.00", True),
        ("70.00", "95.00", False),
        ("69.99", "94.99", False),
    ],
)
def test_bounds_over_every_zone_allow_neither_rank_nor_colour(lower: str, upper: str, is_useless: bool) -> None:
    assert allows_every_zone(ScoreBounds(Decimal(lower), Decimal(upper), "sample"), RULES) is is_useless


def test_unknown_bounds_are_not_useless_bounds() -> None:
    assert not allows_every_zone(ScoreBounds(None, None, None, "needs_agents"), RULES)
