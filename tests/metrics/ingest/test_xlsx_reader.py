"""Workbooks: typed cells, row numbers, formulas and errors that hold no value."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from metrics.ingest.sheet_scan import cell_name, column_number
from tests.metrics.ingest.boxes import profile, take_in
from tests.metrics.ingest.workbooks import HEADER, by_hand, saved, sheet_xml, text_row, workbook

XLSX = "{kind: xlsx, sheet: Calls}"
NOON = datetime.fromisoformat("2026-10-05 09:00:00")


def cells(number: int = 1, **more: Any) -> list[Any]:
    return list(
        {"id": f"C{number}", "started": "2026-10-05 09:00:00", "outcome": "answered", "wait": 1, "talk": 2, **more}
        .values()
    )  # fmt: skip


def talk(unit: str) -> dict[str, str | None]:
    return {"talk_s": f'{{from: [talk], unit: "{unit}"}}'}


@pytest.mark.parametrize(
    ("started", "utc"),
    [
        ("2026-10-05 09:00:00", "2026-10-05 07:00:00"),
        (NOON, "2026-10-05 07:00:00"),
        (datetime.fromisoformat("2026-10-05 23:59:59"), "2026-10-05 21:59:59"),
    ],
)
def test_text_and_date_cells_are_the_same_time(started: object, utc: str, tmp_path: Path) -> None:
    taken = take_in(tmp_path, workbook([HEADER, cells(started=started)]), profile(file=XLSX))

    assert str(taken.one()["started_at"]) == utc


@pytest.mark.parametrize(
    ("unit", "value", "seconds"),
    [
        ("excel_time", time(0, 2, 23), 143),
        ("excel_time", 143 / 86_400, 143),
        ("excel_time", timedelta(hours=2, seconds=1), 7_201),
        ("h:mm:ss", time(0, 2, 23), 143),
        ("h:mm:ss", "0:02:23", 143),
        ("s", 240.5, 241),
        ("s", 240, 240),
        ("min", 2.3833, 143),
        ("s", None, None),
    ],
)
def test_durations_of_typed_cells(unit: str, value: object, seconds: int | None, tmp_path: Path) -> None:
    made = workbook([HEADER, cells(talk=value)])

    assert take_in(tmp_path, made, profile(file=XLSX, columns=talk(unit))).one()["talk_s"] == seconds


def test_number_cells_do_not_depend_on_the_decimal_mark_of_texts(tmp_path: Path) -> None:
    of = profile(file='{kind: xlsx, sheet: Calls, decimal: ",", thousands: "."}', columns=talk("min"))
    taken = take_in(tmp_path, workbook([HEADER, cells(talk=2.5), cells(2, talk="2,5")]), of)

    assert [found["talk_s"] for found in taken.rows()] == [150, 150]


def test_a_date_cell_and_a_time_cell_make_one_instant(tmp_path: Path) -> None:
    of = profile(
        file=XLSX, time='{zone: Europe/Oslo, formats: ["%d.%m.%Y"]}',
        columns={"started_at": "{date: [day], time: [clock]}"},
    )  # fmt: skip
    header = ["id", "day", "clock", "outcome", "wait", "talk"]
    rows = [["C1", date(2026, 10, 5), time(9, 5), "answered", 1, 2], ["C2", "05.10.2026", "9:05", "answered", 1, 2]]
    taken = take_in(tmp_path, workbook([header, *rows]), of)

    assert [str(found["started_at"]) for found in taken.rows()] == ["2026-10-05 07:05:00"] * 2


def test_a_workbook_that_counts_from_1904_has_the_same_days(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    assert sheet is not None
    sheet.append(list(HEADER))
    sheet.append(cells(started=NOON))

    assert (
        str(take_in(tmp_path, saved(made), profile(file="{kind: xlsx}")).one()["started_at"]) == "2026-10-05 07:00:00"
    )


def test_lines_are_the_rows_of_the_sheet(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for place, name in enumerate(HEADER):
        sheet.cell(3, place + 2, name)
        sheet.cell(4, place + 2, cells(1)[place])
        sheet.cell(7, place + 2, cells(2)[place])
    of = profile(file="{kind: xlsx, header_line: 3}")
    taken = take_in(tmp_path, saved(made), of)

    assert [(found["line"], found["contact_id"]) for found in taken.rows()] == [(4, "C1"), (7, "C2")]
    assert taken.counts("lines", "header", "blank", "staged") == (7, 3, 2, 2)


def test_a_number_as_id_is_its_digits(tmp_path: Path) -> None:
    taken = take_in(tmp_path, workbook([HEADER, cells(id=4711), cells(id="00123")]), profile(file=XLSX))

    assert [found["contact_id"] for found in taken.rows()] == ["4711", "00123"]


def test_an_id_that_lost_digits_is_rejected(tmp_path: Path) -> None:
    rows = [cells(number) for number in range(2, 9)]
    taken = take_in(tmp_path, workbook([HEADER, cells(id=1234567890123456789), *rows]), profile(file=XLSX))

    assert taken.codes == ["id_lost_digits"]


def by_xml(talk_cell: str) -> bytes:
    """A sheet in which the last cell of row 2 is written by hand, with good rows below."""
    started = "2026-10-05 09:00:00"
    bad = text_row(2, ("C1", started, "answered", "1")).replace("</row>", talk_cell + "</row>")
    good = "".join(text_row(number, (f"C{number}", started, "answered", "1", "2")) for number in range(3, 12))
    return by_hand(sheet_xml(text_row(1, HEADER) + bad + good))


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c r="E2"><f>D2*2</f></c>', "formula_without_value"),
        ('<c r="E2"><f>D2*2</f><v></v></c>', "formula_without_value"),
        ('<c r="E2"><f>D2*2</f><v/></c>', "formula_without_value"),
        ('<c r="E2" s="1"><f t="shared" ref="E2:E9" si="0">D2*2</f></c>', "formula_without_value"),
        ('<c r="E2"><f t="shared" si="0"/></c>', "formula_without_value"),
        ('<c r="E2" t="e"><v>#N/A</v></c>', "error_cell"),
        ('<c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "error_cell"),
        ('<c r="E2"><f>D2*2</f><v>2</v></c>', None),
        ('<c r="E2" t="str"><f>""</f><v></v></c>', None),
    ],
)
def test_a_formula_without_its_result_and_an_error_are_no_values(cell: str, code: str | None, tmp_path: Path) -> None:
    taken = take_in(tmp_path, by_xml(cell), profile(file=XLSX))

    assert taken.codes == ([code] if code else [])
    if code:
        assert (taken.rejected[0]["line"], taken.rejected[0]["column"]) == (2, "talk")
        assert taken.rejected[0]["params"] == {"cell": "E2"}


def test_a_formula_that_nobody_reads_does_no_harm(tmp_path: Path) -> None:
    taken = take_in(tmp_path, by_xml('<c r="E2"><v>2</v></c><c r="F2"><f>1</f></c>'), profile(file=XLSX))

    assert taken.counts("staged", "rejected") == (10, 0)


def test_sheets_are_found_by_name_and_others_are_not_read(tmp_path: Path) -> None:
    made = workbook([["prose"]], sheets={"Data": [HEADER, cells()]})

    assert take_in(tmp_path, made, profile(file="{kind: xlsx, sheet: data}")).counts("staged") == (1,)


@pytest.mark.parametrize(("name", "row", "column"), [("A1", 0, 0), ("Z9", 8, 25), ("AA10", 9, 26), ("XFD1", 0, 16_383)])
def test_cells_are_named_as_a_spreadsheet_names_them(name: str, row: int, column: int) -> None:
    assert cell_name(row, column) == name
    assert column_number(name.rstrip("0123456789")) == column
