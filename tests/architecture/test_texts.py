"""Every text that a person reads has its Norwegian twin, with the same values in it."""

from __future__ import annotations

import ast
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

from tests.architecture.rooms import ROOT, files, name_of, tree_of

PO = ROOT / "locale" / "nb" / "LC_MESSAGES" / "django.po"
# Which argument of each marking function is the text.
PLACES = {
    "_": 0, "N_": 0, "gettext": 0, "gettext_lazy": 0, "gettext_noop": 0, "ngettext": 0, "ngettext_lazy": 0,
    "pgettext": 1, "pgettext_lazy": 1, "npgettext": 1, "npgettext_lazy": 1,
}  # fmt: skip
VALUE = re.compile(r"%\((\w+)\)[sd]|%%|%[sd]")


def texts_in_python(tree: ast.AST) -> Iterator[str]:
    """Literal texts given to a marking function; of a plural the singular."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = PLACES.get(name)
        if place is not None and len(node.args) > place:
            argument = node.args[place]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
                yield argument.value


def texts_in_template(source: str) -> Iterator[str]:
    """Texts of translate and blocktranslate: Django turns a template into lines that look like Python."""
    keywords = dict.fromkeys(PLACES)
    for line in templatize(source).splitlines():
        found: Any = extract_python(io.BytesIO(line.strip().encode()), keywords, (), {}) if "(" in line else ()
        for _line, function, message, _comments in found:
            parts = message if isinstance(message, tuple) else (message,)
            if text := parts[PLACES[function]]:
                yield text


def marked_texts() -> dict[str, str]:
    """Each marked text and a file that it stands in."""
    found: dict[str, str] = {}
    for path in files():
        found |= dict.fromkeys(texts_in_python(tree_of(path)), name_of(path))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found |= dict.fromkeys(texts_in_template(path.read_text(encoding="utf-8")), name_of(path))
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


def test_texts_are_seen_wherever_they_are_marked() -> None:
    """A rule that cannot fail guards nothing."""
    python = ast.parse(
        "gettext('a' ' b')\nN_('c')\nx.ngettext('one', 'many', n)\npgettext('where', 'd')\n_(words['e'])"
    )
    assert set(texts_in_python(python)) == {"a b", "c", "one", "d"}
    template = "{% load i18n %}{% translate 'f' %}\n{% blocktranslate with n=3 %}g {{ n }}{% endblocktranslate %}"
    assert set(texts_in_template(template)) == {"f", "g %(n)s"}


def test_no_text_is_kept_that_nobody_uses(catalogue: dict[str, Message]) -> None:
    assert set(catalogue) - set(marked_texts()) == set()


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _longest(message: Message) -> str:
    return message.id if isinstance(message.id, str) else " ".join(message.id)
