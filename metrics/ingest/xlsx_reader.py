"""Workbooks: one sheet to rows of cells, by python-calamine, after the archive and the sheet's XML were looked at.

Lines are the sheet's own row numbers. Cells with a date or time type come out as ISO days and times, whatever format
the sheet shows them in; numbers as plain digits with the profile's decimal mark.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from metrics.ingest.archive import Workbook, check_archive
from metrics.ingest.doors import DIVIDER
from metrics.ingest.header import expected, plain_name, read_names, show
from metrics.ingest.job import Limits
from metrics.ingest.profile import Profile
from metrics.ingest.refused import Refused
from metrics.ingest.sheet_scan import SheetScan, cell_name, scan
from metrics.ingest.table import RawTable, TableWriter, has_blank_cells_only

Tell = Callable[[int], None]
_EXACT_UP_TO = 2**53  # beyond this a spreadsheet's number has lost digits
_TOLD_EVERY = 10_000


def read_xlsx(source: Path, scratch: Path, profile: Profile, limits: Limits, tell: Tell) -> RawTable:
    """The raw table of one sheet. Raises Refused."""
    workbook = check_archive(source, limits)
    sheet = _choose(workbook, profile.file.sheet)
    scanned = scan(workbook.pieces(sheet), limits)
    if limits.rows is not None and scanned.last_row > limits.rows:
        raise Refused("too_many_rows", limit=limits.rows)
    rows = _rows(source, sheet)
    names, at = _header(rows, profile, limits)
    used = {plain_name(name) for column in profile.every_column() for name in column.all_names}
    desk = _Desk(names, used, scanned, profile.file.decimal)
    writer = TableWriter(scratch / "rows.txt", scratch / "unreadable.jsonl")
    line = at
    with writer:
        for line, cells in rows:
            desk.take(line, cells, writer)
            if line % _TOLD_EVERY == 0:
                tell(line)
    return RawTable(
        writer.path, names, DIVIDER, numbered=True, lines=line, header=at, blank=desk.blank,
        exact=False, typed_days=True, rejected=writer.rejected, rejected_rows=writer.rejected_rows,
    )  # fmt: skip


def _choose(workbook: Workbook, wanted: str | None) -> str:
    """The sheet that the profile names; one that is alone needs no name."""
    names = list(workbook.sheets)
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted is None:
        raise Refused("name_the_sheet", sheets=show(names))
    for name in names:
        if name.strip().casefold() == wanted.strip().casefold():
            return name
    raise Refused("no_such_sheet", sheet=wanted, sheets=show(names))


def _rows(source: Path, sheet: str) -> Iterator[tuple[int, list[Any]]]:
    """Rows with their numbers from 1, cells from column A."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(source)) as workbook:
            found = workbook.get_sheet_by_name(sheet)
            before = [""] * (found.start[1] if found.start is not None else 0)
            for number, cells in enumerate(found.iter_rows(), start=1):
                yield number, [*before, *cells] if before else cells
    except CalamineError:
        raise Refused("archive_broken") from None


def _header(rows: Iterator[tuple[int, list[Any]]], profile: Profile, limits: Limits) -> tuple[tuple[str, ...], int]:
    """The names in the header row."""
    header_line = profile.file.header_line
    seen = False
    for number, cells in rows:
        texts = [cell_text(cell, ".") for cell in cells]
        seen = seen or not has_blank_cells_only(texts)
        if number == header_line:
            if has_blank_cells_only(texts):
                break
            return read_names(texts, limits, number), number
    if not seen:
        raise Refused("empty_file")
    raise Refused("no_header", [header_line], line=header_line, expected=expected(profile))


class _Desk:
    """Takes rows one by one and writes their cells."""

    def __init__(self, names: Sequence[str], used: set[str], scanned: SheetScan, decimal: str) -> None:
        self.width = len(names)
        self.names = names
        self.used = {place for place, name in enumerate(names) if plain_name(name) in used}
        self.scanned = scanned
        self.decimal = decimal
        self.blank = 0

    def take(self, line: int, cells: list[Any], writer: TableWriter) -> None:
        """One row of the sheet."""
        row = line - 1
        for code, found in (("formula_without_value", self.scanned.formulas), ("error_cell", self.scanned.errors)):
            if lost := [column for column in found.get(row, ()) if column in self.used]:
                column = min(lost)
                writer.reject(line, code, column=self.names[column], cell=cell_name(row, column))
                return
        texts = [cell_text(cell, self.decimal) for cell in cells[: self.width]]
        if has_blank_cells_only(texts) and has_blank_cells_only(cell_text(cell, ".") for cell in cells[self.width :]):
            self.blank += 1
        elif any("\0" in text for text in texts):
            writer.reject(line, "nul_in_record")
        else:
            writer.row(line, texts)


def cell_text(cell: Any, decimal: str) -> str:
    """A cell as text: numbers in plain digits, days and times in ISO form."""
    if isinstance(cell, str):
        return cell if cell.isascii() else unicodedata.normalize("NFC", cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number(cell, decimal)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return _clock(cell)
    return ""


def _number(value: float, decimal: str) -> str:
    if not math.isfinite(value):
        return str(value)
    if value == int(value):
        return str(int(value)) if abs(value) < _EXACT_UP_TO else f"{value:e}"
    return format(Decimal(repr(value)), "f").replace(".", decimal)


def _clock(value: timedelta) -> str:
    """h:mm:ss, hours beyond a day included; parts of a second as a decimal."""
    seconds = value.days * 86_400 + value.seconds
    rest = f".{value.microseconds:06d}" if value.microseconds else ""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{rest}"
