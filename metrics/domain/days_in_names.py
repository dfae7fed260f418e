"""The days that a file's name speaks of: a guess, because nothing else of a file says which days it covers whole."""

from __future__ import annotations

import re
from datetime import date, timedelta

from contracts.domain.months import Month

_DAY = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])([-_.])(0[1-9]|1[0-2])\2(20\d\d)(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])(?![-_.]?\d)")

Days = tuple[date, date]


def days_in_name(name: str) -> Days | None:
    """First and last day that a file name gives; None when it gives none, or more than two.

    sales-2026-11-20.csv: 20 November; calls_20261101_20261107.csv: 1–7 November; surveys-2026-10.csv: all October.
    """
    days = [_date(year, month, day) for year, _, month, day in _DAY.findall(name)]
    days += [_date(year, month, day) for day, _, month, year in _DAY_FIRST.findall(name)]
    known = sorted({day for day in days if day is not None})
    if days:
        return (known[0], known[-1]) if len(known) == len(set(days)) and len(known) <= 2 else None
    months = sorted({Month(int(year), int(number)) for year, number in _MONTH.findall(name)})
    return (months[0].first_day, months[-1].last_day) if 0 < len(months) <= 2 else None


def covered_days(name: str, came_on: date) -> Days | None:
    """The days that a file covers by its name: never the day on which it came, which was not over yet.

    A file named after the day on which it came covers the day before; a month's file covers the month to that day.
    """
    named = days_in_name(name)
    if named is None or named[1] < came_on:
        return named
    last = came_on - timedelta(days=1)
    return (min(named[0], last), last) if named[0] == named[1] or named[0] <= last else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
