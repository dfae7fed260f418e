"""In which order the files are sent: first what the newest months need, then the history, the newest quarter first."""

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
    """One file, its last day, and how it is read."""

    contract: str
    feed: str
    profile: str
    path: str  # below the folder
    last_day: date

    @property
    def name(self) -> str:
        """The file's own name; with contract and feed it names the delivery."""
        return Path(self.path).name


def files_in(folder: Path) -> tuple[SentFile, ...]:
    """The files that were written into a folder, in the order in which the systems would have sent them."""
    listed = json.loads((folder / "deliveries.json").read_text(encoding="utf-8"))
    return tuple(
        SentFile(one["contract"], one["feed"], one["profile"], one["file"], date.fromisoformat(one["last_day"]))
        for one in listed
    )


def in_batches(files: Iterable[SentFile], newest: Month) -> tuple[tuple[SentFile, ...], ...]:
    """The files of the newest closed month and all later ones; then quarter by quarter, going back.

    Within a batch contacts go first, so that surveys and sales find theirs; else the order stays: a corrected day
    comes after the file that it corrects.
    """
    found: dict[int, list[SentFile]] = {}
    for file in files:
        found.setdefault(_age(file, newest), []).append(file)
    return tuple(tuple(sorted(found[age], key=lambda file: FEED_ORDER.index(file.feed))) for age in sorted(found))


def _age(file: SentFile, newest: Month) -> int:
    """0 for the newest months, else the number of quarters back from the newest closed month, and one."""
    month = Month.of(file.last_day)
    return 0 if month >= newest else 1 + _quarter(newest) - _quarter(month)


def _quarter(month: Month) -> int:
    return month.year * 4 + (month.number - 1) // 3
