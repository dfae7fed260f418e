"""Workbooks for tests: real ones by openpyxl, and ones put together by hand as no program would write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import openpyxl

HEADER = ("id", "started", "outcome", "wait", "talk")
_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = f"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_WORKBOOK = f"""<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="{_OFFICE}"><sheets><sheet name="Calls" sheetId="1" r:id="rId1"/></sheets></workbook>"""
_RELATIONS = f"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""


def workbook(rows: Iterable[Iterable[Any]], *, sheets: Mapping[str, Iterable[Iterable[Any]]] | None = None) -> bytes:
    """A workbook whose first sheet is called Calls."""
    made = openpyxl.Workbook()
    first = made.active
    assert first is not None
    first.title = "Calls"
    for cells in rows:
        first.append(list(cells))
    for name, more in (sheets or {}).items():
        sheet = made.create_sheet(name)
        for cells in more:
            sheet.append(list(cells))
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def sheet_xml(rows: str, *, before: str = "") -> str:
    """The XML of a sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'


def text_row(number: int, cells: Iterable[str]) -> str:
    """A row of inline texts."""
    made = "".join(
        f'<c r="{chr(ord("A") + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for place, cell in enumerate(cells)
    )
    return f'<row r="{number}">{made}</row>'


def by_hand(sheet: str | bytes, **members: str | bytes) -> bytes:
    """A workbook with this sheet XML; `members` adds or replaces parts (a double underscore is a slash)."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _RELATIONS,
        "xl/worksheets/sheet1.xml": sheet,
        **{name.replace("__", "/"): content for name, content in members.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
