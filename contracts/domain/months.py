"""Months and days of a contract: local, half-open, taken in the contract's time zone (MATH.md 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.domain.errors import N_, DomainError

# Beyond these, the neighbour months and days of a month that somebody typed would not exist in a calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2200


class MonthInvalid(DomainError):
    """A month was not written as year and month."""

    code = "month_invalid"
    text = N_("“%(value)s” is not a month. Write it as 2026-10.")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month, for example 2026-10; the days it holds are the contract's local days."""

    year: int
    number: int

    @classmethod
    def parse(cls, value: str) -> Month:
        """Read "2026-10". Raises MonthInvalid."""
        year, dash, number = value.partition("-")
        digits = year.isascii() and year.isdigit() and number.isascii() and number.isdigit()
        if not (dash and digits and len(year) == 4 and len(number) == 2):
            raise MonthInvalid(value=value)
        if not (1 <= int(number) <= 12 and FIRST_YEAR <= int(year) <= LAST_YEAR):
            raise MonthInvalid(value=value)
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a local day belongs to."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def plus(self, months: int) -> Month:
        """The month so many months later (or earlier, when negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def next(self) -> Month:
        return self.plus(1)

    @property
    def previous(self) -> Month:
        return self.plus(-1)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)


def local_start(day: date, zone: str) -> datetime:
    """The UTC instant at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def bounds(month: Month, zone: str) -> tuple[datetime, datetime]:
    """First instant of the month and of the next one, in UTC: half-open, 2026-10 in Oslo has 745 hours."""
    return local_start(month.first_day, zone), local_start(month.next.first_day, zone)


def month_of(instant: datetime, zone: str) -> Month:
    """The local month of an instant: 2026-03-31T22:30Z is April in Oslo."""
    return Month.of(instant.astimezone(ZoneInfo(zone)).date())


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """All months from first to last, both included."""
    count = (last.year - first.year) * 12 + last.number - first.number + 1
    return tuple(first.plus(step) for step in range(max(count, 0)))


def cut_off_day(month: Month, days: int) -> date:
    """The last local day on which a month is open: the given day of the month after (10 by default)."""
    return month.next.first_day + timedelta(days=days - 1)


def local_text(instant: datetime, zone: str) -> str:
    """An instant as documents write it, in the contract's zone to the second: 2026-11-11T00:05:00+01:00."""
    return instant.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
