"""Files that are wrong, broken or meant to do harm: each is refused with its reason, and nothing is staged."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from metrics.domain.reader_messages import REFUSALS, message
from metrics.ingest.job import Limits
from metrics.ingest.profile import Profile
from tests.metrics.ingest.boxes import lines, profile, row, take_in
from tests.metrics.ingest.workbooks import HEADER, by_hand, sheet_xml, text_row, workbook

CSV = profile()
LATIN = profile(file='{kind: csv, delimiter: ";", encoding: iso-8859-1}')
UTF16 = profile(file='{kind: csv, delimiter: ";", encoding: utf-16}')
SECOND_LINE = profile(file='{kind: csv, delimiter: ";", header_line: 2}')
STRICT = profile(more="unknown_columns: refuse")
XLSX = profile(file="{kind: xlsx, sheet: Calls}")
ANY_SHEET = profile(file="{kind: xlsx}")
JSON = profile(file="{kind: json}")
JSONL = profile(file="{kind: jsonl}")
GOOD = lines(row())
SMALL = Limits(file_bytes=2_000_000, rows=1_000)
GOOD_ROWS = text_row(1, HEADER) + text_row(2, ("C1", "2026-10-05 09:00:00", "answered", "12", "240"))
RECORD = {"id": "C1", "started": "2026-10-05 09:00:00", "outcome": "answered", "wait": 1, "talk": 2}


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def encrypted() -> bytes:
    """A workbook whose members say that they are encrypted."""
    made = bytearray(by_hand(sheet_xml(GOOD_ROWS)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(mark)
        while place >= 0:
            made[place + at] |= 1
            place = made.find(mark, place + 4)
    return bytes(made)


BOMB = sheet_xml(GOOD_ROWS + "<row/>" * 3_000_000)
FAR = sheet_xml(GOOD_ROWS + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
NO_VALUES = "".join(f'<row r="{n}"><c r="A{n}"><f>1+1</f></c></row>' for n in range(2, 100_010))

CASES: dict[str, tuple[str, bytes | str, Profile]] = {
    "nothing at all": ("empty_file", b"", CSV),
    "a byte order mark and nothing else": ("empty_file", b"\xef\xbb\xbf", CSV),
    "blank lines only": ("empty_file", "\n\n\n", CSV),
    "a header without rows": ("empty_file", lines(), CSV),
    "a header and lines of delimiters": ("empty_file", lines(";;;;", " ; ;;;"), CSV),
    "a workbook under a CSV profile": ("wrong_kind", workbook([HEADER]), CSV),
    "a PDF": ("wrong_kind", b"%PDF-1.7\n%\xe2\xe3", CSV),
    "a web page": ("wrong_kind", b"\n<!DOCTYPE html><html>log in", CSV),
    "a picture": ("wrong_kind", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, CSV),
    "an old workbook": ("wrong_kind", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, XLSX),
    "CSV under a workbook profile": ("wrong_kind", GOOD, XLSX),
    "a tar archive in gzip": ("wrong_kind", gzip.compress(b"a" * 257 + b"ustar" + b"\0" * 300), CSV),
    "a workbook in gzip": ("wrong_kind", gzip.compress(workbook([HEADER])), CSV),
    "a zip that is no workbook": ("wrong_kind", zipped(a=b"id;started"), XLSX),
    "a binary workbook": ("wrong_kind", zipped(**{"[Content_Types].xml": b"", "xl/workbook.bin": b""}), XLSX),
    "too many bytes": ("too_large", GOOD + "x" * 2_000_000, CSV),
    "too many rows": ("too_many_rows", lines(*(row(n) for n in range(1_001))), CSV),
    "too many records": ("too_many_rows", json.dumps([RECORD] * 1_001), JSON),
    "a gzip bomb": ("inflates_too_far", gzip.compress(b"0" * 3_000_000), CSV),
    "a gzip file that was cut off": ("gzip_broken", gzip.compress(GOOD.encode())[:-9], CSV),
    "a gzip file with a wrong sum": ("gzip_broken", gzip.compress(GOOD.encode())[:-5] + b"12345", CSV),
    "two files in one gzip": ("gzip_members", gzip.compress(GOOD.encode()) * 2, CSV),
    "another encoding": ("encoding", lines(row(outcome="besvart på sekundet")).encode("iso-8859-1"), CSV),
    "UTF-8 cut in a letter": ("encoding", lines(row()).encode() + "å".encode()[:1], CSV),
    "UTF-8 declared as ISO-8859-1": ("encoding_mismatch", lines(row(outcome="på")), LATIN),
    "UTF-16 without a mark": ("nul_byte", GOOD.encode("utf-16-le"), CSV),
    "UTF-16 declared, no mark": ("encoding_mark_missing", GOOD.encode("utf-16-le"), UTF16),
    "half a sign of UTF-16": ("encoding", GOOD.encode("utf-16")[:-1], UTF16),
    "NUL in an id": ("nul_byte", lines(row(id="C\x001")), CSV),
    "a sign that is none": ("forbidden_sign", lines(row(id="C\U0010ffff")), CSV),
    "a line without an end": ("line_too_long", lines(row(), "x" * 70_000), CSV),
    "a long line of other letters": ("line_too_long", lines(row(), "ø" * 70_000), CSV),
    "no header": ("no_header", "\n".join(row(n) for n in range(5)), CSV),
    "a header further down than the file": ("no_header", "Report of October", SECOND_LINE),
    "a missing column": ("missing_column", GOOD.replace("talk", "speak"), CSV),
    "an unknown column": ("unknown_column", lines(row(more="x"), header="id;started;outcome;wait;talk;more"), STRICT),
    "one name twice": ("duplicate_header", lines(row(more="x"), header="id;started;outcome;wait;talk;talk"), CSV),
    "twenty thousand columns": ("too_many_columns", ";".join(f"c{n}" for n in range(9_000)) + "\n1\n", CSV),
    "a quote sign opened in the header": ("stray_quote_in_header", '"id;started;outcome;wait;talk\n' + row(), CSV),
    "stray quotes everywhere": ("too_many_rejected", lines(*(row(n, id=f'"C{n}') for n in range(30))), CSV),
    "days and months swapped": ("date_order", lines(row(started="2026-25-10 09:00:00"), row(2)), CSV),
    "more bad rows than a fifth": ("too_many_rejected", lines(row(1), row(2, talk="x"), row(3), row(4)), CSV),
    "a damaged workbook": ("archive_broken", workbook([HEADER])[:-300], XLSX),
    "a workbook bomb": ("inflates_too_far", by_hand(BOMB), XLSX),
    "a workbook of many members": (
        "archive_members", by_hand(sheet_xml(GOOD_ROWS), **{f"xl__x{n}.xml": "<x/>" for n in range(200)}), XLSX,
    ),
    "a workbook with a password": ("password_protected", encrypted(), XLSX),
    "macros": ("macros", by_hand(sheet_xml(GOOD_ROWS), xl__vbaProject__bin=b"", **{"xl__vbaProject.bin": b"x"}), XLSX),
    "entities in a sheet": ("xml_declaration", by_hand(sheet_xml(GOOD_ROWS, before=ENTITIES)), XLSX),
    "a document type in a hidden corner": (
        "xml_declaration", by_hand(sheet_xml(GOOD_ROWS), **{"docProps__app.xml": ENTITIES + "<a/>"}), XLSX,
    ),
    "a sheet in UTF-16": ("xml_declaration", by_hand(sheet_xml(GOOD_ROWS).encode("utf-16")), XLSX),
    "a cell at the end of the world": ("far_cell", by_hand(FAR), XLSX),
    "no such sheet": ("no_such_sheet", workbook([HEADER]).replace(b"x", b"x"), profile(file="{kind: xlsx, sheet: X}")),
    "several sheets and no name": ("name_the_sheet", workbook([HEADER], sheets={"B": [["a"]]}), ANY_SHEET),
    "an empty sheet": ("empty_file", workbook([]), XLSX),
    "a sheet with a header alone": ("empty_file", workbook([HEADER]), XLSX),
    "an object where a list should be": ("json_shape", json.dumps({"items": [RECORD]}), JSON),
    "a list that breaks off": ("json_broken", json.dumps([RECORD] * 3)[:-10], JSON),
    "a list of nothing": ("empty_file", "[]", JSON),
    "records of another system": ("missing_column", json.dumps({"name": "x"}) + "\n", JSONL),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_a_file_that_cannot_be_read_is_refused_whole(what: str, tmp_path: Path) -> None:
    expected, content, of = CASES[what]
    taken = take_in(tmp_path, content, of, limits=SMALL)

    assert taken.refused == expected
    assert taken.rows() == []
    assert taken.report.refusal is not None
    said = message(expected, taken.report.refusal.params)
    assert "Nothing was changed" in said
    assert "–" not in said, f"a value is missing: {said}"


def test_every_refusal_has_a_file_that_brings_it_about() -> None:
    elsewhere = {"stray_quotes", "formulas_without_values", "too_much_memory"}
    assert {expected for expected, _, _ in CASES.values()} | elsewhere == set(REFUSALS)
