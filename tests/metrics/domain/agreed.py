"""The terms of the example contract, as the calculating rooms take them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.domain.targets import Target
from contracts.domain.terms import CommissionRow, PriceRow, Terms

AHT = Target("aht", Decimal("0.30"), Decimal(216), Decimal(324), Decimal(378), Decimal(504))
CSAT = Target("csat", Decimal("0.40"), Decimal("0.60"), Decimal("0.80"))
HIT_RATE = Target("hit_rate", Decimal("0.30"), Decimal("0.015"), Decimal("0.057"), Decimal("0.078"), Decimal("0.12"))

TERMS = Terms(
    contract_key="nordlys-fjord",
    currency="NOK",
    time_zone="Europe/Oslo",
    billing_unit="contact",
    month_by="started",
    version=1,
    valid_from=date(2024, 1, 1),
    prices=(
        PriceRow(0, "phone", "flat", Decimal("42.00")),
        PriceRow(1, "chat", "flat", Decimal("31.00")),
        PriceRow(2, "email", "flat", Decimal("36.50")),
    ),
    commission=(CommissionRow(0, "*", "fixed", Decimal("150.00")),),
    targets=(AHT, CSAT, HIT_RATE),
)


def terms(**other: Any) -> Terms:
    """The same terms with some of them changed; counting rules by `counting`."""
    return replace(TERMS, **other)
