"""CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io

import pytest

from metrics.domain.csv_text import csv_line, rejected_csv, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+47 900", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "  =1"])
def test_text_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "abc", "a=1", "'=1", "1+1", " abc", "ø"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_numbers_stay_numbers_and_unknown_is_empty() -> None:
    assert (safe_cell(-5), safe_cell(None)) == (-5, "")
    assert csv_line([-5, None, "-5"]) == "-5,,'-5\r\n"


def test_rejected_rows_keep_separators_quotes_and_line_breaks_in_their_cells() -> None:
    row = {"line": 7, "column": 'a,"b"\nc', "code": "x", "message": "m", "values": {"å": "1;2"}}
    table = list(csv.reader(io.StringIO("".join(rejected_csv([row])), newline="")))
    assert table == [
        ["line", "column", "code", "message", "values"],
        ["7", 'a,"b"\nc', "x", "m", '{"å": "1;2"}'],
    ]


def test_without_rows_there_is_the_header_alone() -> None:
    assert list(rejected_csv([])) == ["line,column,code,message,values\r\n"]
