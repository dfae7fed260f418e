"""How many contacts a running month will have: the weekday profile of the last full months, at this month's level.

Each coming day brings what its weekday brought on average in the full months, times the level of this month: contacts
so far over what the profile gives for the days so far. With fewer than seven days known the level is 1. Public holidays
and campaigns are not looked at. Fractions inside, one rounding at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from contracts.domain.errors import N_
from contracts.domain.months import Month
from metrics.domain.exact import decimal_of

_WEEK = 7

# Why no volume can be expected.
REASONS: dict[str, str] = {
    "needs_full_month": N_("The volume of a month can be expected after one full month of contacts."),
    "outside_contract": N_("The contract does not cover the month."),
}


@dataclass(frozen=True, slots=True)
class ExpectedVolume:
    """Contacts of a month: so far, still expected, and of the whole month (None with `reason`).

    `days_left` counts the days after the last known one; `level` is this month against the profile.
    """

    so_far: int
    still_expected: int | None
    days_left: int
    level: Decimal | None = None
    reason: str | None = None

    @property
    def whole_month(self) -> int | None:
        return None if self.still_expected is None else self.so_far + self.still_expected


def expected_volume(
    daily: Mapping[date, int],
    *,
    month: Month,
    known_to: date | None,
    full_months: Sequence[Month],
    missing: Collection[date] = (),
) -> ExpectedVolume:
    """Expected contacts of a month from contacts per local day; a day that is not in `daily` had none.

    `known_to` is the last day of the month that is delivered (None: none yet); `missing` are days before it whose
    delivery is missing: they are expected, not taken as 0. `full_months` give the profile.
    Mondays of 100 in October, a November of 110 on its first two: the Mondays to come are expected at 110.
    """
    days = _days(month)
    known = [day for day in days if known_to is not None and day <= known_to and day not in missing]
    coming = [day for day in days if day not in known]
    days_left = len([day for day in days if known_to is None or day > known_to])
    so_far = sum(daily.get(day, 0) for day in known)
    profile = _profile(daily, full_months)
    if not any(profile.values()):
        reason = None if not coming else "needs_full_month"
        return ExpectedVolume(so_far, None if coming else 0, days_left, reason=reason)
    level = _level(so_far, known, profile)
    still = sum((profile[day.weekday()] for day in coming), Fraction(0)) * level
    return ExpectedVolume(so_far, _half_up(still), days_left, decimal_of(level))


def _days(month: Month) -> list[date]:
    count = (month.last_day - month.first_day).days + 1
    return [month.first_day + timedelta(days=step) for step in range(count)]


def _profile(daily: Mapping[date, int], months: Sequence[Month]) -> dict[int, Fraction]:
    """Contacts of an average Monday (0) to Sunday (6) in the full months; 0 everywhere without a month."""
    days = [day for month in set(months) for day in _days(month)]
    sums, counts = dict.fromkeys(range(_WEEK), 0), dict.fromkeys(range(_WEEK), 0)
    for day in days:
        sums[day.weekday()] += daily.get(day, 0)
        counts[day.weekday()] += 1
    return {weekday: Fraction(sums[weekday], max(1, counts[weekday])) for weekday in range(_WEEK)}


def _level(so_far: int, known: Sequence[date], profile: Mapping[int, Fraction]) -> Fraction:
    """This month against the profile, over the days that are known; 1 before a week is known."""
    usual = sum((profile[day.weekday()] for day in known), Fraction(0))
    return Fraction(so_far) / usual if len(known) >= _WEEK and usual else Fraction(1)


def _half_up(number: Fraction) -> int:
    return int(number + Fraction(1, 2))
