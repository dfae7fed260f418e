"""What goes into the box and what comes out of it: plain facts that cross a process border as JSON.

Nothing here knows Django: the box runs without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

UNBALANCED = 4  # the box ends with this when lines were lost
MEGABYTE = 1_000_000
GIGABYTE = 1_000 * MEGABYTE

COUNTS: tuple[str, ...] = (
    "lines", "header", "blank", "continuation", "duplicate", "stale", "elsewhere", "rejected", "staged",
)  # fmt: skip


class BoxDied(RuntimeError):
    """The child process ended without a report: killed, out of memory or processor time, or a fault of ours."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may be and one box may take (RELIABILITY.md 5.14). Sizes in bytes, time in seconds."""

    file_bytes: int = 256 * MEGABYTE  # as sent, and inflated
    rows: int | None = 1_500_000  # lines or records; None: no limit of its own
    inflation: int = 100  # inflated bytes per stored byte
    columns: int = 64
    field_bytes: int = 4_096
    line_bytes: int = 65_536
    archive_members: int = 200
    sheet_cells: int = 8_000_000  # of the rectangle around all cells of a sheet
    json_depth: int = 32
    memory_mb: int = 400  # of DuckDB, before it spills to disk
    threads: int = 2
    cpu_s: int = 600

    @classmethod
    def for_page(cls) -> Limits:
        """A file that came by page or API: 256 MB and 1.5 million rows."""
        return cls()

    @classmethod
    def for_command(cls) -> Limits:
        """A file that the operator handed over on the machine: 10 GB."""
        return cls(file_bytes=10 * GIGABYTE, rows=None, cpu_s=6 * 3600)


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read: the profile document, the contract's facts and keys, and where the staged rows go."""

    file: Path
    file_name: str
    profile: Mapping[str, Any]
    delivery: int
    out: Path
    time_zone: str
    month_by: str  # started or ended
    start: date
    end: date | None  # last day of the contract's term
    agent_key: bytes
    customer_key: bytes
    limits: Limits = field(default_factory=Limits)
    now: datetime | None = None  # aware; None: when the box starts

    def to_json(self) -> dict[str, Any]:
        """Everything but the keys, which never touch a disk."""
        return {
            "file": str(self.file.absolute()),
            "file_name": self.file_name,
            "profile": dict(self.profile),
            "delivery": self.delivery,
            "out": str(self.out.absolute()),
            "time_zone": self.time_zone,
            "month_by": self.month_by,
            "start": self.start.isoformat(),
            "end": self.end.isoformat() if self.end else None,
            "limits": asdict(self.limits),
            "now": self.now.isoformat() if self.now else None,
        }

    @classmethod
    def from_json(cls, facts: Mapping[str, Any], *, agent_key: bytes, customer_key: bytes) -> Job:
        """The job as the box reads it."""
        return cls(
            file=Path(facts["file"]),
            file_name=facts["file_name"],
            profile=facts["profile"],
            delivery=facts["delivery"],
            out=Path(facts["out"]),
            time_zone=facts["time_zone"],
            month_by=facts["month_by"],
            start=date.fromisoformat(facts["start"]),
            end=date.fromisoformat(facts["end"]) if facts["end"] else None,
            agent_key=agent_key,
            customer_key=customer_key,
            limits=Limits(**facts["limits"]),
            now=datetime.fromisoformat(facts["now"]) if facts["now"] else None,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the box is: step (reading, cleaning), rows read so far and rows expected, where known."""

    step: str
    rows_read: int | None = None
    rows_expected: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a whole file was refused; `lines` names the first lines that show it. Nothing of the file counts."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file's lines. Either a refusal, or staged parts in the job's folder `out`.

    lines = header + blank + continuation + duplicate + stale + elsewhere + rejected + staged.
    """

    refusal: Refusal | None
    counts: Mapping[str, int]
    reasons: Mapping[str, int]  # rejected rows by code
    months: tuple[str, ...]
    warnings: tuple[Mapping[str, Any], ...]  # {"code", "params"}
    on_change: str

    def to_json(self) -> dict[str, Any]:
        """The report as the box writes it."""
        return asdict(self)

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> Report:
        """The report as the parent reads it."""
        refusal = facts["refusal"]
        return cls(
            refusal=Refusal(refusal["code"], refusal["params"], tuple(refusal["lines"])) if refusal else None,
            counts=facts["counts"],
            reasons=facts["reasons"],
            months=tuple(facts["months"]),
            warnings=tuple(facts["warnings"]),
            on_change=facts["on_change"],
        )
