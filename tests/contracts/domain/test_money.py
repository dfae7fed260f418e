"""Money: halves away from zero, two places a line, four a unit price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.domain.money import round_amount, round_price


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("2.345", "2.35"),
        ("2.3449999", "2.34"),
        ("-2.345", "-2.35"),
        ("0.005", "0.01"),
        ("1", "1.00"),
        ("0", "0.00"),
        ("123456789012.995", "123456789013.00"),
    ],
)
def test_an_amount_has_two_places_halves_away_from_zero(amount: str, rounded: str) -> None:
    assert str(round_amount(Decimal(amount))) == rounded


def test_a_unit_price_has_four_places() -> None:
    assert str(round_price(Decimal("46.50695"))) == "46.5070"
