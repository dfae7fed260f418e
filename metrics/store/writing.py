"""Write the parts of a month anew: the live rows that nobody replaces or takes away, and those that come in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from metrics.domain.records import PARTS
from metrics.domain.waiting import WAITING
from metrics.store.connection import Session, quoted, read
from metrics.store.files import Store
from metrics.store.flows import Flow
from metrics.store.judging import columns, same_key

# Rows lie in the order of the files, which is that of time: sorting costs more than it saves.
_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 1000"
_SINCE = {"surveys": "answered_at", "sales": "COALESCE(accepted_at, active_at, withdrawn_at, cancelled_at)"}
Hours = tuple[tuple[datetime | None, int], ...]


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part of a month as it will be; path None: no row is left, the month has no such part any more.

    The month WAITING holds surveys and sales without a contact; `hours` counts its rows by hour (UTC).
    """

    month: str
    kind: str
    path: str | None
    rows: int = 0
    first_day: date | None = None
    last_day: date | None = None
    hours: Hours = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the parts of a contract's month lie, and its live file of a kind."""

    store: Store
    contract_id: int
    month: str
    live_file: Path | None

    def save(self, kind: str, write: Callable[[Path], object]) -> str:
        """A new file; gives its path below the store."""
        path = self.store.new_part(self.contract_id, self.month, kind)
        self.store.save(path, write)
        return path


def write_part(session: Session, shelf: Shelf, flow: Flow) -> NewPart:
    """The month's new part. A month that had nothing takes the reader's own file as it is."""
    return _adopt(session, shelf, flow) or _write(session, shelf, flow)


def _adopt(session: Session, shelf: Shelf, flow: Flow) -> NewPart | None:
    """The file that the reader wrote for this month, when it is just what the month will hold."""
    own = flow.of_own(shelf.month)
    file = _own_file(flow, shelf.month)
    if own is None or file is None or shelf.live_file is not None or not _has_our_columns(session, flow.kind, file):
        return None
    path = shelf.save(flow.kind, lambda draft: _link(file, draft))
    first = min(each.first_day for each in own if each.first_day is not None)
    last = max(each.last_day for each in own if each.last_day is not None)
    return NewPart(shelf.month, flow.kind, path, sum(each.rows for each in own), first, last)


def _own_file(flow: Flow, month: str) -> Path | None:
    """The staged file that holds the rows of this own month and no other: it bears the month's name, or is alone."""
    files = flow.staged.get(flow.kind, ())
    named = [file for file in files if file.stem == f"{flow.kind}-{month}"]
    is_alone = len(files) == 1 and {each.own_month for each in flow.judged} == {month}
    return named[0] if named else (files[0] if is_alone else None)


def _has_our_columns(session: Session, kind: str, file: Path) -> bool:
    """Exactly the columns and types of a part, in order."""
    found = session.run(f"DESCRIBE SELECT * FROM {read([file])}")  # noqa: S608
    return tuple((name, type_) for name, type_, *_ in found) == PARTS[kind]


def _link(file: Path, draft: Path) -> None:
    """A second name costs nothing; where names are single, a copy does."""
    try:
        os.link(file, draft)
    except OSError:
        shutil.copyfile(file, draft)


def _write(session: Session, shelf: Shelf, flow: Flow) -> NewPart:
    """The live rows that stay and the arrivals, in one new file."""
    kind, month = flow.kind, shelf.month
    sources = _staying(shelf, flow) + _arriving(flow, month)
    if not sources:
        return NewPart(month, kind, None)
    rows = f"{' UNION ALL '.join(sources)}"
    written = 0

    def write(draft: Path) -> None:
        nonlocal written
        written = session.value(f"COPY ({rows}) TO {quoted(draft)} ({_PARQUET})")

    path = shelf.save(kind, write)
    if written == 0:
        shelf.store.remove(path)
        return NewPart(month, kind, None)
    part = read([shelf.store.path(path)])
    if month == WAITING:
        hours = session.run(f"SELECT date_trunc('hour', {_SINCE[kind]}) AS hour, COUNT(*) FROM {part} GROUP BY hour")  # noqa: S608
        return NewPart(month, kind, path, written, hours=tuple(hours))
    days = session.run(f"SELECT MIN(local_day), MAX(local_day) FROM {part}") if kind == "contacts" else [(None, None)]  # noqa: S608
    return NewPart(month, kind, path, written, *days[0])


def _staying(shelf: Shelf, flow: Flow) -> list[str]:
    if shelf.live_file is None:
        return []
    kind = flow.kind
    live = f"SELECT {columns(kind, 'l')} FROM {read([shelf.live_file])} l"  # noqa: S608
    if not flow.leave(shelf.month):
        return [live]
    left = quoted(shelf.month)
    gone = [f"SELECT * FROM judged_{kind} WHERE wins AND old_month = {left}"] if flow.judged else []  # noqa: S608
    on = same_key(kind, "a", "l")
    joins = [f"ANTI JOIN ({one}) a ON {on}" for one in gone]
    if flow.followed:
        b = same_key(kind, "b", "l")
        joins.append(f"ANTI JOIN (SELECT * FROM followers_{kind} WHERE old_month = {left}) b ON {b}")  # noqa: S608
    return [" ".join([live, *joins])]


def _arriving(flow: Flow, month: str) -> list[str]:
    kind, found = flow.kind, []
    if flow.comes(month):
        staged = f"SELECT {columns(kind, 's')} FROM staged_{kind} s"  # noqa: S608
        if not flow.is_all(month):
            chosen = f"SELECT line FROM judged_{kind} WHERE wins AND month = {quoted(month)}"  # noqa: S608
            staged += f" SEMI JOIN ({chosen}) j ON j.line = s.line"
        found.append(staged)
    if flow.follows(month):
        found.append(f"SELECT {columns(kind)} FROM followers_{kind} WHERE month = {quoted(month)}")  # noqa: S608
    return found
