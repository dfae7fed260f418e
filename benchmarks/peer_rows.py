"""The peer row by row: csv.DictReader, a check of each row, SQLite; the newest row of a contact wins by an upsert."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from benchmarks.clock import Clock
from benchmarks.limits import contacts_file
from benchmarks.measure import Task
from benchmarks.peer import (
    CHANNELS,
    CLOCK,
    COUNTS,
    DAILY,
    DIMENSIONS,
    DIRECTIONS,
    DURATIONS,
    INSTANTS,
    LONGEST_S,
    MISROUTE_S,
    OUTCOMES,
    SERVICE_LEVEL_S,
    SHORT_ABANDON_S,
    START,
    YES_NO,
)

Row = dict[str, str]
_KEPT = (
    "contact_id", "root_id", *INSTANTS, *DIMENSIONS, "customer", "agent", "team", "outcome", *DURATIONS, "transferred",
    "resolved", "offered",
)  # fmt: skip
_COLUMNS = ("day", *_KEPT)
_FLAGS = ("transferred", "resolved", "offered")
_ROWS_A_STEP = 10_000
_UPSERT = (
    f"INSERT INTO contact ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    f" ON CONFLICT (contact_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}"
    " WHERE excluded.updated >= contact.updated"
)
_ANSWERED, _FIRST, _IN = "outcome = 'answered'", "root_id = ''", "direction = 'in'"
_COUNTED = "outcome NOT IN ('test', 'internal')"
_ASKED = f"{_ANSWERED} AND {_FIRST} AND {_IN}"
_LOST = f"outcome = 'abandoned' AND {_IN}"
_SQL = {
    "contacts": f"SUM({_COUNTED} AND {_FIRST})",
    "legs": f"SUM({_COUNTED})",
    "handled": f"SUM({_ANSWERED} AND {_FIRST})",
    "handle_seconds": f"SUM(CASE WHEN {_ANSWERED} AND {_FIRST} THEN seconds ELSE 0 END)",
    "handle_seconds_squared": f"SUM(CASE WHEN {_ANSWERED} AND {_FIRST} THEN seconds * seconds ELSE 0 END)",
    **{f"{name}_seconds": f"SUM(CASE WHEN {_ANSWERED} THEN {name}_s ELSE 0 END)" for name in ("talk", "hold", "wrap")},
    "billable": f"SUM({_ASKED} AND seconds >= {MISROUTE_S})",
    "offered_in": f"SUM({_COUNTED} AND {_FIRST} AND {_IN})",
    "answered_in": f"SUM({_ASKED})",
    "wait_seconds": f"SUM(CASE WHEN {_ASKED} THEN wait_s ELSE 0 END)",
    "in_service_level": f"SUM({_ASKED} AND wait_s <= {SERVICE_LEVEL_S})",
    "abandoned": f"SUM({_LOST} AND wait_s >= {SHORT_ABANDON_S})",
    "short_abandoned": f"SUM({_LOST} AND wait_s < {SHORT_ABANDON_S})",
    "transferred": f"SUM({_ANSWERED} AND transferred = 'yes')",
    "resolved": f"SUM({_ANSWERED} AND resolved = 'yes')",
}
_EFFORT = (
    "CASE WHEN outcome = 'answered' THEN COALESCE(talk_s, 0) + COALESCE(hold_s, 0) + COALESCE(wrap_s, 0) ELSE 0 END"
)
_ROLL_UP = f"""
    WITH later AS (
      SELECT root_id AS unit_id, SUM({_EFFORT}) AS seconds FROM contact WHERE root_id <> '' GROUP BY root_id
    ), unit AS (
      SELECT c.*, {_EFFORT} + COALESCE(l.seconds, 0) AS seconds FROM contact c
      LEFT JOIN later l ON l.unit_id = c.contact_id
    )
    INSERT INTO daily SELECT day, {", ".join(DIMENSIONS)}, {", ".join(_SQL[name] for name in COUNTS)}
    FROM unit GROUP BY day, {", ".join(DIMENSIONS)}
"""


def peer_rows(task: Task, clock: Clock) -> dict[str, Any]:
    """Read, check and store row by row, then roll up by SQL."""
    rejected = 0

    def usable(reader: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
        nonlocal rejected
        for row in reader:
            checked = _checked(row)
            if checked is None:
                rejected += 1
            else:
                yield checked

    numbers = ", ".join(f"{name} INTEGER" if name in DURATIONS else name for name in _COLUMNS if name != "contact_id")
    with (
        clock.part("ingest"),
        sqlite3.connect(task.folder / "peer.sqlite3") as book,
        contacts_file(task.data).open(newline="") as lines,
    ):
        book.execute(f"CREATE TABLE contact (contact_id TEXT PRIMARY KEY, {numbers}) WITHOUT ROWID")
        book.execute(DAILY)
        rows = usable(csv.DictReader(lines, delimiter=";"))
        while step := list(islice(rows, _ROWS_A_STEP)):
            book.executemany(_UPSERT, step)
        book.execute(_ROLL_UP)
        book.commit()
    sums = ", ".join(f"SUM({name})" for name in COUNTS)
    found = book.execute(f"SELECT {sums} FROM daily").fetchone()
    book.close()
    return {"totals": dict(zip(COUNTS, map(int, found), strict=True)), "rejected": {"contacts": rejected}}


def _checked(row: Row) -> tuple[Any, ...] | None:
    """The row as stored, or None when nobody can use it."""
    if not row["contact_id"] or row["channel"] not in CHANNELS or row["direction"] not in DIRECTIONS:
        return None
    if row["outcome"] not in OUTCOMES or not all(row[name] in YES_NO or not row[name] for name in _FLAGS):
        return None
    try:
        instants = [datetime.fromisoformat(row[name]) if row[name] else None for name in INSTANTS]
        durations = [int(row[name]) if row[name] else None for name in DURATIONS]
    except ValueError:
        return None
    if any(number is not None and not 0 <= number <= LONGEST_S for number in durations):
        return None
    started, ended = instants[0], instants[2]
    if started is None or (ended is not None and ended < started):
        return None
    day = started.astimezone(CLOCK).date()
    if day < START:
        return None
    kept = {**row, **dict(zip(DURATIONS, durations, strict=True))}
    return (day.isoformat(), *(kept[name] for name in _KEPT))
