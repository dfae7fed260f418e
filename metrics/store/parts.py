"""Merge a delivery's staged rows into a contract's months: copy on write, one new file per month and kind touched.

The live files are only read; what comes out are new files that nobody points at yet. The swap (metrics.services.swap)
makes them live.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from metrics.domain.records import KEYS, PARTS
from metrics.store.connection import Session, nothing, quoted, read
from metrics.store.files import Store
from metrics.store.judging import LiveFiles, columns, judge, same_key

_ORDER: dict[str, str] = {
    "contacts": "local_day, agent",
    "surveys": "contact_id, answered_at, survey_key",
    "sales": "contact_id, accepted_at, sale_id",
}


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part of a month as it will be; path None: no row is left, the month has no such part any more."""

    month: str
    kind: str
    path: str | None
    rows: int = 0
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class LineCounts:
    """What became of the staged lines. A line is a contact with its inline survey and sale, or a row of a feed."""

    accepted: int = 0
    updated: int = 0
    duplicate: int = 0
    stale: int = 0
    unmatched: int = 0
    conflict: int = 0


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The new parts, the counts of lines, the lines in conflict and the months of the rows."""

    parts: tuple[NewPart, ...]
    counts: LineCounts
    conflicts: tuple[int, ...]
    months: tuple[str, ...]


def merge(
    session: Session,
    *,
    staged: Path,
    store: Store,
    contract_id: int,
    live: LiveFiles,
    on_change: str,
    feed: str,
    join_legs_by: str | None = None,
    stop_at: Callable[[LineCounts, Sequence[int]], object] = lambda *_: None,
) -> MergeResult:
    """Judge the staged rows against the live parts, then write new parts.

    `join_legs_by` (started, ended) keeps the legs of a contact in one month, by its first or last leg; None: each leg
    counts by itself. `stop_at` gets the counts and the lines in conflict, and may raise before anything is written.
    """
    judge(session, staged=staged, live=live, on_change=on_change, join_legs_by=join_legs_by)
    counts = _count_lines(session, feed)
    conflicts = _conflicting_lines(session, counts)
    stop_at(counts, conflicts)
    parts: list[NewPart] = []
    for kind in PARTS:
        _gather_arrivals(session, kind, live)
        for (month,) in session.run(_TOUCHED.format(kind=kind)):
            live_file = live.get(month, {}).get(kind)
            parts.append(_write_part(session, store, contract_id, month, kind, live_file))
    return MergeResult(
        parts=tuple(sorted(parts, key=lambda part: (part.month, part.kind))),
        counts=counts,
        conflicts=conflicts,
        months=tuple(month for (month,) in session.run(_MONTHS_OF_ROWS.format(kind=feed))),
    )


_TOUCHED = """
    SELECT month FROM arrivals_{kind} UNION SELECT old_month FROM arrivals_{kind} WHERE old_month IS NOT NULL
    ORDER BY month
"""
_MONTHS_OF_ROWS = """
    SELECT month FROM judged_{kind} WHERE month IS NOT NULL
    UNION SELECT month FROM arrivals_{kind} UNION SELECT old_month FROM arrivals_{kind} WHERE old_month IS NOT NULL
    ORDER BY month
"""


def _count_lines(session: Session, feed: str) -> LineCounts:
    """A contact's line counts as updated also when only its inline survey or sale is new or changed."""
    others = [kind for kind in PARTS if kind != feed]
    verdicts = ", ".join(f"COALESCE({kind}.verdict, 'none')" for kind in others)
    joins = " ".join(
        f"LEFT JOIN (SELECT line, MIN(verdict) AS verdict FROM judged_{kind} GROUP BY line) {kind}"  # noqa: S608
        f" ON {kind}.line = c.line"
        for kind in others
    )
    rows = session.run(
        f"""
        WITH line AS (SELECT c.verdict, [{verdicts}] AS others FROM judged_{feed} c {joins})
        SELECT CASE
            WHEN verdict IN ('unmatched', 'conflict') THEN verdict
            WHEN list_contains(others, 'conflict') THEN 'conflict'
            WHEN verdict IN ('accepted', 'updated') THEN verdict
            WHEN list_contains(others, 'accepted') OR list_contains(others, 'updated') THEN 'updated'
            WHEN verdict = 'stale' OR list_contains(others, 'stale') THEN 'stale'
            ELSE 'duplicate' END AS outcome, COUNT(*)
        FROM line GROUP BY outcome
        """  # noqa: S608
    )
    return LineCounts(**dict(rows))


def _gather_arrivals(session: Session, kind: str, live: LiveFiles) -> None:
    """Rows that come into a month: winners, and followers of a contact that moved."""
    session.run(
        f"""
        CREATE TEMP VIEW arrivals_{kind} AS
        SELECT {columns(kind)}, month, old_month FROM judged_{kind} WHERE wins
        UNION ALL SELECT {columns(kind)}, month, old_month FROM {_followers(session, kind, live)}
        """  # noqa: S608
    )


def _followers(session: Session, kind: str, live: LiveFiles) -> str:
    """SQL: live legs, surveys and sales whose contact moved, unless the delivery brings a newer row of the key."""
    moved, names = ("moved_legs", KEYS[kind]) if kind == "contacts" else ("moved", ("source", "contact_id"))
    months = [month for (month,) in session.run(f"SELECT DISTINCT old_month FROM {moved}")]  # noqa: S608
    files = {month: live[month][kind] for month in months if kind in live[month]}
    if not files:
        empty = (*PARTS[kind], ("month", "VARCHAR"), ("old_month", "VARCHAR"))
        return nothing(empty)
    same = " AND ".join(f"m.{name} = l.{name}" for name in names)
    found = " UNION ALL ".join(
        f"SELECT l.*, m.month, m.old_month FROM {read([file])} l "  # noqa: S608
        f"JOIN {moved} m ON m.old_month = {quoted(month)} AND {same}"
        for month, file in sorted(files.items())
    )
    key = same_key(kind, "j", "f")
    session.run(
        f"""
        CREATE TEMP TABLE followers_{kind} AS
        SELECT f.* FROM ({found}) f ANTI JOIN (SELECT * FROM judged_{kind} WHERE wins) j ON {key}
        """  # noqa: S608
    )
    return f"followers_{kind}"


def _write_part(
    session: Session, store: Store, contract_id: int, month: str, kind: str, live_file: Path | None
) -> NewPart:
    """The live rows that nobody replaces or takes away, and the arrivals, in one new file."""
    rows = f"SELECT {columns(kind)} FROM arrivals_{kind} WHERE month = {quoted(month)}"  # noqa: S608
    if live_file is not None:
        rows += f"""
            UNION ALL SELECT {columns(kind, "l")} FROM {read([live_file])} l
            ANTI JOIN (SELECT * FROM arrivals_{kind} WHERE old_month = {quoted(month)}) a ON {same_key(kind, "a", "l")}
            """  # noqa: S608
    path = store.new_part(contract_id, month, kind)
    copy = f"COPY ({rows} ORDER BY {_ORDER[kind]}) TO {{}} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
    written = store.save(path, lambda draft: session.run(copy.format(quoted(draft))))
    day = "local_day" if kind == "contacts" else "CAST(NULL AS DATE)"
    count, first, last = session.run(f"SELECT COUNT(*), MIN({day}), MAX({day}) FROM {read([written])}")[0]  # noqa: S608
    if count == 0:
        store.remove(path)
        return NewPart(month, kind, None)
    return NewPart(month, kind, path, count, first, last)


def _conflicting_lines(session: Session, counts: LineCounts) -> tuple[int, ...]:
    if counts.conflict == 0:
        return ()
    return tuple(line for (line,) in session.run("SELECT line FROM conflicting ORDER BY line"))
