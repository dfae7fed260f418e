"""In which order the files are sent: the newest closed month, the running one, then the past, quarter by quarter."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contracts.domain.months import Month

FEED_ORDER = ("contacts", "surveys", "sales")


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file, its days, and how it is read."""

    contract: str
    feed: str
    profile: str
    path: str  # below the folder
    first_day: date
    last_day: date

    @property
    def name(self) -> str:
        """The file's own name; with contract and feed it names the delivery."""
        return Path(self.path).name


@dataclass(frozen=True, slots=True)
class Batches:
    """Files that are sent together. Past quarters go back from the newest one."""

    newest: tuple[SentFile, ...]
    running: tuple[SentFile, ...]
    past: tuple[tuple[SentFile, ...], ...]


def files_in(folder: Path) -> tuple[SentFile, ...]:
    """The files that were written into a folder, in the order in which the systems would have sent them."""
    listed = json.loads((folder / "deliveries.json").read_text(encoding="utf-8"))
    return tuple(
        SentFile(
            contract=one["contract"],
            feed=one["feed"],
            profile=one["profile"],
            path=one["file"],
            first_day=date.fromisoformat(one["first_day"]),
            last_day=date.fromisoformat(one["last_day"]),
        )
        for one in listed
    )


def in_batches(files: Iterable[SentFile], newest: Month) -> Batches:
    """Files with days of the newest closed month; those of later days; all others by the quarter of their last day.

    Within a batch contacts go first, so that surveys and sales find theirs; else the order stays: a corrected day
    comes after the file that it corrects.
    """
    now: list[SentFile] = []
    running: list[SentFile] = []
    past: dict[int, list[SentFile]] = {}
    for file in sorted(files, key=lambda file: FEED_ORDER.index(file.feed)):
        if file.first_day > newest.last_day:
            running.append(file)
        elif file.last_day >= newest.first_day:
            now.append(file)
        else:
            past.setdefault(_quarter(Month.of(file.last_day)), []).append(file)
    return Batches(tuple(now), tuple(running), tuple(tuple(past[quarter]) for quarter in sorted(past, reverse=True)))


def _quarter(month: Month) -> int:
    return month.year * 4 + (month.number - 1) // 3
