"""Every text that a person reads has its Norwegian twin, with the same values in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.architecture.rooms import ROOT, files, name_of

PO = ROOT / "locale" / "nb" / "LC_MESSAGES" / "django.po"
KEYWORDS: Any = {
    "_": None, "N_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
VALUE = re.compile(r"%\((\w+)\)[sd]|%%|%[sd]")


def texts_in(source: str) -> Iterator[str]:
    """What is marked in Python source; of a plural the singular, of a text with context the text."""
    found: Any = extract_python(io.BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"})
    for _line, function, message, _comments in found:
        parts = message if isinstance(message, tuple) else (message,)
        text = parts[1] if function.startswith("pgettext") else parts[0]
        if text:
            yield text


def marked_texts() -> dict[str, str]:
    """Each marked text and a file that it stands in."""
    found: dict[str, str] = {}
    for path in files():
        for text in texts_in(path.read_text(encoding="utf-8")):
            found.setdefault(text, name_of(path))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for line in templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines():
            for text in texts_in(line.strip()) if "(" in line else ():
                found.setdefault(text, name_of(path))
    return found


@pytest.fixture(scope="module")
def catalogue() -> dict[str, Message]:
    """Norwegian texts by their English ones."""
    with Path(PO).open("rb") as file:
        messages = [message for message in read_po(file, locale="nb") if message.id]
    return {message.id if isinstance(message.id, str) else message.id[0]: message for message in messages}


def test_every_marked_text_is_in_the_catalogue(catalogue: dict[str, Message]) -> None:
    marked = marked_texts()
    assert len(marked) > 50
    assert {text: where for text, where in marked.items() if text not in catalogue} == {}


def test_every_text_is_translated_and_none_is_a_guess(catalogue: dict[str, Message]) -> None:
    forms = {text: _strings(message) for text, message in catalogue.items()}
    assert [text for text, strings in forms.items() if not all(strings)] == []
    assert [text for text, message in catalogue.items() if message.fuzzy] == []


def test_a_translation_holds_the_same_values(catalogue: dict[str, Message]) -> None:
    """A value that is missing or misspelt would break the page in Norwegian only."""
    differing = [
        text
        for text, message in catalogue.items()
        if any(set(VALUE.findall(string)) - set(VALUE.findall(_longest(message))) for string in _strings(message))
    ]
    assert differing == []


def test_no_text_is_kept_that_nobody_uses(catalogue: dict[str, Message]) -> None:
    assert set(catalogue) - set(marked_texts()) == set()


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _longest(message: Message) -> str:
    return message.id if isinstance(message.id, str) else " ".join(message.id)
