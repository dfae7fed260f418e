"""Read YAML 1.2 from people we do not know: every value keeps its place, and nothing is guessed or executed.

Refused: duplicate keys, tags, anchors and aliases (a few lines of them can stand for gigabytes), documents that are
large or deep, and anything that is no YAML. Only plain whole numbers are numbers: 42.10, 1e3, 0x1F or 007 without
quotes stay visible as “number”, so that whoever asks for a decimal can say: put it in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml import events as yaml_events
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from contracts.document.nodes import DocumentInvalid, Entry, Node
from contracts.domain.errors import N_

__all__ = ["DocumentInvalid", "Entry", "Node", "read_documents"]

LARGEST_SIGNS = 500_000
DEEPEST = 20
MOST_NODES = 50_000

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = frozenset({"true", "True", "TRUE", "false", "False", "FALSE"})
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
# Written as an escape, these reach the value: no database keeps a NUL or half a surrogate pair.
_NO_TEXT = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\ud800-\udfff]")
_OTHER_NUMBER = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)


def read_documents(text: str, *, may_repeat: frozenset[str] = frozenset()) -> tuple[Node, ...]:
    """All documents of a text, each as a tree of nodes with line, column and path. Raises DocumentInvalid.

    The line counts from the beginning of the text, also in the second document. `may_repeat` names the paths of keys
    that may stand several times: a source profile has `profile.key` as its name and again as the key of its rows.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST_SIGNS:
        message = N_("The document is larger than %(largest)s signs.")
        raise DocumentInvalid("document_too_large", message, largest=LARGEST_SIGNS, line=1, column=1, path="/")
    try:
        documents = tuple(_Builder(text, may_repeat).documents())
    except ReaderError as error:
        raise _unreadable_sign(text, error) from None
    except MarkedYAMLError as error:
        raise _syntax(error) from None
    except (YAMLError, ValueError, OverflowError) as error:
        raise _invalid("yaml_syntax", _SYNTAX, 1, 1, problem=str(error)[:200]) from None
    if not documents:
        raise _invalid("document_empty", N_("The document is empty."), 1, 1)
    return documents


_SYNTAX = N_("Line %(line)s, column %(column)s: this is not valid YAML (%(problem)s).")


def _invalid(code: str, text: str, line: int, column: int, path: str = "/", **params: object) -> DocumentInvalid:
    return DocumentInvalid(code, text, line=line, column=column, path=path, **params)


def _syntax(error: MarkedYAMLError) -> DocumentInvalid:
    """The parser's own words with the place where it stumbled."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return _invalid("yaml_syntax", _SYNTAX, line, column, problem=str(error.problem or error.context or "")[:200])


_SIGN = N_("Line %(line)s, column %(column)s: the sign U+%(sign)s is not allowed.")


def _unreadable_sign(text: str, error: ReaderError) -> DocumentInvalid:
    """A control sign, for example NUL, that YAML does not allow."""
    before, sign = text[: int(error.position)], text[int(error.position) :][:1]
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return _invalid("yaml_sign", _SIGN, line, column, sign=f"{ord(sign or chr(0)):04X}")


class _Builder:
    """Turns the parser's events into nodes, one event ahead, so that depth and size are capped before memory is."""

    def __init__(self, text: str, may_repeat: frozenset[str]) -> None:
        self.may_repeat = may_repeat
        self.events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
        self.nodes = 0

    def documents(self) -> Iterator[Node]:
        """One node for each document."""
        for event in self.events:
            if isinstance(event, yaml_events.DocumentStartEvent):
                if event.version not in {None, (1, 2)}:
                    self._refuse(event, "yaml_version", N_("Line %(line)s, column %(column)s: only YAML 1.2 is read."))
                yield self._node(next(self.events), "", 1)
            elif isinstance(event, yaml_events.DocumentEndEvent) and event.explicit:
                # The parser reads nothing that follows the three dots unless it begins with dashes.
                text = N_("Line %(line)s, column %(column)s: leave out “...”; documents are divided by “---”.")
                self._refuse(event, "yaml_end", text)

    def _node(self, event: Any, path: str, depth: int) -> Node:
        self._check(event, path, depth)
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml_events.ScalarEvent):
            plain = event.style in {None, ""}
            return Node(_kind(event.value) if plain else "text", line, column, path, event.value)
        if isinstance(event, yaml_events.SequenceStartEvent):
            return Node("list", line, column, path, items=tuple(self._items(path, depth)))
        return Node("mapping", line, column, path, entries=tuple(self._entries(path, depth)))

    def _items(self, path: str, depth: int) -> Iterator[Node]:
        number = 0
        while not isinstance(event := next(self.events), yaml_events.SequenceEndEvent):
            yield self._node(event, f"{path}[{number}]", depth + 1)
            number += 1

    def _entries(self, path: str, depth: int) -> Iterator[Entry]:
        seen: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml_events.MappingEndEvent):
            self._check(event, path, depth)
            if not isinstance(event, yaml_events.ScalarEvent):
                self._refuse(event, "key_invalid", N_("Line %(line)s, column %(column)s: a key must be a word."), path)
            key, line, column = event.value, event.start_mark.line + 1, event.start_mark.column + 1
            below = f"{path}.{key}" if path else key
            if key in seen and below not in self.may_repeat:
                text = N_(
                    "Line %(line)s, column %(column)s: the key “%(key)s” stands here twice, first in line %(first)s."
                )
                self._refuse(event, "duplicate_key", text, path, key=key[:60], first=seen[key])
            seen.setdefault(key, line)
            yield Entry(key, line, column, self._node(next(self.events), below, depth + 1))

    def _check(self, event: Any, path: str, depth: int) -> None:
        """No aliases, anchors or tags; not too deep; not too many."""
        self.nodes += 1
        if isinstance(event, yaml_events.AliasEvent) or event.anchor is not None:
            text = N_("Line %(line)s, column %(column)s: anchors and aliases are not allowed; write the value out.")
            self._refuse(event, "alias_refused", text, path)
        if found := _NO_TEXT.search(getattr(event, "value", None) or ""):
            self._refuse(event, "yaml_sign", _SIGN, path, sign=f"{ord(found.group()):04X}")
        if event.ctag is not None and str(event.ctag):
            text = N_("Line %(line)s, column %(column)s: tags such as “%(tag)s” are not allowed.")
            self._refuse(event, "tag_refused", text, path, tag=str(event.ctag)[:60])
        if depth > DEEPEST:
            text = N_("Line %(line)s, column %(column)s: the document is nested deeper than %(deepest)s levels.")
            self._refuse(event, "document_too_deep", text, path, deepest=DEEPEST)
        if self.nodes > MOST_NODES:
            text = N_("Line %(line)s, column %(column)s: the document holds more than %(most)s values.")
            self._refuse(event, "document_too_large", text, path, most=MOST_NODES)

    def _refuse(self, event: Any, code: str, text: str, path: str = "", **params: object) -> NoReturn:
        mark = event.start_mark
        raise _invalid(code, text, mark.line + 1, mark.column + 1, path or "/", **params)


def _kind(text: str) -> str:
    """What an unquoted word is, by YAML 1.2's core schema; dates, versions and NO are text."""
    if text in _NULLS:
        return "null"
    if text in _BOOLEANS:
        return "boolean"
    if _INTEGER.fullmatch(text):
        return "integer"
    return "number" if _OTHER_NUMBER.fullmatch(text) else "text"
