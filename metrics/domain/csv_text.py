"""CSV that a spreadsheet opens without running anything in it (RELIABILITY.md T-39)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# A spreadsheet reads a cell that begins so as a formula, or skips the sign and then does.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
REJECTED_COLUMNS: tuple[str, ...] = ("line", "column", "code", "message", "values")
SCORECARD_COLUMNS: tuple[str, ...] = (
    "contract", "month", "version", "state", "score", "zone", "partial", "minted_at", "hash",
)  # fmt: skip


def safe_cell(value: object) -> object:
    """Text that begins like a formula gets an apostrophe in front: =1+1 becomes '=1+1. Numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_SIGNS):
        return f"'{value}"
    return value


def csv_line(cells: Iterable[object]) -> str:
    """One line of CSV, comma and CRLF as in RFC 4180."""
    line = io.StringIO()
    csv.writer(line).writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()


def rejected_csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Rejected rows with line, column, reason, message and the masked values (as JSON), one line at a time."""
    yield csv_line(REJECTED_COLUMNS)
    for row in rows:
        values = json.dumps(row["values"], ensure_ascii=False)
        yield csv_line([row["line"], row["column"], row["code"], row["message"], values])


def scorecard_csv(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The list of scorecards: each minted version, and the drafts of open months."""
    yield csv_line(SCORECARD_COLUMNS)
    for line in lines:
        score = {"score": line["score"]["value"], "zone": line["score"]["state"], "partial": line["score"]["partial"]}
        yield csv_line([{**line, **score}[column] for column in SCORECARD_COLUMNS])
