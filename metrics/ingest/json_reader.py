"""JSON and JSON Lines: records to rows of cells by dotted paths, one record at a time.

A record that is no JSON, or says a thing twice, or holds NaN, is rejected by itself; only an array that cannot be read
on is refused whole. A path through null is null; of a list or an object it is known that it is there, and no more.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NoReturn

from metrics.ingest.doors import DIVIDER, copy_text
from metrics.ingest.header import show
from metrics.ingest.job import Limits
from metrics.ingest.profile import Profile
from metrics.ingest.refused import Refused
from metrics.ingest.table import RawTable, TableWriter

Tell = Callable[[int], None]
_PIECE = 1 << 16
_SPACE = " \t\n\r"
_TOLD_EVERY = 10_000


class BadRecord(Exception):
    """One record that cannot be taken in; the code says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def read_json(source: Path, scratch: Path, profile: Profile, limits: Limits, tell: Tell) -> RawTable:
    """The raw table of a JSON file: the profile's paths are its columns. Raises Refused."""
    by_line = profile.file.kind == "jsonl"
    copy = copy_text(
        source, scratch / "copy.txt", encoding=profile.file.encoding, quote=None, limits=limits, by_line=by_line
    )  # fmt: skip
    paths = tuple(dict.fromkeys(name for column in profile.every_column() for name in column.all_names))
    writer = TableWriter(scratch / "rows.txt", scratch / "unreadable.jsonl")
    with writer, copy.path.open(encoding="utf-8", newline="\n") as text:
        desk = _Desk(paths, writer, limits, tell)
        desk.take(_lines(text) if by_line else _elements(text, profile.file.records, limits))
    if desk.records == 0:
        raise Refused("empty_file")
    _check_paths(profile, desk.keys)
    unknown = sorted(desk.keys - {path.split(".")[0] for path in paths} - set(paths) - set(profile.drop))
    if unknown and profile.unknown_columns == "refuse":
        raise Refused("unknown_column", columns=show(unknown))
    note = {"code": "columns_dropped", "params": {"columns": show(unknown)}}
    return RawTable(
        writer.path, paths, DIVIDER, numbered=True, lines=desk.records, header=0, blank=desk.blank,
        exact=False, rejected=writer.rejected, rejected_rows=writer.rejected_rows, notes=(note,) if unknown else (),
    )  # fmt: skip


def _check_paths(profile: Profile, keys: set[str]) -> None:
    """Records of another system have none of the keys. A key that no record has may still come: it is new or rare."""
    needed = [column for column in profile.columns if column.field in (*profile.key_fields, "started_at")]
    missing = [
        " / ".join(column.all_names)
        for column in needed
        if not any(name in keys or name.split(".")[0] in keys for name in column.all_names)
    ]
    if missing:
        raise Refused("missing_column", columns=show(missing), header=show(sorted(keys)))


def _lines(text: IO[str]) -> Iterator[str | None]:
    """One record a line; None for a blank line."""
    for line in text:
        yield line if line.strip(_SPACE) else None


class _Desk:
    """Takes records one by one and writes their cells."""

    def __init__(self, paths: Sequence[str], writer: TableWriter, limits: Limits, tell: Tell) -> None:
        self.paths = [(path, path.split(".")) for path in paths]
        self.writer = writer
        self.limits = limits
        self.tell = tell
        self.records = 0
        self.blank = 0
        self.keys: set[str] = set()

    def take(self, texts: Iterator[str | None]) -> None:
        """All records of a file; each is counted, whatever becomes of it."""
        for text in texts:
            self.records += 1
            if self.limits.rows is not None and self.records > self.limits.rows:
                raise Refused("too_many_rows", limit=self.limits.rows)
            if self.records % _TOLD_EVERY == 0:
                self.tell(self.records)
            if text is None:
                self.blank += 1
                continue
            try:
                self.writer.row(self.records, self._cells(text))
            except BadRecord as error:
                self.writer.reject(self.records, error.code)

    def _cells(self, text: str) -> list[str]:
        record = parse_record(text, self.limits.json_depth)
        self.keys.update(record)
        cells = [_cell(_follow(record, path, keys)) for path, keys in self.paths]
        if any("\0" in cell for cell in cells):
            raise BadRecord("nul_in_record")
        return cells


def parse_record(text: str, depth: int) -> dict[str, Any]:
    """One record, strictly. Raises BadRecord."""
    if text.count("{") + text.count("[") > depth and _depth(text) > depth:
        raise BadRecord("json_too_deep")
    try:
        record = json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_number, parse_int=str, parse_float=str
        )  # fmt: skip
    except (ValueError, RecursionError):
        raise BadRecord("bad_json") from None
    if not isinstance(record, dict):
        raise BadRecord("json_no_object")
    return record


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that stands twice says two things; nobody knows which is meant."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise BadRecord("json_duplicate_key")
    return made


def _no_number(word: str) -> NoReturn:
    raise BadRecord("json_not_a_number")


def _depth(text: str) -> int:
    """How deep a text nests, leaving out what stands in quotes."""
    deepest = level = 0
    quoted = escaped = False
    for sign in text:
        if quoted:
            quoted = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            quoted = True
        elif sign in "{[":
            level += 1
            deepest = max(deepest, level)
        elif sign in "}]":
            level -= 1
    return deepest


def _follow(record: dict[str, Any], path: str, keys: Sequence[str]) -> Any:
    """The value at a path. A key that holds the whole path as its name comes first."""
    if path in record:
        return record[path]
    value: Any = record
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def _cell(value: Any) -> str:
    """A value as the cell of a table; null is blank."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return ("{}" if isinstance(value, dict) else "[]") if value else ""


def _elements(text: IO[str], path: Sequence[str], limits: Limits) -> Iterator[str | None]:
    """The texts of an array's elements, of a document that never lies in memory as a whole."""
    stream = _Stream(text, limits)
    for key in path:
        stream.enter(key)
    stream.expect("[")
    if stream.peek() == "]":
        return
    while True:
        yield stream.value()
        if stream.next_sign() == "]":
            return


class _Stream:
    """Reads values off the front of a long text, piece by piece."""

    def __init__(self, text: IO[str], limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.held = ""
        self.at = 0
        self.scan = json.JSONDecoder(parse_int=str, parse_float=str, object_pairs_hook=lambda pairs: None).raw_decode

    def _more(self) -> bool:
        piece = self.text.read(max(_PIECE, len(self.held) - self.at))
        self.held, self.at = self.held[self.at :] + piece, 0
        return bool(piece)

    def peek(self) -> str:
        """The next sign that is no white space; "" at the end."""
        while True:
            while self.at < len(self.held) and self.held[self.at] in _SPACE:
                self.at += 1
            if self.at < len(self.held):
                return self.held[self.at]
            if not self._more():
                return ""

    def expect(self, sign: str) -> None:
        """Refuse the file unless this sign comes next."""
        if self.peek() != sign:
            raise Refused("json_shape", expected=sign)
        self.at += 1

    def next_sign(self) -> str:
        """The comma or bracket behind an element."""
        sign = self.peek()
        if sign not in (",", "]"):
            raise Refused("json_broken")
        self.at += 1
        return sign

    def value(self) -> str:
        """The text of the next value. Raises Refused when there is none, or when it is larger than a line may be."""
        self.peek()
        while True:
            try:
                end = self.scan(self.held, self.at)[1]
            except (ValueError, RecursionError):
                end = len(self.held)
            # A number at the end of a piece may go on in the next one, and so may a value that did not end.
            if end < len(self.held):
                found, self.at = self.held[self.at : end], end
                return found
            if len(self.held) - self.at > self.limits.line_bytes or not self._more():
                raise Refused("json_broken")

    def enter(self, key: str) -> None:
        """Go into an object, to the value of a key."""
        self.expect("{")
        while self.peek() == '"':
            name = json.loads(self.value())
            self.expect(":")
            if name == key:
                return
            self.value()
            if self.peek() == ",":
                self.at += 1
        raise Refused("json_shape", expected=key)
