"""Surveys and sales that wait for their contact, and since when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.selectors import Contract
from metrics.domain.records import FEEDS
from metrics.domain.waiting import Age
from metrics.models import Waiting


@dataclass(frozen=True, slots=True)
class WaitingRows:
    """So many rows of a feed wait, the oldest since a local day (None: no row says one)."""

    feed: str
    rows: int
    since: date | None

    def days(self, today: date) -> int | None:
        """The age of the oldest: 19 on 22 November, since 3 November."""
        return None if self.since is None else max((today - self.since).days, 0)


def waiting_ages(contract: Contract) -> tuple[Age, ...]:
    """How many rows wait, by feed and local day of the row."""
    listed = Waiting.objects.within(contract).values_list("ages", flat=True).first()
    return tuple(Age.from_json(age) for age in listed or ())


def waiting_of(contract: Contract) -> tuple[WaitingRows, ...]:
    """What waits, by feed; a feed without waiting rows is left out."""
    return _by_feed(waiting_ages(contract))


def _by_feed(found: Collection[Age]) -> tuple[WaitingRows, ...]:
    by_feed = {feed: [age for age in found if age.feed == feed] for feed in FEEDS}
    return tuple(_rows(feed, listed) for feed, listed in by_feed.items() if listed)


def _rows(feed: str, listed: Collection[Age]) -> WaitingRows:
    days = [age.day for age in listed if age.day is not None]
    return WaitingRows(feed, sum(age.rows for age in listed), min(days, default=None))


def waiting_document(contract: Contract) -> dict[str, Any]:
    """What the API says: by feed, how many since when, and by day."""
    found = waiting_ages(contract)
    return {
        "waiting": [
            {
                "feed": rows.feed,
                "rows": rows.rows,
                "since": _day(rows.since),
                "by_day": [{"day": _day(age.day), "rows": age.rows} for age in found if age.feed == rows.feed],
            }
            for rows in _by_feed(found)
        ]
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
