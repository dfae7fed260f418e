"""Which days one file holds: months for what lies back, single days for the last of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from contracts.domain.months import Month, months_between

DAILY_DAYS = 31


@dataclass(frozen=True, slots=True)
class Period:
    """The days of one file; both ends included."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """As files are named: 2026-09, 2026-01_2026-06, 2026-10-01_2026-10-21, 2026-11-05."""
        if self.first == self.last:
            return str(self.first)
        begins, ends = Month.of(self.first), Month.of(self.last)
        if (self.first, self.last) != (begins.first_day, ends.last_day):
            return f"{self.first}_{self.last}"
        return str(begins) if begins == ends else f"{begins}_{ends}"

    def days_of(self, month: Month) -> tuple[int, int] | None:
        """Its days in a month as half-open numbers from 0; None when it has none there."""
        first, last = max(self.first, month.first_day), min(self.last, month.last_day)
        return None if first > last else (first.day - 1, last.day)


def periods(first: Month, last_day: date, *, daily_days: int, months_a_file: int = 1) -> tuple[Period, ...]:
    """All files from the first month to the last day: months (or calendar quarters, halves), then single days."""
    window = last_day - timedelta(days=daily_days - 1)
    blocks: dict[int, list[Month]] = {}
    for month in months_between(first, Month.of(last_day)):
        blocks.setdefault((month.year * 12 + month.number - 1) // months_a_file, []).append(month)
    found: list[Period] = []
    for months in blocks.values():
        begins, until = months[0].first_day, min(months[-1].last_day, last_day)
        before = min(until, window - timedelta(days=1))
        if before >= begins:
            found.append(Period(begins, before))
        day = max(begins, window)
        while day <= until:
            found.append(Period(day, day))
            day += timedelta(days=1)
    return tuple(found)
