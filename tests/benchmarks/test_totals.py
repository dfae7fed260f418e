"""A run whose totals differ is void."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.measure import Run
from benchmarks.notes import Notes
from benchmarks.peer import COUNTS
from benchmarks.totals import differences


def a_run(**facts: Any) -> Run:
    return Run({}, {}, 0.0, facts)


def test_the_same_totals_leave_nothing_to_say(month: Path) -> None:
    notes = Notes.load(month)
    known = {name: notes.totals[name] for name in COUNTS}
    runs = {
        "text_load": a_run(rows=notes.rows["contacts"]),
        "everything": a_run(totals={**notes.totals, "unknown_here": 7}, rejected=notes.rejected),
        "peer_rows": a_run(totals=known, rejected={"contacts": notes.rejected["contacts"]}),
        "redelivery": a_run(totals=notes.totals_corrected),
    }
    assert list(differences(runs, month)) == []


def test_each_difference_is_named(month: Path) -> None:
    notes = Notes.load(month)
    runs = {
        "text_load": a_run(rows=1),
        "everything": a_run(totals={**notes.totals, "handled": 1}, rejected={**notes.rejected, "sales": 99}),
        "redelivery": a_run(totals=notes.totals),
        "percentiles": a_run(different="2026-02 phone: 1 in bins, 2 contacts"),
    }
    found = list(differences(runs, month))
    assert f"text_load: 1 rows, {notes.rows['contacts']} were written" in found
    assert f"everything: handled is 1, {notes.totals['handled']} were written" in found
    assert f"everything, rejected: sales is 99, {notes.rejected['sales']} were written" in found
    assert any(line.startswith("redelivery: handle_seconds is") for line in found)
    assert "percentiles: 2026-02 phone: 1 in bins, 2 contacts" in found
