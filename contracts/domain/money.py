"""Money: Decimal, HALF_UP, two places a line and four a unit price (MATH.md 9)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
PRICE = Decimal("0.0001")


def round_amount(amount: Decimal) -> Decimal:
    """An amount of a line to two places, halves away from zero: 2.345 becomes 2.35."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def round_price(price: Decimal) -> Decimal:
    """A unit price to four places."""
    return price.quantize(PRICE, rounding=ROUND_HALF_UP)
