"""Figures as files: text that cannot act, numbers that stay numbers, names that formats allow."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.presentation.chart_files import csv_download, xlsx_download
from metrics.presentation.figure_box import FigureBox

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
OCTOBER = Month(2026, 10)
CONTRACT = Contract(key="nordlys-fjord", title="=Nordlys and Fjord")
EVIL = ('=HYPERLINK("http://x")', "+1", "-1", "@a", "\tb", "https://example.com", "{=1}")


def box(*rows: tuple[object, ...], key: str = "change-aht") -> FigureBox:
    return FigureBox(
        key=key,
        title="Phone added 4.5 s",
        subtitle="s",
        summary="",
        drawings={},
        heading=("Channel", "=Effect"),
        rows=tuple((str(name), "printed") for name, *_ in rows),
        data=rows,
    )


def csv_of(found: FigureBox) -> list[list[str]]:
    text = csv_download(found, CONTRACT, OCTOBER).content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def book_of(found: FigureBox, query: dict[str, str] | None = None) -> openpyxl.Workbook:
    content = xlsx_download(found, CONTRACT, OCTOBER, query or {}, NOW).content
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("text", EVIL)
def test_text_never_becomes_a_formula_or_a_link(text: str) -> None:
    cell = book_of(box((text, 1))).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    for shown in (cell.value, csv_of(box((text, 1)))[1][0]):
        assert shown in (text, f"'{text}")
        assert not shown.startswith(("=", "+", "-", "@", "\t"))


def test_headings_and_what_is_said_about_the_figure_are_text_too() -> None:
    book = book_of(box(("Phone", 1)), {"=x": "=y"})
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert not [cell.value for cell in cells if str(cell.value).startswith("=")]


@pytest.mark.parametrize(
    ("value", "written"),
    [(Decimal("-4.5300"), "-4.5300"), (Decimal("1E+3"), "1000"), (Decimal("0.0571428571"), "0.0571428571"), (0, "0")],
)
def test_a_number_is_written_whole_and_stays_a_number(value: Decimal | int, written: str) -> None:
    found = box(("Phone", value))
    assert csv_of(found)[1][1] == written
    assert book_of(found).worksheets[0]["B2"].value == pytest.approx(float(value))


def test_no_data_is_an_empty_cell() -> None:
    assert csv_of(box(("Phone", None)))[1] == ["Phone", ""]
    assert book_of(box(("Phone", None))).worksheets[0]["B2"].value is None


def test_a_long_key_is_cut_to_what_a_sheet_may_be_called() -> None:
    assert book_of(box(key="x" * 40)).sheetnames == ["x" * 31, "About"]


def test_the_second_sheet_says_what_whose_and_when() -> None:
    about = book_of(box(("Phone", 1)), {"compare": "year"}).worksheets[1]
    assert {str(row[0].value): row[1].value for row in about.iter_rows()} == {
        "Figure": "Phone added 4.5 s",
        "Unit and period": "s",
        "Contract": "'=Nordlys and Fjord (nordlys-fjord)",
        "Month": "2026-10",
        "compare": "year",
        "Saved at (UTC)": "2026-11-22 06:30",
    }
