"""What a file is, by its first bytes. Its name says nothing: a name can be anything."""

from __future__ import annotations

_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),  # .xls, or an .xlsx with a password
    (b"%PDF", "pdf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)
_PAGES: tuple[bytes, ...] = (b"<!doctype", b"<html", b"<?xml")
_TAR_MARK, _TAR_AT = b"ustar", 257
ENOUGH = 512


def kind_of(first: bytes) -> str:
    """zip, gzip, old_office, html, tar …; text when nothing else is recognised."""
    for mark, kind in _MARKS:
        if first.startswith(mark):
            return kind
    if first[_TAR_AT : _TAR_AT + len(_TAR_MARK)] == _TAR_MARK:
        return "tar"
    start = first.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower()
    return "html" if start.startswith(_PAGES) else "text"
