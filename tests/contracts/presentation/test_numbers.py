"""How figures are written in both languages (LOOK.md 5): separators, true minus, no-break spaces, a dash."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation

from contracts.presentation import numbers

NBSP = "\u00a0"


def both(write: Callable[[], str]) -> tuple[str, str]:
    """The same figure in English and in Norwegian."""
    found = []
    for language in ("en", "nb"):
        with translation.override(language):
            found.append(write())
    return found[0], found[1]


@pytest.mark.parametrize(
    ("write", "english", "norwegian"),
    [
        (lambda: numbers.number(96000), "96,000", "96 000"),
        (lambda: numbers.number("97.34", 1), "97.3", "97,3"),
        (lambda: numbers.percent("0.79"), "79.0%", "79,0 %"),
        (lambda: numbers.percent("1", 0), "100%", "100 %"),
        (lambda: numbers.number("-13.94", 1), "−13.9", "−13,9"),
        (lambda: numbers.number("2", 1, signed=True), "+2.0", "+2,0"),
        (lambda: numbers.number("0.04", 1, signed=True), "0.0", "0,0"),
        (lambda: numbers.money("4480517.85", "NOK"), "NOK 4,480,517.85", "4 480 517,85 kr"),
        (lambda: numbers.money("12.5", "EUR"), "EUR 12.50", "12,50 EUR"),
        (lambda: numbers.seconds("371.4"), "371 s", "371 s"),
        (lambda: numbers.kpi_value("0.056", "share"), "5.6%", "5,6 %"),
        (lambda: numbers.kpi_value("4.344758", "score"), "4.34", "4,34"),
        (lambda: numbers.kpi_value("1983", "count"), "1,983", "1 983"),
        (lambda: numbers.bound("0.80", "share"), "80%", "80 %"),
        (lambda: numbers.bound("0.057", "share"), "5.7%", "5,7 %"),
        (lambda: numbers.bound("324.000000", "s"), "324", "324"),
        (lambda: numbers.change("-10", "s"), "−10 s", "−10 s"),
        (lambda: numbers.gap("-24", "s"), "24 s", "24 s"),
    ],
)  # fmt: skip
def test_figures_are_written_as_the_language_has_it(write: Callable[[], str], english: str, norwegian: str) -> None:
    found = both(write)
    assert tuple(text.replace(NBSP, " ") for text in found) == (english, norwegian)


def test_halves_are_rounded_away_from_zero() -> None:
    assert numbers.number("2.345", 2) == "2.35"
    assert numbers.number("-2.345", 2) == "−2.35"


def test_the_unit_never_stands_alone_on_the_next_line() -> None:
    with translation.override("nb"):
        assert numbers.percent("0.5") == f"50,0{NBSP}%"
        assert numbers.number(1000) == f"1{NBSP}000"
    assert numbers.seconds(5) == f"5{NBSP}s"
    assert numbers.money(1, "NOK") == f"NOK{NBSP}1.00"


@pytest.mark.parametrize(
    "write",
    [
        lambda: numbers.number(None),
        lambda: numbers.percent(None),
        lambda: numbers.seconds(None),
        lambda: numbers.money(None, "NOK"),
        lambda: numbers.kpi_value(None, "share"),
        lambda: numbers.bound(None, "s"),
        lambda: numbers.change(None, "s"),
        lambda: numbers.gap(None, "share"),
    ],
)
def test_unknown_is_a_dash_never_zero(write: Callable[[], str]) -> None:
    assert write() == "–"


def test_a_share_differs_by_points_not_by_percent() -> None:
    with translation.override("en"):
        assert numbers.change("-0.097", "share") == "−9.7 points"
        assert numbers.change("0.02", "share") == "+2.0 points"
        assert numbers.gap("-0.036", "share") == "3.6 points"
