"""A raw table: a text file of lines that SQL can split into cells, whatever kind of file it came from.

A CSV file without quote signs is such a table as it is. All other readers write one: the line number first, then the
cells, divided by DIVIDER, which no text holds; line ends inside a cell have become spaces.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Self

from metrics.ingest.doors import DIVIDER, NO_DELIMITER

_EVENED = str.maketrans({"\n": " ", "\r": " ", DIVIDER: "\ufffd", NO_DELIMITER: "\ufffd"})


@dataclass(frozen=True, slots=True)
class RawTable:
    """Where the cells lie and what the reader already knows about the lines."""

    path: Path
    columns: tuple[str, ...]  # names in the header, in order; json: the paths that the profile names
    delimiter: str
    numbered: bool  # the first cell of each line is its number in the delivered file
    lines: int
    header: int
    blank: int = 0  # blank lines that the reader left out
    continuation: int = 0
    spaces: str = " \t\u00a0\u202f\u3000"  # white space that may stand around cells
    exact: bool = True  # each row must have as many cells as the header
    typed_days: bool = False  # cells with a date type are written as ISO days and times
    rejected: Path | None = None  # rows that the reader itself rejected, JSON lines
    rejected_rows: int = 0
    notes: tuple[dict[str, Any], ...] = field(default=())  # warnings


class TableWriter:
    """Writes the lines of a raw table and, beside it, rows that cannot be read."""

    def __init__(self, path: Path, rejected: Path) -> None:
        self.path = path
        self.rejected = rejected
        self.rejected_rows = 0
        self._rows: IO[str] = path.open("w", encoding="utf-8", newline="\n", errors="replace")
        self._bad: IO[str] = rejected.open("w", encoding="utf-8", newline="\n")

    def row(self, line: int, cells: Sequence[str]) -> None:
        """One row. Signs that would break the table are evened out."""
        text = DIVIDER.join(cells)
        if "\n" in text or "\r" in text or NO_DELIMITER in text or text.count(DIVIDER) != len(cells) - 1:
            text = DIVIDER.join([cell.translate(_EVENED) for cell in cells])
        self._rows.write(f"{line}{DIVIDER}{text}\n")

    def reject(self, line: int, code: str, *, column: str = "", **params: Any) -> None:
        """One row that cannot be read at all: none of its cells is known."""
        self.rejected_rows += 1
        row = {"line": line, "column": column, "code": code, "params": params, "values": {}}
        self._bad.write(json.dumps(row, ensure_ascii=False) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self._rows.close()
        self._bad.close()


def has_blank_cells_only(cells: Iterable[str]) -> bool:
    """Nothing but blanks: such a row is counted and otherwise passed over."""
    return not any(cell.strip() for cell in cells)
