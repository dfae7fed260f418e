"""Which deliveries are missing, guessed from those that came before: nobody has agreed a timetable.

How often a feed comes is read from the days that its files covered, or else from when they came. A day is expected when
most of the same weekdays in the four weeks before the last covered day had data, and it is missing when the hour by
which nine of ten files were here has passed. Too little history gives no expectation: silence is not called late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

from contracts.domain.months import Month

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_WEEK = 7
_WEEKS_BACK = 4
_LOOKED_AT = 10  # the newest files say how often a feed comes now
_PUNCTUAL_LOOKED_AT = 20

# How often: from how many days to how many a file covers, or lie between two files.
_SPANS: dict[str, tuple[int, int]] = {"daily": (1, 3), "weekly": (5, 9), "monthly": (26, 35)}
CADENCES: tuple[str, ...] = tuple(_SPANS)
_LENGTH: dict[str, int] = {"daily": 1, "weekly": 7, "monthly": 31}
# How many files tell how often they come, and how many punctual ones by when.
_ENOUGH: dict[str, int] = {"daily": 5, "weekly": 3, "monthly": 3}
# A file that came later than this after its last day was loaded afterwards and says nothing of the usual hour.
_PUNCTUAL: dict[str, timedelta] = {"daily": 3 * _DAY, "weekly": 5 * _DAY, "monthly": 15 * _DAY}
# Without a usual hour: this long after the last day of what a file covers.
_PATIENCE: dict[str, timedelta] = {"daily": _DAY, "weekly": 3 * _DAY, "monthly": 10 * _DAY}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file of a feed: when it came, in the contract's local time without zone, and which days it covers."""

    at: datetime
    days: tuple[date, date] | None = None  # first and last; None: not known


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of a feed. `usual_by` is how long after the last day of a file nine of ten files were here.

    `missing` are days whose data should be here; `silent_since` is when the last file came, when one is overdue and
    the days that it would cover are not known; `due` is when the next one is expected. `files` says how many tell.
    """

    cadence: str | None
    files: int
    usual_by: timedelta | None = None
    missing: tuple[date, ...] = ()
    silent_since: date | None = None
    due: datetime | None = None


def expect(
    arrivals: Sequence[Arrival], covered: Collection[date], *, days: Sequence[date], now: datetime
) -> Expectation:
    """What of some days (a month's) is missing at a local moment. `covered` are the days with data, of any month.

    Files came on each of the last 20 mornings by 06:00 and none for Friday and Saturday: at noon on Sunday both are
    missing.
    """
    newest = sorted(arrivals, key=lambda arrival: arrival.at)
    cadence = cadence_of(newest)
    if not covered:
        return _by_arrival(newest, cadence, now)
    usual_by = None if cadence is None else usual_lag(newest, cadence)
    last = max(covered)
    limit = last if cadence is None else _last_due(last, cadence, usual_by, now)
    missing = tuple(day for day in days if day <= limit and day not in covered and _is_usual(day, covered))
    due = None if cadence is None else _due(_next_end(limit, cadence), cadence, usual_by)
    return Expectation(cadence, len(arrivals), usual_by, missing, due=due)


def cadence_of(arrivals: Sequence[Arrival]) -> str | None:
    """daily, weekly or monthly: what most of the newest files cover, or else the days between them; None: too few.

    `arrivals` in the order in which they came.
    """
    spans = sorted((last, (last - first).days + 1) for first, last in _known(arrivals))
    if spans:
        return _of_most([length for _, length in spans[-_LOOKED_AT:]])
    came = sorted({arrival.at.date() for arrival in arrivals})
    gaps = [(after - before).days for before, after in pairwise(came)][-_LOOKED_AT:]
    usual = median(gaps) if gaps else 0
    return next((name for name in CADENCES if _is_of(name, usual) and len(gaps) >= _ENOUGH[name]), None)


def usual_lag(arrivals: Sequence[Arrival], cadence: str) -> timedelta | None:
    """By when nine of ten punctual files were here after the end of their last day, up to the whole hour."""
    lags = [arrival.at - _end_of(arrival.days[1]) for arrival in arrivals if arrival.days is not None]
    punctual = sorted([lag for lag in lags if timedelta(0) <= lag <= _PUNCTUAL[cadence]][-_PUNCTUAL_LOOKED_AT:])
    if len(punctual) < _ENOUGH[cadence]:
        return None
    nine_of_ten = punctual[ceil(len(punctual) * 9 / 10) - 1]
    return ceil(nine_of_ten / _HOUR) * _HOUR


def runs(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """Days as first and last of each unbroken run: 16, 20 and 21 give 16–16 and 20–21."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and day - found[-1][1] == _DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple(found)


def _known(arrivals: Iterable[Arrival]) -> list[tuple[date, date]]:
    return [arrival.days for arrival in arrivals if arrival.days is not None]


def _of_most(lengths: Sequence[int]) -> str | None:
    """The cadence that more than half of the files have."""
    for name in CADENCES:
        count = len([length for length in lengths if _is_of(name, length)])
        if count >= _ENOUGH[name] and 2 * count > len(lengths):
            return name
    return None


def _is_of(cadence: str, days: float) -> bool:
    low, high = _SPANS[cadence]
    return low <= days <= high


def _by_arrival(arrivals: Sequence[Arrival], cadence: str | None, now: datetime) -> Expectation:
    """Without covered days: overdue when nothing came for longer than usual."""
    if cadence is None:
        return Expectation(None, len(arrivals))
    last = arrivals[-1].at
    due = last + _LENGTH[cadence] * _DAY + _PATIENCE[cadence]
    return Expectation(cadence, len(arrivals), silent_since=last.date() if now > due else None, due=due)


def _last_due(last: date, cadence: str, usual_by: timedelta | None, now: datetime) -> date:
    """The last day whose data should be here by now: never before the last day that is here."""
    limit, end = last, _next_end(last, cadence)
    while _due(end, cadence, usual_by) <= now:
        limit, end = end, _next_end(end, cadence)
    return limit


def _next_end(day: date, cadence: str) -> date:
    """The last day of the next file: the day after, a week on, or the end of the month that follows."""
    return Month.of(day + _DAY).last_day if cadence == "monthly" else day + _LENGTH[cadence] * _DAY


def _due(end: date, cadence: str, usual_by: timedelta | None) -> datetime:
    """By when the file that ends with a day is expected."""
    return _end_of(end) + (_PATIENCE[cadence] if usual_by is None else usual_by)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + _DAY, time())


def _is_usual(day: date, covered: Collection[date]) -> bool:
    """Had most of the same weekdays data, in the four weeks up to the last covered day before this one?"""
    before = [one for one in covered if one < day]
    if not before:
        return False
    newest = max(before) - ((max(before).weekday() - day.weekday()) % _WEEK) * _DAY
    same = [newest - _WEEK * back * _DAY for back in range(_WEEKS_BACK)]
    known = [one for one in same if one >= min(before)]
    return 2 * len([one for one in known if one in covered]) > len(known)
