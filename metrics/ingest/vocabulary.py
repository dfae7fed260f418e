"""Our own words as SQL types: a word takes one byte instead of a text, in memory and on its way into Parquet.

Read back from Parquet such a column is text. Content hashes see a word's place in its list: add words at the end.
"""

from __future__ import annotations

from collections.abc import Iterator

from metrics.ingest.fields import CONTACT
from metrics.ingest.literals import constant, text, texts
from metrics.ingest.profile import Value

_PRECISIONS = ("second", "minute", "day")
_WORDS = {name: field.words for name, field in CONTACT.items() if field.kind == "word"}
_TYPED = {**_WORDS, "time_precision": _PRECISIONS, "source": ()}


def type_of(name: str) -> str | None:
    """The SQL type of a contact's field that holds one of our words; None for all other fields."""
    return f"word_{name}" if name in _TYPED else None


def make_types(source: str) -> Iterator[str]:
    """Statements that make the types; the name space of the ids is a word too."""
    for name, words in _TYPED.items():
        yield f"CREATE TYPE word_{name} AS ENUM ({texts(words or (source,))})"


def word(name: str, value: Value) -> str:
    """One of our words as SQL, of its own type where it has one."""
    kind = type_of(name)
    return constant(value) if kind is None or value is None else f"CAST({text(str(value))} AS {kind})"
