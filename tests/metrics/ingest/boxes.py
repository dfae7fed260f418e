"""Take in small files without Django: a profile made of a few words, a file made of a few lines, and what came out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from metrics.ingest.job import Job, Limits, Report
from metrics.ingest.profile import Profile
from metrics.ingest.profile_document import profile_from_text
from metrics.ingest.reading import read

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
AGENT_KEY, CUSTOMER_KEY = b"agents" * 6, b"customers" * 4

BASIC = """
format: 1
profile:
  key: acd
  feed: contacts
  file: {file}
  time: {time}
  key: {key}
  on_change: {on_change}
  constants: {constants}
  columns:
    {columns}
  {more}
"""
COLUMNS = {
    "contact_id": "{from: [id]}",
    "started_at": "{from: [started]}",
    "outcome": "{from: [outcome]}",
    "wait_s": "{from: [wait], unit: s}",
    "talk_s": "{from: [talk], unit: s, duration: effort}",
}


def profile(
    *,
    file: str = '{kind: csv, delimiter: ";"}',
    time: str = '{zone: Europe/Oslo, formats: ["%Y-%m-%d %H:%M:%S"]}',
    key: str = "[contact_id]",
    on_change: str = "later_delivery_wins",
    constants: str = "{channel: phone, direction: in}",
    columns: Mapping[str, str | None] | None = None,
    more: str = "",
) -> Profile:
    """A profile of the basic columns; `columns` replaces some, adds some, and removes those that are None."""
    chosen = {name: spec for name, spec in {**COLUMNS, **(columns or {})}.items() if spec is not None}
    listed = "\n    ".join(f"{name}: {spec}" for name, spec in chosen.items())
    return profile_from_text(
        BASIC.format(
            file=file, time=time, key=key, on_change=on_change, constants=constants, columns=listed,
            more=more.replace("\n", "\n  "),
        )
    )  # fmt: skip


def example(name: str) -> Profile:
    """One of the example profiles."""
    return profile_from_text((EXAMPLES / f"profile_{name}.yaml").read_text(encoding="utf-8"))


def make_job(folder: Path, file: Path, of: Profile, **facts: Any) -> Job:
    """A job for a contract in Oslo that began in 2020."""
    settings: dict[str, Any] = {
        "file_name": file.name,
        "delivery": 7,
        "out": folder / "out",
        "time_zone": "Europe/Oslo",
        "month_by": "started",
        "start": date(2020, 1, 1),
        "end": None,
        "agent_key": AGENT_KEY,
        "customer_key": CUSTOMER_KEY,
        "limits": Limits(),
        "now": NOW,
        **facts,
    }
    return Job(file=file, profile=json.loads(json.dumps(of.to_document())), **settings)


@dataclass(frozen=True, slots=True)
class Taken:
    """A report, the rejected rows, and the folder of staged parts."""

    report: Report
    rejected: list[dict[str, Any]]
    out: Path

    def rows(self, part: str = "contacts") -> list[dict[str, Any]]:
        """Staged rows in the order of their lines."""
        import duckdb

        files = [str(path) for path in sorted(self.out.glob(f"{part}*.parquet"))]
        if not files:
            return []
        with duckdb.connect() as connection:
            found = connection.execute(f"SELECT * FROM read_parquet({files}) ORDER BY line")
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def one(self, part: str = "contacts") -> dict[str, Any]:
        """The only staged row."""
        (row,) = self.rows(part)
        return row

    @property
    def refused(self) -> str | None:
        """Code of the refusal."""
        return self.report.refusal.code if self.report.refusal is not None else None

    @property
    def codes(self) -> list[str]:
        """Codes of the rejected rows, by line."""
        return [row["code"] for row in self.rejected]

    def counts(self, *names: str) -> tuple[int, ...]:
        """Some of the line counts."""
        return tuple(self.report.counts[name] for name in names)


def take_in(folder: Path, content: str | bytes | Path, of: Profile | None = None, **facts: Any) -> Taken:
    """Read a file in this process: quicker than a box, and the same code."""
    scratch = folder / "scratch"
    for made in (scratch, folder / "out"):
        made.mkdir(exist_ok=True)
    file = content if isinstance(content, Path) else folder / "delivered"
    if not isinstance(content, Path):
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    job = make_job(folder, file, of or profile(), **facts)
    report = read(job, scratch, lambda progress: None)
    return Taken(report, _rejected(job.out), job.out)


def _rejected(out: Path) -> list[dict[str, Any]]:
    path = out / "rejected.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def lines(*rows: str, header: str = "id;started;outcome;wait;talk") -> str:
    """A CSV file of the basic columns."""
    return "\n".join((header, *rows)) + "\n"


def row(number: int = 1, started: str = "2026-10-05 09:00:00", **cells: str) -> str:
    """One row of the basic columns."""
    values = {"id": f"C{number}", "started": started, "outcome": "answered", "wait": "12", "talk": "240", **cells}
    return ";".join(values.values())
