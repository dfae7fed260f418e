"""Target status: what the rest of a running month must average to end inside the bands (LOOK.md 2).

With the sum A over n observations so far and r still to come, the month ends in the band [a, b] when the rest averages
between (a · (n + r) − A) / r and (b · (n + r) − A) / r. Only the part of that range that lies inside the band itself is
ever given: nobody is asked to be shorter, longer or pushier than agreed. Where nothing is left of it, the word is
*cannot be reached within the band this month*. Fractions inside, so an edge is an edge; 34 digits out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from contracts.domain.targets import Target
from metrics.domain import kpis
from metrics.domain.exact import decimal_of
from metrics.domain.kpis import Kpi
from metrics.domain.totals import Totals

_MOST_PLACES = 30

# How a KPI stands in a running month. None of them asks for more than the contract does.
STATES: dict[str, str] = {
    "no_data": N_("Nothing measured so far. The rest of the month decides."),
    "safe": N_("Ends inside the band with the contacts that are expected."),
    "inside": N_("Inside the band, and stays there when the rest of the month is inside it."),
    "reachable": N_("Outside the band so far. Can still end inside it with a rest inside the band."),
    "cannot_be_reached": N_("Cannot be reached within the band this month."),
    "volume_unknown": N_("Outside the band so far. How many contacts are still to come is not known."),
}

# These arrive days after their contact: some of what is still to come belongs to contacts that are already counted.
_ARRIVE_LATER: tuple[str, ...] = ("csat", "csat_mean")


@dataclass(frozen=True, slots=True)
class RestOfMonth:
    """One KPI with a target, in its own unit.

    `value` and `n` are to date; `still_to_come` is how many observations the rest of the month is expected to bring.
    `low` and `high` are what the rest must average, both within the band; `high` is None when more is always as agreed.
    Both are None in the states safe, cannot_be_reached and volume_unknown. `reason` says why there is no value.
    """

    kpi: str
    unit: str
    value: Decimal | None
    n: int
    still_to_come: int | None
    state: str
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class MonthToDate:
    """A running month: contacts and surveys so far, contacts expected for the whole month, and each KPI's rest."""

    contacts: int
    expected_contacts: int | None
    surveys: int
    days_left: int
    kpis: tuple[RestOfMonth, ...]


@dataclass(frozen=True, slots=True)
class _Course:
    """A ratio on its way: sum and observations so far, and how many are still to come."""

    total: Fraction
    n: int
    rest: Fraction
    largest: Fraction | None  # the best value a single observation can have; None when there is no such end

    def needed(self, edge: Decimal) -> Fraction:
        """What the rest must average for the month to end exactly on an edge."""
        return (Fraction(edge) * (self.n + self.rest) - self.total) / self.rest


def month_to_date(
    totals: Totals,
    targets: Sequence[Target],
    counting: CountingRules,
    *,
    expected_contacts: int | None,
    days_left: int,
    rates_of: Totals | None = None,
) -> MonthToDate:
    """Where a month stands against each of its bands.

    AHT 400 s over 6,000 contacts, band 324 to 378, 4,000 still to come: the rest must average 324 to 345 s.
    `expected_contacts` is for the whole month, None when unknown. How many surveys (or handle times, or known sales) a
    contact brings is read from `rates_of`, the last full months; without it from the month so far.
    """
    rows = []
    for target in targets:
        kpi = kpis.BY_KEY.get(target.kpi)
        if kpi is not None and kpi.unit != "count":
            rest = _still_to_come(kpi, counting, totals, rates_of, expected_contacts)
            rows.append(_rest_of_month(kpi, target, totals, counting, rest))
    return MonthToDate(totals["contacts"], expected_contacts, totals["surveys"], days_left, tuple(rows))


def shown_range(row: RestOfMonth, places: int) -> tuple[Decimal | None, Decimal | None]:
    """Low and high rounded towards each other, so that what is shown is enough; more places when they would cross."""
    if row.low is None:
        return None, None
    for digits in range(places, _MOST_PLACES):
        step = Decimal(1).scaleb(-digits)
        low = row.low.quantize(step, rounding=ROUND_CEILING)
        high = None if row.high is None else row.high.quantize(step, rounding=ROUND_FLOOR)
        if high is None or low <= high:
            return low, high
    return row.low, row.high


def _still_to_come(
    kpi: Kpi, counting: CountingRules, totals: Totals, rates_of: Totals | None, expected_contacts: int | None
) -> Fraction | None:
    """How many observations the rest of the month brings; None when the volume is unknown."""
    so_far = totals["contacts"]
    basis = totals if rates_of is None or rates_of["contacts"] == 0 else rates_of
    if expected_contacts is None or basis["contacts"] == 0:
        return None
    rate = Fraction(kpi.denominator(basis, counting), basis["contacts"])
    coming = rate * max(0, expected_contacts - so_far)
    on_their_way = rate * so_far - kpi.denominator(totals, counting) if kpi.key in _ARRIVE_LATER else 0
    return coming + max(Fraction(0), Fraction(on_their_way))


def _rest_of_month(
    kpi: Kpi, target: Target, totals: Totals, counting: CountingRules, rest: Fraction | None
) -> RestOfMonth:
    value, n = kpi.value(totals, counting), kpi.n(totals, counting)
    reason = kpi.reason(totals, counting)
    to_come = None if rest is None else round(rest)
    state, low, high = "no_data", *_band(target)
    if value is not None:
        total = Fraction(kpi.numerator(totals, counting), kpi.parts(counting))
        course = _Course(total, n, rest or Fraction(0), _largest(kpi, totals, counting))
        state = _state(course, target, value, is_volume_known=rest is not None)
        low, high = _required(course, target, state)
    return RestOfMonth(kpi.key, kpi.unit_for(counting), value, n, to_come, state, low, high, reason)


def _state(course: _Course, target: Target, value: Decimal, *, is_volume_known: bool) -> str:
    is_inside = target.contains(value)
    if not is_volume_known:
        return "inside" if is_inside else "volume_unknown"
    if course.rest == 0:
        return "safe" if is_inside else "cannot_be_reached"
    if is_inside:
        return "safe" if _is_safe(course, target) else "inside"
    low, high = _meeting(course, target)
    return "reachable" if high is None or low <= high else "cannot_be_reached"


def _is_safe(course: _Course, target: Target) -> bool:
    """True when neither the worst nor the best possible rest leads out of the band."""
    if course.needed(target.band_low) > 0:
        return False
    return target.band_high is None or (
        course.largest is not None and course.needed(target.band_high) >= course.largest
    )


def _meeting(course: _Course, target: Target) -> tuple[Fraction, Fraction | None]:
    """Where the range that brings the month into its band and the band itself meet; low above high when nowhere."""
    low = max(Fraction(target.band_low), course.needed(target.band_low))
    if target.band_high is None:
        return low, course.largest
    return low, min(Fraction(target.band_high), course.needed(target.band_high))


def _band(target: Target) -> tuple[Decimal | None, Decimal | None]:
    return target.band_low, target.band_high


def _required(course: _Course, target: Target, state: str) -> tuple[Decimal | None, Decimal | None]:
    if state == "inside":
        return _band(target)
    if state != "reachable":
        return None, None
    low, high = _meeting(course, target)
    return decimal_of(low), None if target.band_high is None or high is None else decimal_of(high)


def _largest(kpi: Kpi, totals: Totals, counting: CountingRules) -> Fraction | None:
    """1 for a share, the top of the scale for a score, no end for seconds."""
    unit = kpi.unit_for(counting)
    if unit == "score":
        return Fraction(totals["scale_max_milli"], totals["surveys"] * kpi.parts(counting))
    return Fraction(1) if unit == "share" else None
