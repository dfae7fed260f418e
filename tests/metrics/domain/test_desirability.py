"""Desirability: 1 on the band, straight lines outside it, 0 at the outer limits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.targets import Target
from metrics.domain.desirability import desirability
from tests.vectors import agrees, cases

AHT = Target("aht", Decimal("0.30"), Decimal(216), Decimal(324), Decimal(378), Decimal(504))
CSAT = Target("csat", Decimal("0.40"), Decimal("0.60"), Decimal("0.80"))
SHARES = st.decimals(min_value=0, max_value=1, places=6)
SECONDS = st.decimals(min_value=0, max_value=1000, places=6)

CURVE = [case for case in cases("score_curve") if "d" in case.values[0]["expected"]]
KPI_OF = {"aht": "aht", "csa": "csat", "hit": "hit"}


@pytest.mark.parametrize("case", CURVE)
def test_the_curve_goes_through_every_worked_point(case: dict[str, object]) -> None:
    inputs, expected = case["inputs"], case["expected"]
    assert isinstance(inputs, dict)
    assert isinstance(expected, dict)
    kpi = KPI_OF[str(case["id"])[:3]]
    target = Target(kpi, Decimal(1), *(Decimal(bound) for bound in inputs["corridors"][kpi]))
    assert agrees(desirability(Decimal(inputs[kpi]), target), expected["d"], Decimal("1e-10"))


@pytest.mark.parametrize("edge", ["324", "378"])
def test_both_edges_are_inside(edge: str) -> None:
    assert desirability(Decimal(edge), AHT) == 1


@pytest.mark.parametrize("value", ["323.999999999999999999999999999999", "378.000000000000000000000000000001"])
def test_the_least_step_outside_is_outside(value: str) -> None:
    assert 0 < desirability(Decimal(value), AHT) < 1


@pytest.mark.parametrize("value", ["216", "504", "0", "100000"])
def test_outer_limits_and_beyond_are_worth_nothing(value: str) -> None:
    assert desirability(Decimal(value), AHT) == 0


def test_more_satisfaction_is_never_too_much() -> None:
    assert desirability(Decimal(1), CSAT) == 1


@given(SECONDS, SECONDS)
def test_nearer_to_the_band_is_never_worth_less(one: Decimal, other: Decimal) -> None:
    def distance(value: Decimal) -> Decimal:
        return max(Decimal(324) - value, Decimal(0))

    below = [value for value in (one, other) if value <= 378]
    if len(below) == 2 and distance(one) <= distance(other):
        assert desirability(one, AHT) >= desirability(other, AHT)


@given(SHARES)
def test_one_sided_desirability_is_one_exactly_from_the_band_on(value: Decimal) -> None:
    assert (desirability(value, CSAT) == 1) == (value >= CSAT.band_low)
