"""How sure a share is, and what that allows to say about a target (MATH.md 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from contracts.domain.targets import Target

_EXACT = Context(prec=34)
Z95 = Decimal("1.959963984540054235524594430520551")  # standard normal quantile of 0.975

# Fewer answers than this say nothing, whatever the interval looks like.
MINIMUM_ANSWERS = 30
# A consequence in the contract needs at least this many.
MINIMUM_FOR_CONSEQUENCE = 100


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % confidence interval, both ends included."""

    lower: Decimal
    upper: Decimal


def wilson(hits: int, tries: int) -> Interval | None:
    """Wilson's interval for a share (Wilson 1927), within 0 and 1; None without a try. 332 of 400: 0.7901 to 0.8636."""
    if tries == 0:
        return None
    with localcontext(_EXACT):
        n = Decimal(tries)
        share = hits / n
        z2 = Z95 * Z95
        centre = share + z2 / (2 * n)
        spread = Z95 * (share * (1 - share) / n + z2 / (4 * n * n)).sqrt()
        below = 1 + z2 / n
        lower = Decimal(0) if hits == 0 else max(Decimal(0), (centre - spread) / below)
        upper = Decimal(1) if hits == tries else min(Decimal(1), (centre + spread) / below)
    return Interval(lower, upper)


def compare(interval: Interval, target: Target) -> str:
    """What the interval alone says: met inside the band, missed wholly outside, else not_distinguishable."""
    if target.contains(interval.lower) and target.contains(interval.upper):
        return "met"
    is_below = interval.upper < target.band_low
    is_above = target.band_high is not None and interval.lower > target.band_high
    return "missed" if is_below or is_above else "not_distinguishable"


def verdict(interval: Interval | None, n: int, target: Target) -> str:
    """What the sample allows to say: met, missed, not_distinguishable, too_few or no_data."""
    if n == 0 or interval is None:
        return "no_data"
    return "too_few" if n < MINIMUM_ANSWERS else compare(interval, target)


def allows_consequence(n: int) -> bool:
    """True when there are answers enough for the contract to draw a consequence from a miss."""
    return n >= MINIMUM_FOR_CONSEQUENCE
