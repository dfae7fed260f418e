"""Staged files as the reader writes them, from a few words per row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from metrics.domain.records import KEYS, LINEAGE, PARTS
from metrics.store.connection import Session, StoreLimits, open_session
from metrics.store.files import Store

Given = Mapping[str, Any]
LIMITS = StoreLimits(memory_mb=200, threads=2)
DERIVED = ("local_day", "local_hour", "hour_start")


@contextmanager
def session_in(folder: Path) -> Iterator[Session]:
    """A session that spills below `folder`."""
    with open_session(limits=LIMITS, spill=folder / "spill") as session:
        yield session


def contact(contact_id: str, at: str = "2026-10-05 09:00:00", **given: Any) -> dict[str, Any]:
    """A phone call that was answered after 10 s and took 60 s; its local day is the day of `at`."""
    started = datetime.fromisoformat(at)
    row: dict[str, Any] = {
        "source": "acd",
        "contact_id": contact_id,
        "leg_no": 0,
        "started_at": started,
        "ended_at": started + timedelta(seconds=70),
        "time_precision": "second",
        "channel": "phone",
        "direction": "in",
        "outcome": "answered",
        "handled_by": "agent",
        "wait_s": 10,
        "talk_s": 60,
        "local_day": started.date(),
        "local_hour": started.hour,
        "hour_start": started.replace(minute=0, second=0),
    }
    return row | given


def survey(contact_id: str, score: str = "5", **given: Any) -> dict[str, Any]:
    """An inline survey on 1 to 5."""
    row = {"source": "acd", "survey_key": f"inline:{contact_id}", "contact_id": contact_id, "kind": "csat"}
    return row | {"score": score, "scale_min": "1", "scale_max": "5", "answered_at": None} | given


def sale(contact_id: str, **given: Any) -> dict[str, Any]:
    """An inline sale of one unit."""
    return {"source": "acd", "sale_id": contact_id, "contact_id": contact_id, "inline": True, "units": 1} | given


def content_hash(kind: str, row: Given) -> int:
    """Of everything but key, lineage and what is derived: enough to tell contents apart."""
    left_out = {*KEYS[kind], *LINEAGE, *DERIVED}
    basis = repr(
        sorted((name, str(value)) for name, value in row.items() if name not in left_out and value is not None)
    )
    return int.from_bytes(hashlib.sha256(basis.encode()).digest()[:8], "big")


def stage(folder: Path, *, delivery: int = 1, **kinds: Iterable[Given]) -> Path:
    """Write contacts=[…], surveys=[…], sales=[…] as staged files; lines count from 2, follower rows share a line."""
    folder.mkdir(parents=True, exist_ok=True)
    with session_in(folder) as session:
        for kind, given in kinds.items():
            rows = [
                {"delivery": delivery, "line": number, "content_hash": content_hash(kind, row)} | dict(row)
                for number, row in enumerate(given, start=2)
            ]
            if rows:
                write_rows(session, folder / f"{kind}.parquet", kind, rows)
    return folder


def write_rows(session: Session, path: Path, kind: str, rows: Iterable[Given]) -> None:
    """Rows as a file with exactly the columns of the kind."""
    typed = ", ".join(f"{name} {type_}" for name, type_ in PARTS[kind])
    session.connection.execute(f"CREATE OR REPLACE TEMP TABLE writing ({typed})")
    names = [name for name, _ in PARTS[kind]]
    marks = ", ".join("?" for _ in names)
    session.connection.executemany(f"INSERT INTO writing VALUES ({marks})", [[r.get(n) for n in names] for r in rows])
    session.run(f"COPY writing TO '{path}' (FORMAT parquet)")


class Shelf:
    """A contract's live parts, kept by the test as the book would keep them."""

    def __init__(self, root: Path) -> None:
        self.store = Store(root / "store")
        self.root = root
        self.live: dict[str, dict[str, Path]] = {}
        self.number = 0

    def take(
        self,
        *,
        on_change: str = "newest_wins",
        delivery: int = 1,
        feed: str = "contacts",
        by: str | None = "started",
        **kinds: Any,
    ) -> Any:
        """Stage, merge and swap; gives the merge's result."""
        from metrics.store.parts import merge

        self.number += 1
        staged = stage(self.root / f"staged-{self.number}", delivery=delivery, **kinds)
        with session_in(self.root) as session:
            result = merge(
                session,
                staged=staged,
                store=self.store,
                contract_id=1,
                live=self.live,
                on_change=on_change,
                feed=feed,
                join_legs_by=by,
            )
        for part in result.parts:
            month = self.live.setdefault(part.month, {})
            month.pop(part.kind, None)
            if part.path is not None:
                month[part.kind] = self.store.path(part.path)
        return result

    def rows(self, kind: str, month: str, *names: str) -> list[tuple[Any, ...]]:
        """Some columns of a live part, in order."""
        file = self.live.get(month, {}).get(kind)
        if file is None:
            return []
        wanted = ", ".join(names)
        with session_in(self.root) as session:
            return session.run(f"SELECT {wanted} FROM read_parquet('{file}') ORDER BY ALL")

    def content(self) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
        """Everything that counts of all live parts: the rows without lineage but with updated_at."""
        found = {}
        for month, kinds in self.live.items():
            for kind in kinds:
                names = [name for name, _ in PARTS[kind] if name not in ("delivery", "line")]
                found[month, kind] = self.rows(kind, month, *names)
        return found


def day(text: str) -> date:
    return date.fromisoformat(text)
