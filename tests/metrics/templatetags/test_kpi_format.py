"""Figures and places in templates: an SVG length is no number of a language, and unknown is a dash."""

from __future__ import annotations

import pytest
from django.utils import translation

from metrics.presentation import words
from metrics.templatetags.kpi_format import _MARKS, along, integer, mark


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize(("thousandths", "length"), [(0, "0.0%"), (345, "34.5%"), (1000, "100.0%"), (None, "0.0%")])
def test_a_place_is_an_svg_length_in_every_language(language: str, thousandths: int | None, length: str) -> None:
    with translation.override(language):
        assert along(thousandths) == length


@pytest.mark.parametrize(("language", "text"), [("en", "96,000"), ("nb", "96\u00a0000")])
def test_a_whole_number_has_the_separators_of_the_language(language: str, text: str) -> None:
    with translation.override(language):
        assert integer(96000) == text


def test_unknown_is_a_dash_and_zero_is_zero() -> None:
    assert integer(None) == "–"
    assert integer(0) == "0"


def test_every_tone_has_a_shape_of_its_own() -> None:
    """In red-green blindness the colours look alike: the shape must tell."""
    assert len(set(_MARKS.values())) == len(_MARKS)
    tones = {tone for _, tone in words.DELIVERY_STATES.values()} | set(words.VERDICT_TONES.values())
    assert tones | set(words.ZONE_TONES.values()) <= set(_MARKS)


def test_a_mark_is_silent_and_has_no_style_attribute() -> None:
    """The word stands beside it; the content security policy would stop a style attribute."""
    for tone in (*_MARKS, "never heard of"):
        drawn = mark(tone)
        assert 'aria-hidden="true"' in drawn
        assert "style=" not in drawn
        assert "<" in drawn.removeprefix("<svg")
