"""A look at a sheet's XML before the reader sees it: how far its cells reach, and which cells hold no value to read.

The reader makes a rectangle around all cells, so one forgotten cell far out costs gigabytes. A formula that was saved
without its result, and a cell with an error, come out of the reader as blank: silently fewer seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from metrics.ingest.job import Limits
from metrics.ingest.refused import Refused

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_HAS_EMPTY_VALUE = re.compile(rb"</?(?:\w+:)?v\s*/?>")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
_LONGEST_CELL = 70_000  # bytes; formulas have at most 8,192 signs
_MOST_NOTED = 100_000


@dataclass(slots=True)
class SheetScan:
    """How far a sheet reaches, and its cells without a readable value, by row and column from 0."""

    last_row: int = 0
    last_column: int = 0
    far_cell: str = ""
    formulas: dict[int, list[int]] = field(default_factory=dict)
    errors: dict[int, list[int]] = field(default_factory=dict)


def scan(pieces: Iterable[bytes], limits: Limits) -> SheetScan:
    """Look through a sheet. Raises Refused when its cells reach too far."""
    found = SheetScan()
    held = b""
    for piece in pieces:
        text = held + piece
        _look(text, found, limits)
        at = text.rfind(b"<", 0, -1) if len(text) < _LONGEST_CELL else _start_of_last_cell(text)
        held = text[at:] if at > 0 else text
    return found


def _start_of_last_cell(text: bytes) -> int:
    """From where the next piece must be read together with this one."""
    at = max(text.rfind(b"<c "), text.rfind(b":c "))
    return max(at - 1, len(text) - _LONGEST_CELL)


def _look(text: bytes, found: SheetScan, limits: Limits) -> None:
    for letters, digits in _CELL.findall(text):
        row, column = int(digits), column_number(letters.decode())
        if row > found.last_row or column >= found.last_column:
            found.last_row = max(found.last_row, row)
            found.last_column = max(found.last_column, column + 1)
            if found.last_row * found.last_column > limits.sheet_cells:
                raise Refused("far_cell", cell=(letters + digits).decode(), limit=limits.sheet_cells)
    if b"<f" in text or b":f" in text:
        for match in _FORMULA.finditer(text):
            is_empty_text = b't="str"' in match[1] and _HAS_EMPTY_VALUE.search(match[0])
            if (reference := _REFERENCE.search(match[1])) and not is_empty_text:
                _note(found.formulas, reference[1].decode())
    if b't="e"' in text:
        for reference in _ERROR.finditer(text):
            _note(found.errors, reference[1].decode())


def _note(cells: dict[int, list[int]], reference: str) -> None:
    letters = reference.rstrip("0123456789")
    row, column = int(reference[len(letters) :]) - 1, column_number(letters)
    noted = cells.setdefault(row, [])
    if column not in noted:
        noted.append(column)
    if len(cells) > _MOST_NOTED:
        raise Refused("formulas_without_values", cell=reference)


def column_number(letters: str) -> int:
    """A is 0, Z 25, AA 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def cell_name(row: int, column: int) -> str:
    """The name of a cell as a spreadsheet shows it: row 0 and column 0 are A1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
