"""Reasons of rejected rows and refused files, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from contracts.domain.errors import DomainError
from metrics.domain.delivery_messages import MESSAGES
from metrics.presentation import words


def explain(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a code with its values; a code that nobody wrote a sentence for speaks for itself."""
    text = gettext(MESSAGES.get(code, code))
    try:
        return _quoted(text % dict(params))
    except (KeyError, TypeError, ValueError):
        return text


def _quoted(text: str) -> str:
    """The reader quotes names of columns as in English; Norwegian readers expect their own quotation marks."""
    return text.replace("“", "«").replace("”", "»") if words.locale() == "nb_NO" else text


def sentence(error: DomainError) -> str:
    """A broken rule as one sentence."""
    text = gettext(error.text)
    return text % error.params if error.params else text
