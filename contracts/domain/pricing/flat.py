"""Flat price: every billable contact of a channel costs the same (MATH.md 9)."""

from __future__ import annotations

from contracts.domain.money import round_amount
from contracts.domain.pricing.lines import CostLine
from contracts.domain.terms import PriceRow


def charge_flat(units: int, price: PriceRow) -> CostLine:
    """15,000 phone contacts at 42.00 cost 630,000.00."""
    return CostLine(
        kind="volume",
        channel=price.channel,
        units=units,
        unit_price=price.unit_price,
        amount=round_amount(units * price.unit_price),
        rule=f"prices[{price.position}]",
    )
