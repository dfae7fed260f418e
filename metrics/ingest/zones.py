"""Local time and UTC, as SQL made from Python's zone data: offsets are found by comparison, nothing is cast by zone.

A local time that occurs twice (the hour when clocks go back) or never (when they go forward) is seen as such before any
conversion: 2026-10-25 02:30 in Oslo is 00:30Z or 01:30Z, and 2026-03-29 02:30 is no time at all (MATH.md 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from metrics.ingest.literals import moment, text

AMBIGUOUS = "ambiguous_time"
NONEXISTENT = "nonexistent_time"
_STEP = timedelta(days=7)  # no zone changes its clock twice within a week, save by decree


@dataclass(frozen=True, slots=True)
class Change:
    """From this UTC instant on (no zone attached) the offset is `after` instead of `before`, in seconds."""

    at: datetime
    before: int
    after: int


@cache
def changes(zone: str, first: date, last: date) -> tuple[Change, ...]:
    """All changes of a zone's offset between two days."""
    return tuple(_changes(ZoneInfo(zone), _start(first), _start(last)))


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _offset(zone: ZoneInfo, instant: datetime) -> int:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None  # noqa: S101 an aware instant has one
    return round(offset.total_seconds())


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[Change]:
    instant, before = first, _offset(zone, first)
    while instant < last:
        later = instant + _STEP
        after = _offset(zone, later)
        if after != before:
            yield Change(_moment_of_change(zone, instant, later).replace(tzinfo=None), before, after)
        instant, before = later, after


def _moment_of_change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second with the new offset, by halving."""
    old = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _offset(zone, middle) == old else (low, middle)
    return high


def first_offset(zone: str, first: date) -> int:
    """The offset at the beginning of the span."""
    return _offset(ZoneInfo(zone), _start(first))


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone between two days, ready to be written as SQL."""

    name: str
    first: date
    last: date

    def local_of_utc(self, column: str) -> str:
        """SQL: the time on this zone's clocks at a UTC TIMESTAMP."""
        found = self._changes()
        offsets = [first_offset(self.name, self.first), *(change.after for change in found)]
        return _tree(column, [change.at for change in found], [_shifted(column, offset) for offset in offsets])

    def utc_of_local(self, column: str, *, ambiguous: str = "reject", nonexistent: str = "reject") -> str:
        """SQL: UTC from a local TIMESTAMP; null when it occurs twice or never and the rules say `reject`."""
        leaves = [_shifted(column, -first_offset(self.name, self.first))]
        for change in self._changes():
            if change.after < change.before:
                rule = {"reject": None, "first": change.before, "second": change.after}[ambiguous]
            else:
                rule = {"reject": None, "shift": change.before}[nonexistent]
            leaves.append("NULL" if rule is None else _shifted(column, -rule))
            leaves.append(_shifted(column, -change.after))
        return _tree(column, self._local_edges(), leaves)

    def oddity(self, column: str) -> str:
        """SQL: AMBIGUOUS or NONEXISTENT for a local TIMESTAMP that occurs twice or never, else null."""
        leaves = ["NULL"]
        for change in self._changes():
            leaves += [text(AMBIGUOUS if change.after < change.before else NONEXISTENT), "NULL"]
        return _tree(column, self._local_edges(), leaves)

    def has_whole_hours(self) -> bool:
        """All offsets are whole hours: an hour begins at the same minute here and in UTC."""
        offsets = [first_offset(self.name, self.first), *(change.after for change in self._changes())]
        return all(offset % 3_600 == 0 for offset in offsets)

    def _changes(self) -> tuple[Change, ...]:
        return changes(self.name, self.first, self.last)

    def _local_edges(self) -> list[datetime]:
        """Beginning and end of each local span that occurs twice or never."""
        return [
            change.at + timedelta(seconds=offset)
            for change in self._changes()
            for offset in sorted((change.before, change.after))
        ]


def _shifted(column: str, seconds: int) -> str:
    """SQL: so many seconds later."""
    if seconds == 0:
        return column
    return f"{column} {'+' if seconds > 0 else '-'} INTERVAL {abs(seconds)} SECOND"


def _tree(column: str, edges: Sequence[datetime], leaves: Sequence[str]) -> str:
    """Nested CASE by halves: with n edges about log2(n) comparisons a row."""
    if not edges:
        return leaves[0]
    middle = len(edges) // 2
    before = _tree(column, edges[:middle], leaves[: middle + 1])
    after = _tree(column, edges[middle + 1 :], leaves[middle + 1 :])
    return f"CASE WHEN {column} < {moment(edges[middle])} THEN {before} ELSE {after} END"
