"""What changed since another month: a KPI's difference by channel, brand or topic, as mix and as rate (MATH.md 3.5).

Kitagawa 1955: with the share w of the observations and the value a of each slice, before (0) and after (1),

    mix  = (w₁ − w₀) · (a₀ + a₁) / 2      the slices changed their sizes
    rate = (w₀ + w₁) / 2 · (a₁ − a₀)      the slices changed themselves

and over all slices mix + rate is exactly the difference of the two months. A slice that is in one month alone has the
same value in both: all it does is mix. Fractions inside, twelve places out; the parts still add up to the last digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from contracts.domain.errors import N_
from metrics.domain.exact import decimal_of

_WIDE = Context(prec=60)
_STEP = Decimal(1).scaleb(-12)

# Why two months cannot be compared, beside the reasons why a KPI has no value.
REASONS: dict[str, str] = {
    "unit_changed": N_("The two months measure this in different units."),
    "no_observations": N_("One of the months has no value to compare."),
}


# Value and observations of each slice of a month (None: what the source did not say).
Readings = Mapping[str | None, tuple[Decimal | Fraction | None, int]]


@dataclass(frozen=True, slots=True)
class SliceChange:
    """What one slice did to the difference, in the KPI's unit (seconds, or shares as fractions).

    `mix` is Kitagawa's. For people take `shift`: the same part measured against the average of both months, so that a
    growing slice with a short AHT shortens. Shifts and mixes have the same sum. A value is None without observations.
    """

    value: str | None
    n_before: int
    n_after: int
    value_before: Decimal | None
    value_after: Decimal | None
    mix: Decimal
    shift: Decimal
    rate: Decimal

    @property
    def effect(self) -> Decimal:
        """All that the slice did to the difference; the effects of all slices add up to it."""
        return self.shift + self.rate


@dataclass(frozen=True, slots=True)
class Comparison:
    """A KPI in two months: difference = mix + rate, to the last digit. Slices with the largest effect come first.

    `before` and `after` are unrounded. When a month has no value, `reason` says why and nothing is split.
    """

    kpi: str
    unit: str
    before: Decimal | None
    after: Decimal | None
    difference: Decimal | None = None
    mix: Decimal | None = None
    rate: Decimal | None = None
    slices: tuple[SliceChange, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Stratum:
    """A slice in both months: observations, shares of them, and values."""

    value: str | None
    n: tuple[int, int]
    weights: tuple[Fraction, Fraction]
    values: tuple[Fraction | None, Fraction | None]

    @property
    def both(self) -> tuple[Fraction, Fraction]:
        """The two values; a slice that is in one month alone counts as unchanged."""
        first, second = self.values
        if first is None:
            return second or Fraction(0), second or Fraction(0)
        return first, first if second is None else second

    @property
    def mix(self) -> Fraction:
        return (self.weights[1] - self.weights[0]) * (self.both[0] + self.both[1]) / 2

    @property
    def rate(self) -> Fraction:
        return (self.weights[0] + self.weights[1]) / 2 * (self.both[1] - self.both[0])


def compare_readings(kpi: str, unit: str, before: Readings, after: Readings) -> Comparison:
    """The split of a KPI's difference between two months, from values and observations as a scorecard has them.

    From 75 % phone at 360 s, 20 % chat at 300 s and 5 % e-mail at 600 s to 60 % at 366, 32 % at 290 and 8 % at 590: AHT
    goes from 360.0 to 359.6, mix −1.2 and rate +0.8. Both months are measured in the same unit. A month without any
    observation has no value, and nothing is split.
    """
    first, second = _whole(before), _whole(after)
    if first is None or second is None:
        return Comparison(kpi, unit, first, second, reason="no_observations")
    return _split(Comparison(kpi, unit, first, second), _strata(before, after))


def _whole(month: Readings) -> Decimal | None:
    known = [(Fraction(value), n) for value, n in month.values() if value is not None]
    n = sum(count for _, count in known)
    return decimal_of(sum((value * count for value, count in known), Fraction(0)) / n) if n else None


def _strata(before: Readings, after: Readings) -> list[_Stratum]:
    """The slices that have observations in at least one of the months."""
    named = list(dict.fromkeys([*before, *after]))
    readings = [[_exact(month.get(name, (None, 0))) for month in (before, after)] for name in named]
    whole = [sum(n for _, n in column) for column in zip(*readings, strict=True)]
    return [
        _Stratum(
            name,
            (first[1], second[1]),
            (Fraction(first[1], whole[0]), Fraction(second[1], whole[1])),
            (first[0], second[0]),
        )
        for name, (first, second) in zip(named, readings, strict=True)
        if first[1] or second[1]
    ]


def _exact(reading: tuple[Decimal | Fraction | None, int]) -> tuple[Fraction | None, int]:
    value, n = reading
    return (None, 0) if value is None else (Fraction(value), n)


def _split(whole: Comparison, strata: Sequence[_Stratum]) -> Comparison:
    """Mix and rate of the whole and of each slice, rounded so that they add up."""
    average = sum(sum(s.weights[month] * s.both[month] for s in strata) for month in (0, 1)) / Fraction(2)
    difference = _rounded(sum((s.mix + s.rate for s in strata), Fraction(0)))
    mix = _rounded(sum((s.mix for s in strata), Fraction(0)))
    mixes = _adding_up([s.mix for s in strata], mix)
    shifts = _adding_up([s.mix - (s.weights[1] - s.weights[0]) * average for s in strata], mix)
    rates = _adding_up([s.rate for s in strata], difference - mix)
    changes = [
        SliceChange(s.value, *s.n, _shown(s.values[0]), _shown(s.values[1]), *parts)
        for s, *parts in zip(strata, mixes, shifts, rates, strict=True)
    ]
    ordered = tuple(sorted(changes, key=lambda change: -abs(change.effect)))
    return replace(whole, difference=difference, mix=mix, rate=difference - mix, slices=ordered)


def _adding_up(parts: Sequence[Fraction], whole: Decimal) -> list[Decimal]:
    """The parts rounded; the largest takes the last digit, so that they add up to the whole exactly."""
    rounded = [_rounded(part) for part in parts]
    largest = max(range(len(parts)), key=lambda index: abs(parts[index]))
    rounded[largest] += whole - sum(rounded, Decimal(0))
    return rounded


def _rounded(number: Fraction) -> Decimal:
    exact = _WIDE.divide(Decimal(number.numerator), Decimal(number.denominator))
    return exact.quantize(_STEP, rounding=ROUND_HALF_EVEN, context=_WIDE)


def _shown(number: Fraction | None) -> Decimal | None:
    return None if number is None else decimal_of(number)
