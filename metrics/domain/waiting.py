"""Surveys and sales whose contact is not there yet: they lie in a month of their own until it comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

# In the place of a month: no contact, no month.
WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Age:
    """So many rows of a feed have waited since a local day: 12 surveys since 3 November. None: they say no day."""

    feed: str
    day: date | None
    rows: int

    def to_json(self) -> dict[str, Any]:
        """As the book keeps it."""
        return {"feed": self.feed, "day": self.day.isoformat() if self.day else None, "rows": self.rows}

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> Age:
        """As the book gives it back."""
        return cls(facts["feed"], date.fromisoformat(facts["day"]) if facts["day"] else None, facts["rows"])


def ages(feed: str, hours: Iterable[tuple[datetime | None, int]], zone: str) -> tuple[Age, ...]:
    """Rows by local day, the oldest first, from rows by UTC hour (no zone attached): 23:00 UTC is tomorrow in Oslo."""
    there = ZoneInfo(zone)
    days: Counter[date | None] = Counter()
    for hour, rows in hours:
        days[hour.replace(tzinfo=UTC).astimezone(there).date() if hour is not None else None] += rows
    return tuple(Age(feed, day, days[day]) for day in sorted(days, key=lambda day: (day is None, day or date.max)))
