"""What a YAML document holds, with the place of everything, and typed questions that refuse with line and column."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NoReturn

from contracts.domain.errors import N_, DomainError

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SCALARS = ("text", "integer", "number", "boolean", "null")
_LONGEST_SHOWN = 60


class DocumentInvalid(DomainError):
    """A document was refused: `params` hold line, column and path beside what the sentence needs."""

    def __init__(self, code: str, text: str, /, **params: object) -> None:
        self.code = code
        self.text = text
        super().__init__(**params)


@dataclass(frozen=True, slots=True)
class Node:
    """A mapping, a list or a scalar at its place (line and column from 1).

    Kinds: mapping, list, text, integer, number (a number that is no plain whole one), boolean, null.
    """

    kind: str
    line: int
    column: int
    path: str = ""
    text: str = ""  # a scalar as it was written
    entries: tuple[Entry, ...] = ()
    items: tuple[Node, ...] = ()

    def refuse(self, code: str, text: str, **params: object) -> NoReturn:
        """Raise DocumentInvalid at this place."""
        raise DocumentInvalid(code, text, line=self.line, column=self.column, path=self.path or "/", **params)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def get(self, key: str) -> Node | None:
        """The (first) value of a key; None when it is not there."""
        return next((entry.value for entry in self.entries if entry.key == key), None)

    def all(self, key: str) -> tuple[Node, ...]:
        """The values of a key that may stand several times, in order."""
        return tuple(entry.value for entry in self.entries if entry.key == key)

    def need(self, key: str) -> Node:
        """The value of a key that must be there."""
        found = self.get(key)
        if found is None:
            text = N_("Line %(line)s, column %(column)s: the key “%(key)s” is missing.")
            self.refuse("key_missing", text, key=key)
        return found

    def check_keys(self, known: Iterable[str], *, later: Iterable[str] = ()) -> Node:
        """Refuse whatever is no mapping, and keys that are not known; `later` names keys that are planned."""
        known, later = tuple(known), tuple(later)
        if self.kind != "mapping":
            self._refuse_kind(N_("keys with values"))
        for entry in self.entries:
            if entry.key in later:
                entry.refuse_later()
            if entry.key not in known:
                entry.refuse_unknown(known)
        return self

    @property
    def is_null(self) -> bool:
        return self.kind == "null"

    def as_list(self) -> tuple[Node, ...]:
        """The items of a list."""
        if self.kind != "list":
            self._refuse_kind(N_("a list"))
        return self.items

    def as_text(self, *, longest: int = 200, pattern: re.Pattern[str] | None = None, shape: str = "") -> str:
        """A text that is not empty; `shape` says in words what `pattern` asks for."""
        if self.kind != "text":
            self._refuse_kind(N_("a text"))
        if not self.text.strip() or len(self.text) > longest:
            text = N_("Line %(line)s, column %(column)s: a text of 1 to %(longest)s signs is expected.")
            self.refuse("text_length", text, longest=longest)
        if pattern is not None and not pattern.fullmatch(self.text):
            self._refuse_kind(shape or N_("another form of text"))
        return self.text

    def as_choice(self, choices: Iterable[str]) -> str:
        """One of the given words."""
        choices = tuple(choices)
        if self.kind not in _SCALARS or self.text not in choices:
            text = N_("Line %(line)s, column %(column)s: “%(value)s” is not one of: %(choices)s.")
            self.refuse("not_a_choice", text, value=self.shown, choices=", ".join(choices))
        return self.text

    def as_integer(self, low: int = 0, high: int = 10**9) -> int:
        """A whole number within bounds."""
        if self.kind != "integer":
            self._refuse_kind(N_("a whole number"))
        number = int(self.text)
        if not low <= number <= high:
            self._refuse_range(low, high)
        return number

    def as_boolean(self) -> bool:
        """true or false."""
        if self.kind != "boolean":
            self._refuse_kind(N_("true or false"))
        return self.text.lower() == "true"

    def as_date(self) -> date:
        """A day: 2026-10-31."""
        if self.kind == "text" and _DATE.fullmatch(self.text):
            try:
                return date.fromisoformat(self.text)
            except ValueError:
                pass
        self._refuse_kind(N_("a date such as 2026-10-31"))

    def as_decimal(self, low: Decimal, high: Decimal, places: int) -> Decimal:
        """A decimal number in quotes, or a whole one, within bounds and with so many places at most."""
        if self.kind == "number":
            text = N_(
                "Line %(line)s, column %(column)s: put the number in quotes, “%(value)s”, so that it is kept exactly."
            )
            self.refuse("number_unquoted", text, value=self.shown)
        if self.kind not in {"text", "integer"} or not _DECIMAL.fullmatch(self.text):
            self._refuse_kind(N_('a decimal number in quotes such as "42.50"'))
        number = Decimal(self.text)
        if not low <= number <= high:
            self._refuse_range(low, high)
        if number != round(number, places):
            text = N_("Line %(line)s, column %(column)s: “%(value)s” has more than %(places)s decimal places.")
            self.refuse("too_many_places", text, value=self.shown, places=places)
        return number

    def as_plain(self) -> object:
        """Plain values for JSON: text, int, bool, None, lists, and mappings by the text of their keys.

        A key that stands several times gives the list of its values.
        """
        if self.kind == "mapping":
            found = {entry.key: [value.as_plain() for value in self.all(entry.key)] for entry in self.entries}
            return {key: values[0] if len(values) == 1 else values for key, values in found.items()}
        if self.kind == "list":
            return [item.as_plain() for item in self.items]
        return self._scalar()

    def _scalar(self) -> str | int | bool | None:
        read: Mapping[str, Callable[[], str | int | bool | None]] = {
            "integer": self.as_integer_of_any_size,
            "boolean": self.as_boolean,
            "null": lambda: None,
            "text": lambda: self.text,
        }
        if self.kind not in read:
            self.as_decimal(Decimal(0), Decimal(0), 0)  # refuses a number without quotes
        return read[self.kind]()

    def as_integer_of_any_size(self) -> int:
        """A whole number of up to 18 digits."""
        return self.as_integer(-(10**18), 10**18)

    @property
    def shown(self) -> str:
        """The scalar for a message, cut when long."""
        text = self.text if self.kind in _SCALARS else self.kind
        return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"

    def _refuse_kind(self, expected: str) -> NoReturn:
        text = N_("Line %(line)s, column %(column)s: “%(value)s” is not what is expected here: %(expected)s.")
        self.refuse("wrong_type", text, value=self.shown, expected=expected)

    def _refuse_range(self, low: object, high: object) -> NoReturn:
        text = N_("Line %(line)s, column %(column)s: “%(value)s” does not lie within %(low)s and %(high)s.")
        self.refuse("out_of_range", text, value=self.shown, low=str(low), high=str(high))


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a mapping at its place, and its value. The key is its text as written: `null:` is “null”."""

    key: str
    line: int
    column: int
    value: Node

    def refuse(self, code: str, text: str, **params: object) -> NoReturn:
        """Raise DocumentInvalid at the key."""
        place = {"line": self.line, "column": self.column, "path": self.value.path}
        raise DocumentInvalid(code, text, **place, key=self.key[:_LONGEST_SHOWN], **params)

    def refuse_unknown(self, known: Iterable[str]) -> NoReturn:
        """The key is not known; the nearest known one is named when there is one."""
        near = difflib.get_close_matches(self.key[:_LONGEST_SHOWN], list(known), n=1)
        if near:
            text = N_("Line %(line)s, column %(column)s: “%(key)s” is not a known key here. Is “%(nearest)s” meant?")
            self.refuse("unknown_key", text, nearest=near[0])
        text = N_("Line %(line)s, column %(column)s: “%(key)s” is not a known key here. Known are: %(known)s.")
        self.refuse("unknown_key", text, known=", ".join(known))

    def refuse_later(self) -> NoReturn:
        """The key belongs to the contract book, but this version of the portal does not act on it."""
        text = N_("Line %(line)s, column %(column)s: “%(key)s” is not supported yet; remove it to load the document.")
        self.refuse("not_supported_yet", text)
