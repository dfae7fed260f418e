"""The balance score: the twelve scenarios, its bounds, and where its points went."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.targets import Target
from contracts.domain.terms import ScoreRules
from metrics.domain.balance import Balance, Weighed, weigh
from metrics.domain.desirability import desirability
from tests.vectors import agrees, cases

KPIS = ("aht", "csat", "hit")
RULES = ScoreRules()
DESIRABILITIES = st.decimals(min_value=0, max_value=1, places=8)
THREE = st.tuples(DESIRABILITIES, DESIRABILITIES, DESIRABILITIES)
WEIGHTS = st.tuples(*[st.decimals(min_value="0.01", max_value=1, places=2)] * 3)
EQUALLY = (Decimal("0.30"), Decimal("0.40"), Decimal("0.30"))


def balance_of(inputs: dict[str, Any]) -> Balance:
    """The balance of a vector's KPI values."""
    parts = []
    for kpi in KPIS:
        target = Target(kpi, Decimal(inputs["weights"][kpi]), *(Decimal(b) for b in inputs["corridors"][kpi]))
        value = inputs[kpi]
        d = None if value is None else desirability(Decimal(value), target)
        parts.append(Weighed(kpi, target.weight, d))
    return weigh(parts, ScoreRules(floor=Decimal(inputs["eps"])))


def weigh_three(values: tuple[Decimal | None, ...], weights: tuple[Decimal, ...] = EQUALLY) -> Balance:
    return weigh([Weighed(*part) for part in zip(KPIS, weights, values, strict=True)], RULES)


@pytest.mark.parametrize("case", cases("score_scenarios"))
def test_the_twelve_scenarios(case: dict[str, Any]) -> None:
    found, expected, tolerance = balance_of(case["inputs"]), case["expected"], case["tolerance"]
    assert agrees(found.score, expected["score"], tolerance)
    assert found.is_partial == expected["partial"]
    assert list(found.missing) == expected["missing"]
    assert list(found.knocked_out) == expected["knocked_out"]
    assert found.state == expected["band"].replace(" ", "_")
    check_losses(found, expected, tolerance)


@pytest.mark.parametrize("case", cases("score_attribution"))
def test_points_lost_and_what_fixing_one_alone_would_give(case: dict[str, Any]) -> None:
    found = balance_of(case["inputs"])
    assert agrees(sum(found.points_lost().values()), case["expected"]["sum_of_points_lost"], case["tolerance"])
    check_losses(found, case["expected"], case["tolerance"])


def check_losses(found: Balance, expected: dict[str, Any], tolerance: Decimal) -> None:
    alone = {loss.kpi: loss.alone for loss in found.lost}
    assert set(alone) == set(expected["points_lost"])
    for kpi, points in expected["points_lost"].items():
        assert agrees(found.points_lost()[kpi], points, tolerance)
        assert agrees(alone[kpi], expected["if_fixed_alone"][kpi], tolerance)


@pytest.mark.parametrize("case", cases("score_missing"))
def test_a_missing_kpi_makes_the_score_partial_with_bounds(case: dict[str, Any]) -> None:
    found, expected, tolerance = balance_of(case["inputs"]), case["expected"], case["tolerance"]
    assert found.is_partial
    assert agrees(found.score, expected["score"], tolerance)
    assert agrees(found.lower, expected["lower"], tolerance)
    assert agrees(found.upper, expected["upper"], tolerance)
    assert set(found.points_lost()) == set(expected["points_lost"])


@pytest.mark.parametrize("case", [case for case in cases("score_curve") if "score" in case.values[0]["expected"]])
def test_the_score_along_each_curve(case: dict[str, Any]) -> None:
    found = balance_of(case["inputs"])
    assert agrees(found.score, case["expected"]["score"], case["tolerance"])
    assert bool(found.knocked_out) == case["expected"]["knock_out"]


@pytest.mark.parametrize(
    ("score", "state"),
    [("95", "in_balance"), ("94.999", "watch"), ("85", "watch"), ("84.999", "imbalance"),
     ("70", "imbalance"), ("69.999", "unacceptable")],
)  # fmt: skip
def test_a_zone_begins_at_its_lower_edge(score: str, state: str) -> None:
    only = weigh([Weighed("csat", Decimal(1), Decimal(score) / 100)], RULES)
    assert only.score == Decimal(score)
    assert only.state == state


def test_a_knock_out_is_unacceptable_whatever_the_score() -> None:
    lenient = ScoreRules(floor=Decimal("0.99"))
    found = weigh([Weighed("csat", Decimal(1), Decimal(0))], lenient)
    assert found.score == 99
    assert found.state == "unacceptable"


def test_without_targets_there_is_no_score() -> None:
    found = weigh([], RULES)
    assert (found.score, found.state, found.is_partial, found.lower) == (None, None, False, None)


def test_a_kpi_without_weight_is_not_on_the_scales() -> None:
    found = weigh([Weighed("csat", Decimal(1), Decimal(1)), Weighed("aht", Decimal(0), Decimal(0))], RULES)
    assert (found.score, found.state) == (Decimal(100), "in_balance")
    assert found.knocked_out == ()


@given(THREE, WEIGHTS)
def test_the_score_lies_between_the_floor_and_a_hundred(d: tuple[Decimal, ...], weights: tuple[Decimal, ...]) -> None:
    score = weigh_three(d, weights).score
    assert score is not None
    assert 5 <= score <= 100


@given(st.tuples(*[st.one_of(DESIRABILITIES, st.just(Decimal(1)))] * 3), WEIGHTS)
def test_a_hundred_if_and_only_if_all_are_inside(d: tuple[Decimal, ...], weights: tuple[Decimal, ...]) -> None:
    assert (weigh_three(d, weights).score == 100) == all(value == 1 for value in d)


@given(THREE, WEIGHTS)
def test_points_lost_are_never_negative_and_add_up_exactly(
    d: tuple[Decimal, ...], weights: tuple[Decimal, ...]
) -> None:
    found = weigh_three(d, weights)
    assert found.score is not None
    assert all(points >= 0 for points in found.points_lost().values())
    assert sum(found.points_lost().values()) == 100 - found.score


@given(THREE, WEIGHTS, st.integers(min_value=0, max_value=2), DESIRABILITIES)
def test_a_better_kpi_never_lowers_the_score(
    d: tuple[Decimal, ...], weights: tuple[Decimal, ...], which: int, other: Decimal
) -> None:
    worse, better = sorted((d[which], other))

    def score(value: Decimal) -> Decimal:
        found = weigh_three((*d[:which], value, *d[which + 1 :]), weights).score
        assert found is not None
        return found

    assert score(worse) <= score(better)


@given(THREE, st.integers(min_value=0, max_value=2))
def test_the_true_score_lies_within_the_bounds_of_the_partial_one(d: tuple[Decimal, ...], hidden: int) -> None:
    whole = weigh_three(d).score
    partial = weigh_three(tuple(None if place == hidden else value for place, value in enumerate(d)))
    assert whole is not None
    assert partial.lower is not None
    assert partial.upper is not None
    assert partial.lower <= whole <= partial.upper
