"""How contacts spread over the year, the week and the day, and where the hours lie in UTC."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.arrays import Floats, Ints
from kpi_portal.demo.model_buyer.holidays import half_days, is_holiday

ZONE = ZoneInfo("Europe/Oslo")
CHANNELS = ("phone", "chat", "email")
CHANNEL_SHARES = (0.75, 0.20, 0.05)
DAY_KINDS = ("weekday", "saturday", "closed")

_SEASON = (1.12, 1.00, 1.02, 0.97, 0.95, 0.96, 0.82, 0.95, 1.04, 1.01, 1.07, 1.09)  # January first
_WEEK = (1.26, 1.12, 1.06, 1.02, 1.02, 0.42, 0.20)  # Monday first
_HOLIDAY, _HALF_DAY, _DAY_AFTER = 0.18, 0.55, 1.18
_INVOICE_DAYS, _INVOICE_PEAK = frozenset({3, 4, 5, 16, 17}), 1.14

# Share of a day by local hour; nothing between 2 and 3, an hour that a clock change takes away or doubles, and
# nothing so late that it would be done on the next day only.
_PHONE = {
    "weekday": (8, (6, 9, 11, 11, 10, 9, 10, 10, 9, 7, 4, 3, 1)),
    "saturday": (9, (5, 9, 12, 13, 12, 10, 7, 3)),
    "closed": (10, (6, 10, 11, 10, 6)),
}
_CHAT = {
    "weekday": (8, (4, 7, 8, 9, 9, 8, 8, 8, 8, 7, 7, 7, 6, 4)),
    "saturday": (9, (4, 7, 9, 9, 9, 8, 8, 7, 5)),
    "closed": (10, (5, 8, 9, 9, 8, 7, 6)),
}
_EMAIL = (4, 2, 0, 1, 1, 2, 4, 8, 12, 14, 14, 12, 10, 10, 10, 9, 8, 7, 8, 9, 10, 9, 0, 0)


def day_kind(day: date) -> str:
    """Which opening hours hold."""
    if is_holiday(day) or day.weekday() == 6:
        return "closed"
    return "saturday" if day.weekday() == 5 else "weekday"


def day_weight(day: date) -> float:
    """How busy a day is; an ordinary Thursday in February is about 1."""
    if is_holiday(day):
        return _HOLIDAY * _SEASON[day.month - 1]
    weight = _WEEK[day.weekday()] * _SEASON[day.month - 1]
    if day in half_days(day.year):
        weight *= _HALF_DAY
    elif is_holiday(day - timedelta(days=1)) and day.weekday() < 5:
        weight *= _DAY_AFTER
    return weight * _INVOICE_PEAK if day.day in _INVOICE_DAYS and day.weekday() < 5 else weight


@cache
def year_weight(year: int) -> float:
    """All days of a calendar year together: contacts a year × day_weight / year_weight are the contacts of a day."""
    first = date(year, 1, 1)
    return sum(day_weight(first + timedelta(days=n)) for n in range((date(year + 1, 1, 1) - first).days))


@cache
def hour_shares(channel: str, kind: str) -> tuple[float, ...]:
    """Share of a day's contacts by local hour, 24 of them, sum 1."""
    hours = list(_EMAIL)
    if channel != "email":
        first, weights = (_PHONE if channel == "phone" else _CHAT)[kind]
        hours = [0] * first + list(weights) + [0] * (24 - first - len(weights))
    return tuple(hour / sum(hours) for hour in hours)


def days_of(month: Month) -> tuple[date, ...]:
    """Every local day of a month."""
    return tuple(month.first_day + timedelta(days=n) for n in range(month.last_day.day))


def cell_shares(month: Month) -> Floats:
    """Share of a calendar year's contacts by day of the month, local hour and channel."""
    shares = np.zeros((month.last_day.day, 24, len(CHANNELS)))
    for place, day in enumerate(days_of(month)):
        of_year = day_weight(day) / year_weight(day.year)
        for number, channel in enumerate(CHANNELS):
            shares[place, :, number] = hour_shares(channel, day_kind(day))
            shares[place, :, number] *= of_year * CHANNEL_SHARES[number]
    return shares


def epoch(day: date, hour: int = 0) -> int:
    """Seconds since 1970 at a local hour of a day."""
    return int(datetime.combine(day, time(hour), tzinfo=ZONE).timestamp())


def hour_starts(month: Month) -> Ints:
    """The instant at which each local hour begins, by day and hour."""
    return np.array([[epoch(day, hour) for hour in range(24)] for day in days_of(month)], dtype=np.int64)


class LocalDays:
    """Local days of instants, as numbers from the first day on (days before it: -1)."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        count = (last - first).days + 2
        self.starts = np.array([epoch(first + timedelta(days=n)) for n in range(count)], dtype=np.int64)

    def number(self, day: date) -> int:
        """The number of a day."""
        return (day - self.first).days

    def numbers(self, instants: Ints) -> Ints:
        """The number of the local day that each instant falls on; past the end: the number after the last."""
        return (np.searchsorted(self.starts, instants, side="right") - 1).astype(np.int64)
