"""Correctness first: a run whose totals differ says nothing about speed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.notes import Notes
from benchmarks.peer import COUNTS
from benchmarks.rounds import Round


def differences(runs: Round, year: Path) -> Iterator[str]:
    """What does not add up in a round, one sentence each: against the generator's own count, and among each other."""
    notes = Notes.load(year)
    rows = notes.rows["contacts"]
    for case in ("text_load", "text_load_named", "quoted_text_load"):
        if case in runs and runs[case].facts["rows"] != rows:
            yield f"{case}: {runs[case].facts['rows']} rows, {rows} were written"
    for case in ("ingest", "quoted_ingest"):
        if case in runs:
            yield from _unequal(case, runs[case].facts["totals"], notes.totals)
            yield from _unequal(f"{case}, rejected", runs[case].facts["rejected"], notes.rejected)
    if "redelivery" in runs:
        yield from _unequal("redelivery", runs["redelivery"].facts["totals"], notes.totals_corrected)
    for case in ("peer_frames", "peer_rows"):
        if case in runs:
            known = {name: notes.totals[name] for name in COUNTS}
            yield from _unequal(case, runs[case].facts["totals"], known)
            yield from _unequal(f"{case}, rejected", runs[case].facts["rejected"], notes.rejected)
    if "queries" in runs:
        found = {"handle_seconds": runs["queries"].facts["handle_seconds"]}
        yield from _unequal("queries", found, notes.totals_corrected)
    if different := runs["percentiles"].facts.get("different") if "percentiles" in runs else None:
        yield f"percentiles: {different}"
    if "demo" in runs:
        yield from runs["demo"].facts["different"]


def _unequal(case: str, found: Mapping[str, int], wanted: Mapping[str, int]) -> Iterator[str]:
    """Counts that both know and that differ."""
    for name in sorted(found.keys() & wanted.keys()):
        if found[name] != wanted[name]:
            yield f"{case}: {name} is {found[name]}, {wanted[name]} were written"
