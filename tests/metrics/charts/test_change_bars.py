"""Bars of what changed: both parts of an effect, told apart by pattern, largest first, numbers as text."""

from __future__ import annotations

import pytest

from metrics.charts.change_bars import ChangeRow, ChangeWords, change_figure
from tests.metrics.charts.drawings import check_drawings, label_of, texts_of

WORDS = ChangeWords("own value", "share of the contacts")


def row(name: str, rate: float, shift: float = 0.0) -> ChangeRow:
    return ChangeRow(name, "371 s", "378 s", rate + shift, f"{rate + shift:+g} s", shift, rate, "100 contacts")


ROWS = (row("Chat", -0.4, 0.2), row("Phone", 3.9, 0.6), row("E-mail", -2.0), row("others", 9.0))


def test_it_is_plain_data_with_colours_by_name() -> None:
    check_drawings(change_figure(ROWS, WORDS, "more"))
    check_drawings(change_figure(ROWS[:1], WORDS))


def test_the_largest_effect_is_on_top_whatever_its_sign_and_the_rest_may_stay_last() -> None:
    by_size, with_rest = (change_figure(ROWS, WORDS, keep_last=keep)["wide"]["data"][2]["x"] for keep in (False, True))
    assert by_size == pytest.approx([9.0, 4.5, -2.0, -0.2])
    assert with_rest == pytest.approx([4.5, -2.0, -0.2, 9.0])


def test_the_parts_are_told_apart_by_pattern_and_the_dot_is_what_remains() -> None:
    rate, shift, net = change_figure(ROWS[:1], WORDS, "more")["wide"]["data"]
    assert "pattern" not in rate["marker"]
    assert shift["marker"]["pattern"]["shape"] == "/"
    assert (rate["x"], shift["x"]) == ([-0.4], [0.2])
    assert net["x"] == pytest.approx([-0.2])


@pytest.mark.parametrize(
    ("worse", "colours"),
    [("more", ["--loss", "--band-edge"]), ("less", ["--band-edge", "--loss"]), ("", ["--data", "--data"])],
)
def test_worse_is_red_better_green_and_neither_has_no_verdict(worse: str, colours: list[str]) -> None:
    rate = change_figure((row("Phone", 4.0), row("Chat", -2.0)), WORDS, worse)["wide"]["data"][0]
    assert rate["marker"]["color"] == colours


def test_effect_and_values_stand_as_text_in_both_drawings() -> None:
    figure = change_figure(ROWS[1:2], WORDS)
    assert {"Phone", "+4.5 s", "371 s → 378 s"} <= set(texts_of(figure["wide"]))
    assert {"Phone · 371 s → 378 s", "+4.5 s"} <= set(texts_of(figure["narrow"]))
    assert label_of(figure["wide"], "+4.5 s")["font"]["weight"] == 640


def test_the_key_says_what_solid_and_hatched_mean() -> None:
    assert "■ own value   /// share of the contacts" in texts_of(change_figure(ROWS, WORDS)["wide"])


def test_every_bar_and_the_line_of_nothing_lie_inside_the_axis() -> None:
    low, high = change_figure((row("A", 3.0, 2.0), row("B", -1.0, -0.5)), WORDS)["wide"]["layout"]["xaxis"]["range"]
    assert low < -1.5
    assert high > 5.0


def test_a_name_from_a_file_stays_text() -> None:
    texts = texts_of(change_figure((row("<b>Kø & co</b>", 1.0),), WORDS)["wide"])
    assert "&lt;b&gt;Kø &amp; co&lt;/b&gt;" in texts
