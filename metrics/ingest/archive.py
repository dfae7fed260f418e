"""The door for workbooks: what is in the archive, before any reader opens it.

An .xlsx is a zip of XML. Its own word about sizes can lie, so every member is inflated once and counted; a document
type declaration (entities that multiply) is refused wherever it stands, whatever the reader's library would make of it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from metrics.ingest.job import MEGABYTE, Limits
from metrics.ingest.refused import Refused
from metrics.ingest.sniff import ENOUGH, kind_of

_PIECE = 1 << 18
_SMALL = MEGABYTE  # below this any inflation is harmless
_ENCRYPTED = 0x1
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TYPES = "[Content_Types].xml"
_XML = (".xml", ".rels", ".vml")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OVERLAP = 64
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\x4c\x6f\xa7")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A checked archive: its worksheets by name, each with the member that holds it."""

    path: Path
    sheets: dict[str, str]

    def pieces(self, sheet: str) -> Iterator[bytes]:
        """The XML of one sheet, piece by piece."""
        with zipfile.ZipFile(self.path) as archive, archive.open(self.sheets[sheet]) as member:
            yield from iter(lambda: member.read(_PIECE), b"")


def check_archive(path: Path, limits: Limits) -> Workbook:
    """Look at everything in the archive. Raises Refused."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise Refused("too_large", limit_mb=limits.file_bytes // MEGABYTE)
    if size == 0:
        raise Refused("empty_file")
    with path.open("rb") as file:
        found = kind_of(file.read(ENOUGH))
    if found != "zip":
        raise Refused("wrong_kind", found=found, expected="xlsx")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, limits)
            _check_contents(archive, size, limits)
            return Workbook(path, _sheets(archive))
    except _BROKEN:
        raise Refused("archive_broken") from None


def _check_members(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > limits.archive_members:
        raise Refused("archive_members", found=len(members), limit=limits.archive_members)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Refused("password_protected")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if _TYPES not in names or _WORKBOOK not in names:
        raise Refused("wrong_kind", found="xlsb" if "xl/workbook.bin" in names else "zip", expected="xlsx")
    if len({name.lower() for name in names}) < len(names):
        raise Refused("archive_broken")


def _check_contents(archive: zipfile.ZipFile, size: int, limits: Limits) -> None:
    """Inflate every member once: count, and look for declarations and macros."""
    cap = min(limits.file_bytes, max(limits.inflation * size, _SMALL))
    total = 0
    for member in archive.infolist():
        is_xml = member.filename.lower().endswith(_XML)
        tail = b""
        with archive.open(member) as file:
            for piece in iter(lambda: file.read(_PIECE), b""):
                total += len(piece)
                if total > cap:
                    raise Refused("inflates_too_far", limit_mb=limits.file_bytes // MEGABYTE, ratio=limits.inflation)
                if is_xml:
                    _check_xml(tail + piece, first=not tail, name=member.filename)
                tail = piece[-_OVERLAP:]


def _check_xml(piece: bytes, *, first: bool, name: str) -> None:
    if _DECLARATION.search(piece) or (first and piece.startswith(_OTHER_ENCODINGS)):
        raise Refused("xml_declaration")
    if name == _TYPES and b"macroEnabled" in piece:
        raise Refused("macros")


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Worksheets by name and member, in the order of the workbook."""
    targets = {
        fact["Id"]: fact["Target"]
        for _, fact in _elements(archive.read(_RELATIONS), "Relationship")
        if fact.get("Type", "").endswith("/worksheet")
    }
    found: dict[str, str] = {}
    names = set(archive.namelist())
    for _, fact in _elements(archive.read(_WORKBOOK), "sheet"):
        target = targets.get(next((value for key, value in fact.items() if key.endswith(":id")), ""), "")
        member = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if target and member in names:
            found[fact["name"]] = member
    return found


def _elements(xml: bytes, wanted: str) -> list[tuple[str, dict[str, str]]]:
    """Elements of a name, whatever their prefix, with their attributes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append((name, attributes))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise Refused("archive_broken") from None
    return found
