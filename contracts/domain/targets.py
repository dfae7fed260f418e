"""A target as a band, and the contract's literal verdict on a value (MATH.md 4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.domain.errors import N_, ContractError


class TargetBandInvalid(ContractError):
    """The bounds of a target are missing or out of order."""

    code = "target_band_invalid"
    text = N_("The target on %(kpi)s needs lower < band low <= band high < upper; given are %(bounds)s.")


@dataclass(frozen=True, slots=True)
class Target:
    """A band for one KPI, in the KPI's own unit (seconds, or shares as fractions).

    Two-sided when `band_high` and `upper` are given (AHT, hit rate); otherwise more is always as agreed (CSAT).
    Both edges of the band are inside it. `weight` is the KPI's share of the balance score.
    """

    kpi: str
    weight: Decimal
    lower: Decimal
    band_low: Decimal
    band_high: Decimal | None = None
    upper: Decimal | None = None

    def __post_init__(self) -> None:
        pair = (self.band_high is None) == (self.upper is None)
        rising = self.lower < self.band_low
        if self.band_high is not None and self.upper is not None:
            rising = rising and self.band_low <= self.band_high < self.upper
        if not (pair and rising):
            bounds = ", ".join(str(b) for b in (self.lower, self.band_low, self.band_high, self.upper))
            raise TargetBandInvalid(kpi=self.kpi, bounds=bounds)

    @property
    def is_two_sided(self) -> bool:
        return self.upper is not None

    def contains(self, value: Decimal) -> bool:
        """True inside the band, edges included."""
        return value >= self.band_low and (self.band_high is None or value <= self.band_high)


def judge(value: Decimal | None, target: Target) -> str:
    """The contract's literal rule on a value: met, missed or no_data. It drives money, not the verdict."""
    if value is None:
        return "no_data"
    return "met" if target.contains(value) else "missed"
