"""A figure as a file that the browser saves: CSV for programs, XLSX for people. Values are not rounded."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext

from contracts.domain.months import Month
from contracts.selectors import Contract
from metrics.domain.csv_text import csv_line, safe_cell
from metrics.presentation.downloads import BYTE_ORDER_MARK
from metrics.presentation.figure_box import FigureBox

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_SHEET_NAME = 31  # what the format allows
_WIDEST_COLUMN = 40


def csv_download(box: FigureBox, contract: Contract, month: Month) -> HttpResponse:
    """The figure's table as CSV, UTF-8; a number has a point before its decimals in every language."""
    text = "".join(_csv_lines(box))
    return _download(text.encode(), "text/csv; charset=utf-8", f"{_name(box, contract, month)}.csv")


def xlsx_download(
    box: FigureBox, contract: Contract, month: Month, query: Mapping[str, str], now: datetime
) -> HttpResponse:
    """The figure's table as a workbook: one sheet with the figures, one about where they come from."""
    about = _about(box, contract, month, query, now)
    return _download(_workbook(box, about), XLSX_TYPE, f"{_name(box, contract, month)}.xlsx")


def _name(box: FigureBox, contract: Contract, month: Month) -> str:
    return f"{contract.key}-{month}-{box.key}"


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _csv_lines(box: FigureBox) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield csv_line(box.heading)
    for row in box.file_rows:
        yield csv_line([_whole(value) for value in row])


def _whole(value: object) -> object:
    """A round number without its exponent: 1E+3 is written 1000."""
    return value.quantize(Decimal(1)) if isinstance(value, Decimal) and _is_round(value) else value


def _is_round(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent > 0


def _about(
    box: FigureBox, contract: Contract, month: Month, query: Mapping[str, str], now: datetime
) -> list[tuple[str, str]]:
    """What the figures are, whose, of when, and what the reader had chosen."""
    lines = [
        (gettext("Figure"), box.title),
        (gettext("Unit and period"), box.subtitle),
        (gettext("In words"), box.summary),
        (gettext("Contract"), f"{contract.title} ({contract.key})"),
        (gettext("Month"), str(month)),
        *((gettext("Note"), note) for note in box.notes),
        *((name, query[name]) for name in sorted(query)),
        (gettext("Saved at (UTC)"), f"{now.astimezone(UTC):%Y-%m-%d %H:%M}"),
    ]
    return [(name, text) for name, text in lines if text]


def _workbook(box: FigureBox, about: Sequence[tuple[str, str]]) -> bytes:
    """Texts are never formulas or links, whatever they begin with."""
    import xlsxwriter  # costs memory that only this needs

    content = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, plain) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(box.key[:LONGEST_SHEET_NAME])
        for column, text in enumerate(box.heading):
            sheet.write_string(0, column, _text(text), bold)
            sheet.set_column(column, column, _width(box, column))
        sheet.freeze_panes(1, 1)
        for number, row in enumerate(box.file_rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value)
        origin = book.add_worksheet(gettext("About"))
        origin.set_column(0, 0, 20)
        origin.set_column(1, 1, 80)
        for number, (name, text) in enumerate(about):
            origin.write_string(number, 0, _text(name), bold)
            origin.write_string(number, 1, _text(text))
    return content.getvalue()


def _width(box: FigureBox, column: int) -> int:
    """Of a column, in characters: as its longest printed text."""
    texts = [box.heading[column], *(row[column] for row in box.rows)]
    return min(max(len(text) for text in texts) + 2, _WIDEST_COLUMN)


def _write(sheet: Worksheet, number: int, column: int, value: object) -> None:
    """A number as a number, nothing as nothing, everything else as text."""
    if isinstance(value, int | float | Decimal):
        sheet.write_number(number, column, value)
    elif value is not None:
        sheet.write_string(number, column, _text(str(value)))


def _text(text: str) -> str:
    """As in the CSV: what begins like a formula gets an apostrophe, for the day when the sheet is saved as one."""
    return str(safe_cell(text))
