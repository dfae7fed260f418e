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
    alone = {name: notes.totals[name] for name in COUNTS}  # what contacts say without surveys and sales
    wanted = {"contacts": alone, "peer_frames": alone, "peer_rows": alone}
    wanted |= dict.fromkeys(("everything", "quoted_everything"), notes.totals)
    for case in wanted.keys() & runs.keys():
        yield from _unequal(case, runs[case].facts["totals"], wanted[case])
        yield from _unequal(f"{case}, rejected", runs[case].facts["rejected"], notes.rejected)
    if "redelivery" in runs:
        yield from _unequal("redelivery", runs["redelivery"].facts["totals"], notes.totals_corrected)
    if "queries" in runs:
        found = {"handle_seconds": runs["queries"].facts["handle_seconds"]}
        yield from _unequal("queries", found, notes.totals_corrected if "redelivery" in runs else notes.totals)
    if different := runs["percentiles"].facts.get("different") if "percentiles" in runs else None:
        yield f"percentiles: {different}"
    if "demo" in runs:
        yield from runs["demo"].facts["different"]


def _unequal(case: str, found: Mapping[str, int], wanted: Mapping[str, int]) -> Iterator[str]:
    """Counts that both know and that differ."""
    for name in sorted(found.keys() & wanted.keys()):
        if found[name] != wanted[name]:
            yield f"{case}: {name} is {found[name]}, {wanted[name]} were written"
