"""Wilson's interval, and what it allows to say about a target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.targets import Target
from metrics.domain.intervals import Interval, allows_consequence, compare, verdict, wilson
from tests.vectors import agrees, cases

VERDICTS = [case for case in cases("wilson_verdicts") if "verdict" in case.values[0]["expected"]]
BAND = Target("hit_rate", Decimal(1), Decimal("0.015"), Decimal("0.057"), Decimal("0.078"), Decimal("0.12"))


def at_least(edge: str) -> Target:
    return Target("csat", Decimal(1), Decimal(0), Decimal(edge))


@pytest.mark.parametrize("case", cases("wilson_verdicts"))
def test_wilson_intervals(case: dict[str, Any]) -> None:
    found, expected = wilson(case["inputs"]["k"], case["inputs"]["n"]), case["expected"]
    assert agrees(None if found is None else found.lower, expected["lower"], case["tolerance"])
    assert agrees(None if found is None else found.upper, expected["upper"], case["tolerance"])


@pytest.mark.parametrize("case", VERDICTS)
def test_the_verdict_table(case: dict[str, Any]) -> None:
    inputs, expected = case["inputs"], case["expected"]
    interval, target = wilson(inputs["k"], inputs["n"]), at_least(inputs["target"])
    assert verdict(interval, inputs["n"], target) == expected["verdict"]
    assert (interval and compare(interval, target)) == expected["verdict_by_interval_alone"]
    assert allows_consequence(inputs["n"]) == expected["contract_consequence_allowed"]


@pytest.mark.parametrize(
    ("lower", "upper", "word"),
    [
        ("0.057", "0.078", "met"),
        ("0.056", "0.078", "not_distinguishable"),
        ("0.060", "0.079", "not_distinguishable"),
        ("0.050", "0.090", "not_distinguishable"),
        ("0.040", "0.0569", "missed"),
        ("0.040", "0.057", "not_distinguishable"),
        ("0.0781", "0.1", "missed"),
        ("0.078", "0.1", "not_distinguishable"),
    ],
)
def test_a_band_is_met_inside_and_missed_wholly_outside(lower: str, upper: str, word: str) -> None:
    assert verdict(Interval(Decimal(lower), Decimal(upper)), 1000, BAND) == word


@pytest.mark.parametrize(("n", "word"), [(0, "no_data"), (1, "too_few"), (29, "too_few"), (30, "met")])
def test_fewer_than_thirty_answers_say_nothing(n: int, word: str) -> None:
    assert verdict(Interval(Decimal("0.06"), Decimal("0.07")), n, BAND) == word


@pytest.mark.parametrize(("n", "allowed"), [(99, False), (100, True)])
def test_a_consequence_needs_a_hundred_answers(n: int, allowed: bool) -> None:
    assert allows_consequence(n) is allowed


@given(st.integers(min_value=1, max_value=10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_a_share(answers: tuple[int, int]) -> None:
    hits, tries = answers
    found = wilson(hits, tries)
    assert found is not None
    assert 0 <= found.lower <= Decimal(hits) / tries <= found.upper <= 1
