"""The peers do the same work: their totals are those that the generator counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.clock import Clock
from benchmarks.measure import Task
from benchmarks.notes import Notes
from benchmarks.peer import COUNTS
from benchmarks.peer_frames import peer_frames
from benchmarks.peer_rows import peer_rows

PEERS = {"peer_frames": peer_frames, "peer_rows": peer_rows}


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_counts_what_was_written(name: str, month: Path, tmp_path: Path) -> None:
    clock = Clock()
    found = PEERS[name](Task(name, month, tmp_path), clock)
    notes = Notes.load(month)
    assert found["totals"] == {name: notes.totals[name] for name in COUNTS}
    assert found["rejected"] == {"contacts": notes.rejected["contacts"]}
    assert notes.rejected["contacts"] > 0
    assert clock.cpu["ingest"] > 0
