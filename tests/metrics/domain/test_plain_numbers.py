"""Numbers in documents: rounded once, halves away from zero, no exponent, no padding that means nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.terms import ScoreRules
from metrics.domain.balance import Weighed, weigh
from metrics.domain.plain_numbers import (
    bound_text,
    desirability_text,
    kpi_text,
    money_text,
    price_text,
    score_text,
    share_text,
    shown_points,
    shown_score,
    weight_text,
)

THREE = st.tuples(*[st.decimals(min_value=0, max_value=1, places=6)] * 3)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("224.9227923", "224.922792"),
        ("432.000000", "432"),
        ("0.740", "0.74"),
        ("0.0000005", "0.000001"),
        ("0.0000004", "0"),
        ("1E+3", "1000"),
        ("20000", "20000"),
        ("0", "0"),
    ],
)
def test_a_value_has_up_to_six_places(value: str, text: str) -> None:
    assert kpi_text(Decimal(value)) == text


def test_unknown_stays_unknown() -> None:
    assert kpi_text(None) is money_text(None) is price_text(None) is score_text(None) is desirability_text(None) is None


@pytest.mark.parametrize(
    ("bound", "unit", "text"),
    [("0.600000", "share", "0.60"), ("0.015", "share", "0.015"), ("216.000000", "s", "216"), ("3.5", "score", "3.5")],
)
def test_bounds_are_written_as_in_the_contract(bound: str, unit: str, text: str) -> None:
    assert bound_text(Decimal(bound), unit) == text


def test_money_shares_prices_and_weights() -> None:
    assert money_text(Decimal("2.345")) == "2.35"
    assert money_text(Decimal(630_000)) == "630000.00"
    assert price_text(Decimal("42")) == "42.00"
    assert price_text(Decimal("46.507")) == "46.507"
    assert share_text(Decimal("0.72214999")) == "0.7221"
    assert share_text(Decimal(0)) == "0.0000"
    assert weight_text(Decimal("0.3000")) == "0.30"
    assert desirability_text(Decimal("0.57142857")) == "0.5714"


@pytest.mark.parametrize(
    ("score", "shown"),
    [("100", "100.00"), ("99.998", "99.99"), ("99.994", "99.99"), ("92.125", "92.13"), ("5", "5.00")],
)
def test_only_a_hundred_is_shown_as_a_hundred(score: str, shown: str) -> None:
    assert score_text(Decimal(score)) == shown


@given(THREE)
def test_shown_points_add_up_to_what_the_shown_score_lacks(d: tuple[Decimal, ...]) -> None:
    weights = (Decimal("0.30"), Decimal("0.40"), Decimal("0.30"))
    balance = weigh([Weighed(*part) for part in zip("abc", weights, d, strict=True)], ScoreRules())
    assert balance.score is not None
    shown = shown_points(balance.points_lost(), balance.score)
    assert sum(shown.values()) == 100 - shown_score(balance.score)
    assert all(abs(shown[kpi] - points) <= Decimal("0.01") for kpi, points in balance.points_lost().items())
    assert all(points >= 0 for points in shown.values())
