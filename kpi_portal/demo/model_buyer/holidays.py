"""Norwegian public holidays (MATH.md 8): when few people call and few agents are at work."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
_HALF = ((12, 24), (12, 31))
# Days from Easter Sunday: Maundy Thursday, Good Friday, both Easter days, Ascension, both Whit days.
_MOVING = (-3, -2, 0, 1, 39, 49, 50)
_WEDNESDAY_BEFORE_EASTER = -4


@cache
def easter_sunday(year: int) -> date:
    """The Gregorian date of Easter, by the anonymous algorithm (Nature 1876): 2026 gives 5 April."""
    golden, century, rest = year % 19, year // 100, year % 100
    leaps = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - leaps - rest % 4) % 7
    shift = (golden + 11 * leaps + 22 * weekday) // 451
    month, day = divmod(leaps + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """Public holidays of a year; ordinary Sundays are not among them."""
    easter = easter_sunday(year)
    moving = {easter + timedelta(days=shift) for shift in _MOVING}
    return frozenset({date(year, month, day) for month, day in _FIXED} | moving)


@cache
def half_days(year: int) -> frozenset[date]:
    """Days that end at noon."""
    wednesday = easter_sunday(year) + timedelta(days=_WEDNESDAY_BEFORE_EASTER)
    return frozenset({date(year, month, day) for month, day in _HALF} | {wednesday})


def is_holiday(day: date) -> bool:
    """Is this a public holiday?"""
    return day in holidays(day.year)
