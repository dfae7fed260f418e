"""Files to measure with."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.data import quote
from benchmarks.notes import DELIMITERS, FEEDS, Notes


def rows(path: Path, delimiter: str) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_notes_know_how_many_rows_were_written(month: Path) -> None:
    notes = Notes.load(month)
    for feed in FEEDS:
        found = sum(len(rows(month / name, DELIMITERS[feed])) - 1 for name in notes.files[feed])
        assert found == notes.rows[feed] > 0


def test_the_corrected_day_changes_seconds_and_no_contact(month: Path) -> None:
    notes = Notes.load(month)
    assert (month / notes.corrected).exists()
    assert notes.totals_corrected["contacts"] == notes.totals["contacts"]
    assert notes.totals_corrected["handle_seconds"] < notes.totals["handle_seconds"]


def test_quoted_files_hold_the_same_rows_and_quote_every_cell(month: Path, tmp_path: Path) -> None:
    quote(month, tmp_path)
    for feed, names in Notes.load(tmp_path).files.items():
        for name in names:
            assert rows(tmp_path / name, DELIMITERS[feed]) == rows(month / name, DELIMITERS[feed])
            lines = (tmp_path / name).read_text(encoding="utf-8").splitlines()
            cells = len(lines[0].split(DELIMITERS[feed]))
            assert {line.count('"') for line in lines} == {2 * cells}
