"""How desirable a value is: 1 anywhere inside the agreed band, 0 at and beyond the outer limits (MATH.md 4.2).

Derringer and Suich 1980, with a plateau instead of a point target and straight lines outside the band. Decimal with
34 digits, so that an edge is an edge: AHT 324 on a band from 324 gives exactly 1.
"""

from __future__ import annotations

from decimal import Context, Decimal

from contracts.domain.targets import Target

_EXACT = Context(prec=34)
_NONE = Decimal(0)
_FULL = Decimal(1)


def desirability(value: Decimal, target: Target) -> Decimal:
    """Between 0 and 1. AHT 250 s with lower limit 216 and band 324 to 378 gives (250 − 216) / (324 − 216) = 0.3148."""
    if target.contains(value):
        return _FULL
    if value < target.band_low:
        return _slope(target.lower, value, target.band_low)
    if target.band_high is None or target.upper is None:
        return _FULL
    return _slope(target.upper, value, target.band_high)


def _slope(limit: Decimal, value: Decimal, edge: Decimal) -> Decimal:
    """The straight line from 0 at the outer limit to 1 at the band's edge; 0 beyond the limit."""
    share = _EXACT.divide(_EXACT.subtract(value, limit), _EXACT.subtract(edge, limit))
    return max(_NONE, share)
