"""The child: python -m benchmarks.case TASK.json runs one case and leaves its result beside the task."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from benchmarks.clock import Clock
from benchmarks.measure import Task

# Which room holds a case; a room is imported only by the process that needs it.
ROOMS = {
    "read": "limits",
    "sha256": "limits",
    "text_load": "limits",
    "text_load_named": "limits",
    "make_year": "worlds",
    "make_month": "worlds",
    "make_two_years": "worlds",
    "make_quoted": "worlds",
    "prepare": "worlds",
    "two_contracts": "worlds",
    "contacts": "ingest",
    "everything": "ingest",
    "redelivery": "ingest",
    "peer_frames": "peer_frames",
    "peer_rows": "peer_rows",
    "queries": "queries",
    "percentiles": "percentiles",
    "people": "people",
    "demo": "demo",
}


def main(paper: Path) -> None:
    """A case is a function of its task and the clock; it gives facts."""
    task = Task.read(paper)
    room = importlib.import_module(f"benchmarks.{ROOMS[task.case]}")
    clock = Clock()
    facts = getattr(room, task.case)(task, clock)
    result = {"cpu": clock.cpu, "wall": clock.wall, "facts": facts}
    task.result.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
