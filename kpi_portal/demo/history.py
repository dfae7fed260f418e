"""How much of the model buyer the demo shows, remembered from the first start on.

A later start on another day keeps the first month and adds the days that have passed since: the model's files hang on
the first month alone, so all files of the earlier start stay as they are, and the new days are files of their own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from pathlib import Path

from contracts.domain.months import Month, months_between
from kpi_portal.demo.model_buyer.generate import Order
from kpi_portal.demo.model_buyer.story import Story

FULL_LENGTH = 24  # the months in which the story was written
MARK = "history.json"


@dataclass(frozen=True, slots=True)
class Size:
    """What a first start asks for."""

    contacts_a_year: int
    months: int
    daily_days: int


@dataclass(frozen=True, slots=True)
class History:
    """From the first month to the last day (yesterday). `story_months` full months tell the whole story."""

    first: Month
    last_day: date
    daily_from: date
    contacts_a_year: int
    story_months: int

    @property
    def newest_closed(self) -> Month:
        """The month before the running one: the day after the last day is today."""
        return Month.of(self.last_day + timedelta(days=1)).previous

    @property
    def closed_months(self) -> tuple[Month, ...]:
        """All full months, the oldest first."""
        return months_between(self.first, self.newest_closed)

    def order(self, folder: Path) -> Order:
        """What the model buyer's systems are to write."""
        return Order(
            folder=folder,
            first=self.first,
            last_day=self.last_day,
            contacts_a_year=self.contacts_a_year,
            daily_days=max((self.last_day - self.daily_from).days + 1, 0),
            story=told_in(self.story_months),
        )

    def remember(self, folder: Path) -> None:
        """Write the mark; it is there wholly or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        facts = {part.name: getattr(self, part.name) for part in fields(self)}
        draft = folder / f"{MARK}.new"
        draft.write_text(json.dumps(facts, default=str, indent=1) + "\n", encoding="utf-8")
        draft.replace(folder / MARK)


def history_in(folder: Path) -> History | None:
    """The history of an earlier start."""
    mark = folder / MARK
    if not mark.exists():
        return None
    facts = json.loads(mark.read_text(encoding="utf-8"))
    days = {name: date.fromisoformat(facts[name]) for name in ("last_day", "daily_from")}
    return History(**{**facts, **days, "first": Month.parse(facts["first"])})


def history_for(folder: Path, today: date, size: Size) -> History:
    """The earlier one, brought up to yesterday; else a new one of the size wished for."""
    yesterday = today - timedelta(days=1)
    known = history_in(folder)
    if known is not None:
        return replace(known, last_day=max(known.last_day, yesterday))
    return History(
        first=Month.of(today).plus(-size.months),
        last_day=yesterday,
        daily_from=yesterday - timedelta(days=size.daily_days - 1),
        contacts_a_year=size.contacts_a_year,
        story_months=size.months,
    )


def told_in(months: int) -> Story:
    """The same story, told in fewer or more months than it was written in."""
    story = Story()
    moments = {part.name: getattr(story, part.name) * months // FULL_LENGTH for part in fields(story)}
    return Story(**moments)
