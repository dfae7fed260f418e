"""Merge a delivery's staged rows into a contract's months: copy on write, one new file per month and kind touched.

The live files are only read; what comes out are new files that nobody points at yet. The swap
(metrics.services.manifest_swap) makes them live.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from metrics.domain.records import PARTS
from metrics.domain.waiting import WAITING
from metrics.store.connection import Session
from metrics.store.files import Store
from metrics.store.flows import flow_of
from metrics.store.judging import LiveFiles, Staged, judge, staged_files
from metrics.store.writing import NewPart, Shelf, write_part

__all__ = ["LineCounts", "MergeResult", "NewPart", "merge"]


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
    given = staged_files(staged)
    judge(session, staged=given, live=live, on_change=on_change, join_legs_by=join_legs_by)
    counts = _count_lines(session, feed, given)
    conflicts = _conflicting_lines(session, counts)
    stop_at(counts, conflicts)
    parts: list[NewPart] = []
    months: set[str] = set()
    for kind in PARTS:
        flow = flow_of(session, kind, given, live)
        months |= flow.months if kind == feed else set()
        for month in sorted(flow.touched):
            shelf = Shelf(store, contract_id, month, live.get(month, {}).get(kind))
            parts.append(write_part(session, shelf, flow))
    return MergeResult(
        parts=tuple(sorted(parts, key=lambda part: (part.month, part.kind))),
        counts=counts,
        conflicts=conflicts,
        months=tuple(sorted(months - {WAITING})),
    )


def _count_lines(session: Session, feed: str, staged: Staged) -> LineCounts:
    """A contact's line counts as updated also when only its inline survey or sale is new or changed."""
    others = [kind for kind in staged if kind != feed]
    if feed not in staged:
        return LineCounts()
    verdicts = ", ".join(f"COALESCE({kind}.verdict, 'none')" for kind in others)
    joins = " ".join(
        f"LEFT JOIN (SELECT line, MIN(verdict) AS verdict FROM judged_{kind} GROUP BY line) {kind}"  # noqa: S608
        f" ON {kind}.line = c.line"
        for kind in others
    )
    rows = session.run(
        f"""
        WITH line AS (SELECT c.verdict, CAST([{verdicts}] AS VARCHAR[]) AS others FROM judged_{feed} c {joins})
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


def _conflicting_lines(session: Session, counts: LineCounts) -> tuple[int, ...]:
    if counts.conflict == 0:
        return ()
    return tuple(line for (line,) in session.run("SELECT line FROM conflicting ORDER BY line"))
