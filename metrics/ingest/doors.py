"""The door for text: one pass over the upload that inflates, decodes, evens out line ends, counts and copies.

What comes through is a UTF-8 copy with LF line ends and without NUL, within the limits. Nothing is parsed before that.
A byte order mark decides between UTF-8 and UTF-16; everything else is as the profile says, strictly.
"""

from __future__ import annotations

import codecs
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from metrics.ingest.job import MEGABYTE, Limits
from metrics.ingest.refused import Refused
from metrics.ingest.sniff import ENOUGH, kind_of

_PIECE = 1 << 20
_GZIP = 31  # zlib's word for a gzip head and its check sum
_NOT_A_NEWLINE = bytes(byte for byte in range(256) if byte != 0x0A)
_SMALL = MEGABYTE  # below this any inflation is harmless
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Signs that no text holds. One divides the cells of the tables that the readers write; SQL reads whole lines as one
# column by asking for the other as delimiter.
DIVIDER = "\U0010ffff"
NO_DELIMITER = "\U0010fffe"
_NO_SIGNS = DIVIDER.encode()[:3]  # the beginning of both
# White space that people and systems leave around a cell, beside blanks.
_SPACES: tuple[str, ...] = ("\t", "\u00a0", "\u202f", "\u3000")
_LATIN_SPACES = _SPACES[:2]


@dataclass(frozen=True, slots=True)
class TextCopy:
    """The even copy: lines counted, the white space in it, and whether the quote sign occurs in it."""

    path: Path
    lines: int
    spaces: str  # white space that may stand around cells
    quoted: bool


def copy_text(
    source: Path,
    target: Path,
    *,
    encoding: str,
    quote: str | None,
    limits: Limits,
    by_line: bool = True,
    tell: Callable[[int], None] = lambda lines: None,
) -> TextCopy:
    """Make the even copy. `by_line` False: a document whose lines have no meaning and no limit (a JSON array)."""
    pieces = _inflated(source, limits)
    first = next(pieces, b"")
    _check_kind(first)
    codec = _codec(first, encoding)
    doubt = _Utf8Doubt(codec)
    desk = _Desk(limits if by_line else None, quote)
    with target.open("wb") as copy:
        for piece in _even(_utf8(first, pieces, codec, desk, doubt)):
            desk.check(piece)
            copy.write(desk.seal(piece))
            tell(desk.lines)
        copy.write(desk.rest())
    doubt.settle()
    return TextCopy(target, desk.lines, desk.spaces, desk.quoted)


def _inflated(source: Path, limits: Limits) -> Iterator[bytes]:
    """The file's bytes, unpacked when it is gzip, never more than the limit."""
    size = source.stat().st_size
    if size > limits.file_bytes:
        raise Refused("too_large", limit_mb=limits.file_bytes // MEGABYTE)
    with source.open("rb") as file:
        first = file.read(_PIECE)
        if kind_of(first[:ENOUGH]) == "gzip":
            yield from _gunzipped(chain((first,), iter(lambda: file.read(_PIECE), b"")), size, limits)
        else:
            yield first
            yield from iter(lambda: file.read(_PIECE), b"")


def _gunzipped(packed: Iterator[bytes], size: int, limits: Limits) -> Iterator[bytes]:
    """One gzip member, piece by piece; the ratio is watched while it grows, because the file's own word can lie."""
    cap = min(limits.file_bytes, max(limits.inflation * size, _SMALL))
    unpacker = zlib.decompressobj(_GZIP)
    total = 0
    while not unpacker.eof:
        given = unpacker.unconsumed_tail or next(packed, b"")
        try:
            piece = unpacker.decompress(given, _PIECE)
        except zlib.error:
            raise Refused("gzip_broken") from None
        total += len(piece)
        if total > cap:
            raise Refused("inflates_too_far", limit_mb=limits.file_bytes // MEGABYTE, ratio=limits.inflation)
        if not given and not piece:
            raise Refused("gzip_broken")  # cut off
        if piece:
            yield piece
    if unpacker.unused_data.strip(b"\0") or any(rest.strip(b"\0") for rest in packed):
        raise Refused("gzip_members")


def _check_kind(first: bytes) -> None:
    found = kind_of(first[:ENOUGH])
    if found != "text":
        raise Refused("wrong_kind", found=found, expected="text")


def _codec(first: bytes, encoding: str) -> str:
    """A mark at the beginning is the file's own word; without one the profile's holds."""
    for mark, codec in _MARKS:
        if first.startswith(mark):
            return codec
    if encoding == "utf-16":
        raise Refused("encoding_mark_missing", encoding=encoding)
    return encoding


class _Utf8Doubt:
    """A file declared as ISO-8859-1 or cp1252 that is valid UTF-8 was declared wrongly: letters would turn to noise."""

    def __init__(self, codec: str) -> None:
        self.codec = codec
        self.decoder = codecs.getincrementaldecoder("utf-8")() if codec in {"iso-8859-1", "cp1252"} else None
        self.seen = False

    def look(self, piece: bytes) -> None:
        """One more piece; the first sequence that is no UTF-8 ends the doubt."""
        if self.decoder is None:
            return
        self.seen = self.seen or not piece.isascii()
        try:
            self.decoder.decode(piece)
        except UnicodeDecodeError:
            self.decoder = None

    def settle(self) -> None:
        """At the end of the file."""
        if self.decoder is not None and self.seen:
            try:
                self.decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                return
            raise Refused("encoding_mismatch", declared=self.codec, found="utf-8")


def _utf8(first: bytes, more: Iterator[bytes], codec: str, desk: _Desk, doubt: _Utf8Doubt) -> Iterator[bytes]:
    """The text as UTF-8, decoded strictly. ASCII is the same in all codecs but UTF-16 and passes untouched."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    start = decoder.getstate()
    for piece in chain((first,), more):
        doubt.look(piece)
        if codec != "utf-16" and piece.isascii() and decoder.getstate() in {start, (b"", 0)}:
            yield piece
        elif codec == "utf-8":
            held, _ = decoder.getstate()
            _decode(decoder, piece, codec, desk)
            rest, _ = decoder.getstate()
            piece = held + piece if held else piece
            yield piece[: len(piece) - len(rest)] if rest else piece
        else:
            yield _decode(decoder, piece, codec, desk).encode()
    yield _decode(decoder, b"", codec, desk, final=True).encode()


def _decode(decoder: codecs.IncrementalDecoder, piece: bytes, codec: str, desk: _Desk, *, final: bool = False) -> str:
    try:
        return decoder.decode(piece, final)
    except UnicodeDecodeError as error:
        line = desk.lines + 1 + bytes(error.object[: error.start]).count(b"\n")
        raise Refused("encoding", [line], encoding=codec.removesuffix("-sig"), line=line) from None
    except UnicodeError:
        raise Refused("encoding", [1], encoding=codec, line=1) from None


def _even(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """CR and CRLF become LF; a CR at the end of a piece waits for the next one."""
    held = b""
    for piece in pieces:
        piece, held = held + piece, b""
        if piece.endswith(b"\r"):
            piece, held = piece[:-1], b"\r"
        if b"\r" in piece:
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if piece:
            yield piece
    if held:
        yield b"\n"


def _as_latin(piece: bytes) -> bytes | None:
    """The text in ISO-8859-1, one byte a letter, which is quick to look at; None when it holds other letters."""
    if piece.isascii():
        return piece
    try:
        return piece.decode().encode("latin-1")
    except UnicodeEncodeError:
        return None


class _Desk:
    """Counts lines, keeps the limits, puts letters into one form (NFC)."""

    def __init__(self, limits: Limits | None, quote: str | None) -> None:
        self.limits = limits
        self.quote = quote.encode() if quote is not None else None
        self.lines = 0
        self.spaces = " "
        self.quoted = False
        self.held = b""  # of a text with other letters: the beginning of the last, unfinished line
        self.held_is_latin = True
        self.is_latin = True  # the piece in hand
        self.open = 0  # bytes since the last newline
        self.unfinished = False

    def check(self, piece: bytes) -> None:
        """Refuse what no text file holds."""
        latin = _as_latin(piece)
        self.is_latin = latin is not None
        for sign in _SPACES if latin is None else _LATIN_SPACES:
            if sign not in self.spaces and (
                sign.encode() in piece if latin is None else sign.encode("latin-1") in latin
            ):
                self.spaces += sign
        if b"\0" in piece:
            line = self.lines + 1 + piece[: piece.index(b"\0")].count(b"\n")
            raise Refused("nul_byte", [line], line=line)
        if latin is None and _NO_SIGNS in piece:
            raise Refused("forbidden_sign")
        if self.quote is not None and not self.quoted:
            self.quoted = self.quote in piece

    def seal(self, piece: bytes) -> bytes:
        """The bytes to write, counted."""
        if self.limits is not None and (self.held or not piece.isascii()):
            piece = self._composed(self.held + piece, self.limits.line_bytes)
        self._count(piece)
        return piece

    def rest(self) -> bytes:
        """What is left at the end; a last line without a newline is a line too."""
        piece = unicodedata.normalize("NFC", self.held.decode()).encode()
        self._count(piece)
        if self.unfinished:
            self.lines += 1
        self._check_rows()
        return piece

    def _composed(self, piece: bytes, longest: int) -> bytes:
        """Whole lines in NFC; a letter and its accent may lie on both sides of a piece's end. Latin-1 has no accents
        that stand alone."""
        is_latin = self.is_latin and self.held_is_latin
        at = piece.rfind(b"\n") + 1
        piece, self.held = piece[:at], piece[at:]
        self.held_is_latin = self.is_latin if at else is_latin
        if len(self.held) > longest:
            self._refuse_line(self.lines + 1 + piece.count(b"\n"))
        if is_latin:
            return piece
        text = piece.decode()
        return piece if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text).encode()

    def _count(self, piece: bytes) -> None:
        if not piece:
            return
        if self.limits is not None:
            self._check_lengths(piece, self.limits.line_bytes)
        self.lines += len(piece.translate(None, _NOT_A_NEWLINE))
        self.unfinished = not piece.endswith(b"\n")
        self._check_rows()

    def _check_rows(self) -> None:
        if self.limits is not None and self.limits.rows is not None and self.lines > self.limits.rows:
            raise Refused("too_many_rows", limit=self.limits.rows)

    def _check_lengths(self, piece: bytes, longest: int) -> None:
        """Leap from line end to line end, each as far as a line may reach."""
        start = -self.open
        end = len(piece)
        while end - start > longest:
            at = piece.rfind(b"\n", max(start, 0), start + longest + 1)
            if at < 0:
                self._refuse_line(self.lines + 1 + piece[: max(start, 0)].count(b"\n"))
            start = at + 1
        last = piece.rfind(b"\n")
        self.open = end - last - 1 if last >= 0 else self.open + end

    def _refuse_line(self, line: int) -> None:
        assert self.limits is not None  # noqa: S101 only lines have a length
        raise Refused("line_too_long", [line], line=line, limit_kb=self.limits.line_bytes // 1024)
