"""What the drawings share: heights in steps, text that stays text, labels that do not touch."""

from __future__ import annotations

import pytest

from metrics.charts.theme import Scale, hover, kept_apart, moved_apart, plain, shortened, snug, width_of


@pytest.mark.parametrize(("height", "reserved"), [(0, 0), (1, 20), (200, 200), (200.5, 220), (203, 220)])
def test_heights_go_up_to_the_next_step(height: float, reserved: int) -> None:
    assert snug(height) == reserved


@pytest.mark.parametrize(
    ("text", "shown"),
    [("<b>a</b> & b", "&lt;b&gt;a&lt;/b&gt; &amp; b"), ("--data", "\u200b--data"), ("Kø", "Kø"), ("", "")],
)
def test_a_name_stays_text_and_never_becomes_a_colour(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_long_name_is_cut_before_it_is_made_safe() -> None:
    assert shortened("<" * 10, 4) == "&lt;&lt;&lt;…"


def test_a_hover_card_leaves_out_lines_without_text() -> None:
    assert hover(("October", "", "371 s")) == "October<br>371 s"


def test_bold_text_needs_more_room() -> None:
    assert width_of("371 s", bold=True) > width_of("371 s") > width_of("37")


def test_of_texts_that_would_touch_the_first_stays() -> None:
    assert kept_apart([50.0, 55.0, 10.0, 64.0], 14) == [0, 2, 3]


@pytest.mark.parametrize(
    ("others", "moved"),
    [([], []), ([52], [64]), ([48], [36]), ([50, 51], [64, 78]), ([80, 49], [80, 36]), ([49, 45], [36, 22])],
)
def test_texts_move_away_from_the_one_that_stays(others: list[float], moved: list[float]) -> None:
    assert moved_apart(50, others, 14) == moved


def test_a_scale_goes_both_ways() -> None:
    scale = Scale(300, 400, 200)
    assert scale.pixel(350) == 100
    assert scale.value(scale.pixel(371)) == pytest.approx(371)
