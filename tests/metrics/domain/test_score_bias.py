"""The plateau caps the upside: a process exactly on target scores below 100 on average (MATH.md 4.2, known bias)."""

from __future__ import annotations

from decimal import Decimal
from math import comb
from typing import Any

import pytest

from contracts.domain.targets import Target
from contracts.domain.terms import ScoreRules
from metrics.domain.balance import Weighed, weigh
from metrics.domain.desirability import desirability
from tests.vectors import agrees, cases


@pytest.mark.parametrize("case", cases("score_bias"))
def test_chance_in_the_surveys_alone_costs_points(case: dict[str, Any]) -> None:
    """The exact binomial sum over every possible number of satisfied answers; AHT and hit rate inside their bands."""
    inputs, expected, tolerance = case["inputs"], case["expected"], case["tolerance"]
    scores = scores_by_satisfied(inputs)
    chances = binomial(inputs["answers"], inputs["csat_true"])
    assert agrees(sum(s * p for s, p in zip(scores, chances, strict=True)), expected["mean"], tolerance)
    below = sum(p for s, p in zip(scores, chances, strict=True) if s < 100)
    assert agrees(below, expected["p_below_100"], tolerance)
    assert agrees(quantile(scores, chances, Decimal("0.05")), expected["percentile_5"], tolerance)


def scores_by_satisfied(inputs: dict[str, Any]) -> list[Decimal]:
    """The score for 0, 1, 2 … satisfied answers."""
    weights, rules = inputs["weights"], ScoreRules(floor=Decimal(inputs["eps"]))
    target = Target("csat", Decimal(weights["csat"]), *(Decimal(bound) for bound in inputs["corridors"]["csat"]))
    cache: dict[Decimal, Decimal] = {}
    for satisfied in range(inputs["answers"] + 1):
        d = desirability(Decimal(satisfied) / inputs["answers"], target)
        if d not in cache:
            parts = [Weighed("csat", target.weight, d)]
            parts += [Weighed(kpi, Decimal(weights[kpi]), Decimal(1)) for kpi in ("aht", "hit")]
            cache[d] = weigh(parts, rules).score or Decimal(0)
    return [
        cache[desirability(Decimal(satisfied) / inputs["answers"], target)]
        for satisfied in range(inputs["answers"] + 1)
    ]  # fmt: skip


def binomial(tries: int, share: str) -> list[Decimal]:
    """The chance of each number of hits, by whole numbers."""
    hit, whole = Decimal(share).as_integer_ratio()
    return [Decimal(comb(tries, k) * hit**k * (whole - hit) ** (tries - k)) / whole**tries for k in range(tries + 1)]


def quantile(values: list[Decimal], chances: list[Decimal], share: Decimal) -> Decimal:
    """The first value below or at which at least so much of the chance lies (the values rise)."""
    below = Decimal(0)
    for value, chance in zip(values, chances, strict=True):
        below += chance
        if below >= share:
            return value
    raise AssertionError("the chances do not add up")
