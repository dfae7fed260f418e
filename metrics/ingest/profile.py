"""Profile: how one source's files are read. Frozen, checked when it was loaded, and stored as one JSON document.

Nothing of this is ever guessed from a row (DESIGN.md 4). What a YAML text must look like: profile_document.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Value = str | bool | None


@dataclass(frozen=True, slots=True)
class FileSpec:
    """The outside of a file: kind, text encoding, marks and where its header stands."""

    kind: str  # csv, xlsx, json, jsonl
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str | None = '"'
    header_line: int = 1
    decimal: str = "."
    thousands: str | None = None
    sheet: str | None = None
    records: tuple[str, ...] = ()  # json: the keys that lead to the list of records


@dataclass(frozen=True, slots=True)
class TimeSpec:
    """How instants are written: zone of times without offset, formats, precision, and the rules at clock changes."""

    zone: str
    formats: tuple[str, ...]
    precision: str = "second"  # second, minute, day
    ambiguous: str = "reject"  # reject, first, second: a local time that occurs twice
    nonexistent: str = "reject"  # reject, shift: a local time that the clock leaps over


@dataclass(frozen=True, slots=True)
class Column:
    """Where one field comes from. `pairs` maps words of the file (None: blank) to ours.

    Of several names the first that is not blank wins. `present`: the field is `then` when one of these is not blank,
    else `otherwise`.
    """

    field: str
    names: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    then: Value = None
    pairs: tuple[tuple[str | None, Value], ...] = ()
    otherwise: Value = None
    takes_rest: bool = False  # `otherwise` was given: no word of the file is unknown
    unit: str | None = None

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name of the file's columns that this field looks at."""
        return (*self.names, *self.date, *self.time, *self.present)


Constants = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A survey or a sale that came as columns of a contact file: its own columns and constants."""

    columns: tuple[Column, ...]
    constants: Constants = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """Which rows are this contract's, by one field: its value names the brand (None: none); others are elsewhere."""

    field: str
    brands: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One source for one feed."""

    key: str
    feed: str
    source: str
    file: FileSpec
    time: TimeSpec
    key_fields: tuple[str, ...]  # empty: the row itself, by a hash of its cells
    on_change: str
    columns: tuple[Column, ...]
    constants: Constants = ()
    null_values: tuple[str, ...] = ("",)
    updated_at: Column | None = None
    survey: Block | None = None
    sale: Block | None = None
    routing: Routing | None = None
    drop: tuple[str, ...] = ()
    unknown_columns: str = "drop"

    @property
    def row_key(self) -> bool:
        """No field tells a row from the next: the row itself does."""
        return not self.key_fields

    def every_column(self) -> Iterator[Column]:
        """The columns of the feed, of the survey and sale blocks, and the time of change."""
        yield from self.columns
        for block in (self.survey, self.sale):
            if block is not None:
                yield from block.columns
        if self.updated_at is not None:
            yield self.updated_at

    def to_document(self) -> dict[str, Any]:
        """The profile as plain JSON: the same profile always gives the same document."""
        document: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return document

    @property
    def hash(self) -> str:
        """Two profiles with one hash read every file the same way."""
        text = json.dumps(self.to_document(), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Profile:
        """The profile of a stored document, which `to_document` made."""
        facts = {name: _tuples(value) for name, value in document.items()}
        return cls(
            **{
                **facts,
                "file": FileSpec(**_inner(document["file"])),
                "time": TimeSpec(**_inner(document["time"])),
                "columns": _columns(document["columns"]),
                "updated_at": _column(document["updated_at"]) if document["updated_at"] else None,
                "survey": _block(document["survey"]),
                "sale": _block(document["sale"]),
                "routing": Routing(**_inner(document["routing"])) if document["routing"] else None,
            }
        )


def _tuples(value: Any) -> Any:
    """JSON knows lists only; here they are tuples, to the bottom."""
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _inner(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _tuples(value) for name, value in facts.items()}


def _column(facts: Mapping[str, Any]) -> Column:
    return Column(**_inner(facts))


def _columns(listed: list[Mapping[str, Any]]) -> tuple[Column, ...]:
    return tuple(_column(facts) for facts in listed)


def _block(facts: Mapping[str, Any] | None) -> Block | None:
    return Block(_columns(facts["columns"]), _tuples(facts["constants"])) if facts else None
