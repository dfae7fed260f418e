"""CSV: the header is read here; rows go to SQL as they are, or through Python's csv when quote signs occur.

A quoted field may hold line ends; the further lines of its row are counted as continuation. A stray quote sign must not
swallow rows: when a row that reaches over several lines turns out wrong, only its first line is rejected and reading
begins anew with the next.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from metrics.ingest.doors import DIVIDER, copy_text
from metrics.ingest.header import expected, read_names
from metrics.ingest.job import Limits
from metrics.ingest.profile import FileSpec, Profile
from metrics.ingest.refused import Refused
from metrics.ingest.table import RawTable, TableWriter, has_blank_cells_only

Tell = Callable[[int], None]
_MOST_STRAY = 1_000  # each costs a second look at the lines behind it


def read_csv(source: Path, scratch: Path, profile: Profile, limits: Limits, tell: Tell) -> RawTable:
    """The raw table of a CSV file. Raises Refused."""
    file = profile.file
    copy = copy_text(
        source, scratch / "copy.txt", encoding=file.encoding, quote=file.quote, limits=limits, tell=tell
    )  # fmt: skip
    with copy.path.open(encoding="utf-8", newline="\n") as text:
        rows = _Rows(text, file, limits)
        cells = _header(rows, profile, copy.lines)
        names = read_names(cells, limits, file.header_line)
        header = rows.line
        if not copy.quoted:
            return RawTable(
                copy.path, names, file.delimiter, numbered=False, lines=copy.lines,
                header=header, spaces=copy.spaces.replace(file.delimiter, ""),
            )  # fmt: skip
        return _write_quoted(rows, names, scratch, header, copy.lines)


def _header(rows: _Rows, profile: Profile, lines: int) -> list[str]:
    """The cells of the header line; lines before it are preamble."""
    file = profile.file
    if lines == 0:
        raise Refused("empty_file")
    if lines < file.header_line:
        raise Refused("no_header", [lines], line=file.header_line, expected=expected(profile))
    rows.skip(file.header_line - 1)
    try:
        cells = next(rows.records(), None)
    except StrayQuote:
        raise Refused("stray_quote_in_header", [file.header_line], line=file.header_line) from None
    if cells is None or has_blank_cells_only(cells):
        if not any(line.strip() for line in rows.lines):
            raise Refused("empty_file")
        raise Refused("no_header", [file.header_line], line=file.header_line, expected=expected(profile))
    return cells


def _write_quoted(rows: _Rows, names: tuple[str, ...], scratch: Path, header: int, lines: int) -> RawTable:
    """Row by row into a numbered table."""
    csv.field_size_limit(rows.limits.field_bytes)
    writer = TableWriter(scratch / "rows.txt", scratch / "unreadable.jsonl")
    with writer:
        blank, continuation = _copy_records(rows, writer, len(names), lines)
    return RawTable(
        writer.path, names, DIVIDER, numbered=True, lines=lines, header=header, blank=blank,
        continuation=continuation, rejected=writer.rejected, rejected_rows=writer.rejected_rows,
    )  # fmt: skip


def _copy_records(rows: _Rows, writer: TableWriter, width: int, lines: int) -> tuple[int, int]:
    """All records, and those that a stray quote sign spoils; gives the blank lines and the further lines of records."""
    blank = continuation = 0
    while True:
        try:
            for cells in rows.records(width):
                continuation += rows.line - rows.first_line
                if cells:
                    writer.row(rows.first_line, cells)
                else:
                    blank += 1
            return blank, continuation
        except StrayQuote:
            writer.reject(rows.first_line, "stray_quote")
            if writer.rejected_rows > max(_MOST_STRAY, lines // 5):
                raise Refused("stray_quotes", [rows.first_line], line=rows.first_line) from None


class StrayQuote(Exception):
    """A quote sign stands where none may stand, or is never closed."""


class _Rows:
    """Records of a text with the numbers of their first and last line."""

    def __init__(self, text: IO[str], file: FileSpec, limits: Limits) -> None:
        self.lines: Iterator[str] = iter(text)
        self.again: list[str] = []  # lines to be read once more, the next one last
        self.file = file
        self.limits = limits
        self.held: list[str] = []  # lines of the record in hand
        self.line = 0  # last line read
        self.first_line = 0

    def skip(self, count: int) -> None:
        for _ in range(count):
            next(self.lines)
            self.line += 1

    def records(self, width: int | None = None) -> Iterator[list[str]]:
        """Cells of each record; [] for a blank line. Raises StrayQuote after which it must be asked anew."""
        quoting = {"quotechar": self.file.quote} if self.file.quote else {"quoting": csv.QUOTE_NONE}
        reader = csv.reader(self._feed(), delimiter=self.file.delimiter, strict=True, **quoting)
        while True:
            self.held.clear()
            self.first_line = self.line + 1
            try:
                cells = next(reader, None)
            except csv.Error:
                raise self._give_back() from None
            if cells is None:
                return
            if len(self.held) > 1 and width is not None and len(cells) != width:
                raise self._give_back()
            yield cells

    def _feed(self) -> Iterator[str]:
        """Lines for the csv reader; a record that grows too long was begun by a stray quote."""
        size = 0
        while True:
            line = self.again.pop() if self.again else next(self.lines, None)
            if line is None:
                return
            size = size + len(line) if self.held else len(line)
            self.line += 1
            self.held.append(line)
            if size > self.limits.line_bytes:
                raise csv.Error("the record is too long")
            yield line

    def _give_back(self) -> StrayQuote:
        """All lines of the record in hand but the first are read again."""
        self.again.extend(reversed(self.held[1:]))
        self.line = self.first_line
        self.held.clear()
        return StrayQuote()
