"""Local time and UTC, as SQL made from Python's zone data: offsets are found by comparison, nothing is cast by zone.

A local time that occurs twice (the hour when clocks go back) or never (when they go forward) is seen as such before any
conversion: 2026-10-25 02:30 in Oslo is 00:30Z or 01:30Z, and 2026-03-29 02:30 is no time at all (MATH.md 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from metrics.ingest.literals import moment

# Instead of an offset: the local time has none, or two.
AMBIGUOUS = -1_000_001
NONEXISTENT = -1_000_002
NO_OFFSET = -1_000_000  # whatever lies below is not an offset
_STEP = timedelta(days=7)  # no zone changes its clock twice within a week, save by decree


@dataclass(frozen=True, slots=True)
class Change:
    """From this UTC instant on (no zone attached) the offset is `after` instead of `before`, in seconds."""

    at: datetime
    before: int
    after: int


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

    def offset_of_utc(self, column: str) -> str:
        """SQL: seconds to add to a UTC TIMESTAMP to get local time."""
        found = changes(self.name, self.first, self.last)
        return _tree(column, [c.at for c in found], [first_offset(self.name, self.first), *(c.after for c in found)])

    def offset_of_local(self, column: str, *, ambiguous: str = "reject", nonexistent: str = "reject") -> str:
        """SQL: seconds to take from a local TIMESTAMP to get UTC; AMBIGUOUS or NONEXISTENT by the given rules."""
        edges: list[datetime] = []
        offsets = [first_offset(self.name, self.first)]
        for change in changes(self.name, self.first, self.last):
            low, high = sorted((change.before, change.after))
            edges += [change.at + timedelta(seconds=low), change.at + timedelta(seconds=high)]
            if change.after < change.before:
                between = {"reject": AMBIGUOUS, "first": change.before, "second": change.after}[ambiguous]
            else:
                between = {"reject": NONEXISTENT, "shift": change.before}[nonexistent]
            offsets += [between, change.after]
        return _tree(column, edges, offsets)

    def odd_spans(self) -> tuple[tuple[datetime, datetime, bool], ...]:
        """Local spans [from, to) that occur twice (True) or never (False)."""
        found = changes(self.name, self.first, self.last)
        return tuple(
            (
                change.at + timedelta(seconds=min(change.before, change.after)),
                change.at + timedelta(seconds=max(change.before, change.after)),
                change.after < change.before,
            )
            for change in found
        )


def _tree(column: str, edges: Sequence[datetime], offsets: Sequence[int]) -> str:
    """Nested CASE by halves: with n edges about log2(n) comparisons a row."""
    if not edges:
        return str(offsets[0])
    middle = len(edges) // 2
    before = _tree(column, edges[:middle], offsets[: middle + 1])
    after = _tree(column, edges[middle + 1 :], offsets[middle + 1 :])
    return f"CASE WHEN {column} < {moment(edges[middle])} THEN {before} ELSE {after} END"
