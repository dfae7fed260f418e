"""How numbers are written in documents: decimal strings, rounded HALF_UP once, on the way out. Unknown stays None."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from contracts.domain.money import CENT, PRICE

_WIDE = Context(prec=60)
_KPI_PLACES = 6
_DESIRABILITY_PLACES = 4
_FULL_SCORE = Decimal(100)


def rounded(number: Decimal, places: int) -> Decimal:
    """To so many places, halves away from zero."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)


def short(number: Decimal, places: int, at_least: int = 0) -> str:
    """Up to so many places without trailing zeros, but at least `at_least`: 0.7400 is "0.74", 432.0 is "432"."""
    text = f"{rounded(number, places):f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0").ljust(at_least, "0")
    whole = "0" if whole == "-0" and not decimals.strip("0") else whole
    return f"{whole}.{decimals}" if decimals else whole


def kpi_text(value: Decimal | None) -> str | None:
    """A KPI's value: seconds, shares, counts and scores with up to six places."""
    return None if value is None else short(value, _KPI_PLACES)


def bound_text(bound: Decimal | None, unit: str) -> str | None:
    """A bound of a target as a contract writes it: seconds "324", shares "0.80"."""
    return None if bound is None else short(bound, _KPI_PLACES, at_least=2 if unit == "share" else 0)


def weight_text(weight: Decimal) -> str:
    return short(weight, _DESIRABILITY_PLACES, at_least=2)


def share_text(share: Decimal) -> str:
    """A bound of a share's interval, four places."""
    return f"{rounded(share, 4):f}"


def seconds_text(seconds: Decimal) -> str:
    """A bound of a mean's interval in seconds, one place."""
    return f"{rounded(seconds, 1):f}"


def desirability_text(value: Decimal | None) -> str | None:
    return None if value is None else short(value, _DESIRABILITY_PLACES)


def money_text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{rounded(amount, 2):f}"


def price_text(price: Decimal | None) -> str | None:
    """A unit price: at least two places, up to four."""
    return None if price is None else short(price, -int(PRICE.as_tuple().exponent), at_least=2)


def shown_score(score: Decimal) -> Decimal:
    """A score to two places. Only a score of exactly 100 is shown as 100: 99.998 is 99.99."""
    shown = rounded(score, 2)
    return _FULL_SCORE - CENT if shown >= _FULL_SCORE > score else shown


def score_text(score: Decimal | None) -> str | None:
    return None if score is None else f"{shown_score(score):f}"


def shown_points(points: Mapping[str, Decimal], score: Decimal) -> dict[str, Decimal]:
    """Points lost to two places so that they add up to 100 − the shown score (largest remainder first)."""
    shown = {kpi: lost.quantize(CENT, rounding=ROUND_FLOOR, context=_WIDE) for kpi, lost in points.items()}
    left_over = _FULL_SCORE - shown_score(score) - sum(shown.values(), Decimal(0))
    by_remainder = sorted(points, key=lambda kpi: shown[kpi] - points[kpi])
    steps = int(left_over / CENT)
    for kpi in by_remainder[:steps]:
        shown[kpi] += CENT
    return shown
