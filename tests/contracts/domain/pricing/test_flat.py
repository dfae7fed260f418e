"""Flat prices: units × unit price, rounded once per line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.domain.pricing.flat import charge_flat
from contracts.domain.terms import PriceRow


@pytest.mark.parametrize(
    ("units", "unit_price", "amount"),
    [
        (15_000, "42.00", "630000.00"),
        (1, "36.50", "36.50"),
        (0, "42.00", "0.00"),
        (3, "0.0050", "0.02"),  # 0.015: halves go away from zero, not to the even neighbour
        (1, "2.3449", "2.34"),
    ],
)
def test_every_unit_costs_the_same(units: int, unit_price: str, amount: str) -> None:
    line = charge_flat(units, PriceRow(2, "phone", "flat", Decimal(unit_price)))
    assert str(line.amount) == amount
    assert (line.kind, line.channel, line.units, line.rule) == ("volume", "phone", units, "prices[2]")
