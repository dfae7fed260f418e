"""Quantiles of a share that was counted: against closed forms, moments and symmetry."""

from __future__ import annotations

from math import cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.domain.beta_quantiles import beta_quantiles

COUNTS = st.integers(1, 50_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
PROBABILITIES = st.floats(min_value=0.001, max_value=0.999)


@pytest.mark.parametrize("angle", [0.1, 0.4, 0.8, 1.2, 1.5])
def test_no_hit_in_one_try_has_a_closed_form(angle: float) -> None:
    """Beta(½, 1½): the probability below sin²θ is (2θ + sin 2θ) / π."""
    below = (2 * angle + 2 * sin(angle) * cos(angle)) / pi
    assert beta_quantiles(0, 1)(below) == pytest.approx(sin(angle) ** 2, abs=1e-6)


@pytest.mark.parametrize(
    ("hits", "tries", "probability", "share"),
    [
        (312, 400, 0.5, 0.7797664247),
        (312, 400, 0.025, 0.7374796372),
        (312, 400, 0.975, 0.8184855311),
        (27, 500, 0.025, 0.0367064240),
        (0, 500, 0.975, 0.0050087878),
        (500, 500, 0.025, 0.9949912122),
    ],
)
def test_known_quantiles(hits: int, tries: int, probability: float, share: float) -> None:
    """Reference values from the inverse of the regularised incomplete beta function (SciPy)."""
    assert beta_quantiles(hits, tries)(probability) == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize(("hits", "tries"), [(0, 1), (1, 1), (3, 7), (31, 40), (1080, 20_000), (0, 90)])
def test_the_mean_is_that_of_the_distribution(hits: int, tries: int) -> None:
    """(k + ½) / (n + 1), by evenly spread probabilities."""
    quantile, steps = beta_quantiles(hits, tries), 20_000
    mean = sum(quantile((step + 0.5) / steps) for step in range(steps)) / steps
    assert mean == pytest.approx((hits + 0.5) / (tries + 1), rel=1e-4)


@given(COUNTS, PROBABILITIES, PROBABILITIES)
def test_more_probability_is_a_larger_share(counts: tuple[int, int], one: float, two: float) -> None:
    quantile = beta_quantiles(*counts)
    first, second = quantile(min(one, two)), quantile(max(one, two))
    assert 0 <= first <= second <= 1


@given(COUNTS, PROBABILITIES)
def test_misses_mirror_hits(counts: tuple[int, int], probability: float) -> None:
    hits, tries = counts
    hit, miss = beta_quantiles(hits, tries)(probability), beta_quantiles(tries - hits, tries)(1 - probability)
    assert hit == pytest.approx(1 - miss, abs=1e-9)


@pytest.mark.parametrize("probability", [0.5**54, 1 - 0.5**53])
def test_the_ends_stay_shares(probability: float) -> None:
    for counts in ((0, 1), (1, 1), (0, 400), (400, 400), (1, 10**6), (10**6, 10**6)):
        assert 0 <= beta_quantiles(*counts)(probability) <= 1
