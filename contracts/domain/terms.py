"""Terms: everything agreed for one month, frozen, as the calculating rooms take it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contracts.domain.counting import CountingRules
from contracts.domain.targets import Target


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price for a channel; `position` is its place in the rate card, so a line can name its rule."""

    position: int
    channel: str
    model: str
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class CommissionRow:
    """What the vendor earns for each unit sold of a product; "*" is every product."""

    position: int
    product: str
    model: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ScoreRules:
    """Floor of a desirability and the lower edges of the score's zones (MATH.md 4.2)."""

    floor: Decimal = Decimal("0.05")
    in_balance: Decimal = Decimal("95")
    watch: Decimal = Decimal("85")
    imbalance: Decimal = Decimal("70")


@dataclass(frozen=True, slots=True)
class Terms:
    """One contract's terms for one month."""

    contract_key: str
    currency: str
    time_zone: str
    billing_unit: str
    month_by: str
    version: int
    valid_from: date
    counting: CountingRules = field(default_factory=CountingRules)
    prices: tuple[PriceRow, ...] = ()
    commission: tuple[CommissionRow, ...] = ()
    targets: tuple[Target, ...] = ()
    score: ScoreRules = field(default_factory=ScoreRules)

    def counting_hash(self) -> str:
        """Names the terms that decide how contacts are counted; figure sets of other terms do not fit."""
        basis = (self.time_zone, self.billing_unit, self.month_by, self.counting)
        return hashlib.sha256(repr(basis).encode()).hexdigest()[:16]

    def hash(self) -> str:
        """Names all terms: a scorecard drawn under others is out of date."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]
