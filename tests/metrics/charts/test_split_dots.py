"""The drawing of a split: where panels, bands and dots stand, and that names from files stay text."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from metrics.charts.split_dots import Dot, Edge, Panel, plain_label, split_figure

BAND = (Edge(324.0, "324"), Edge(378.0, "378"))
NAMES = ("Phone", "Chat", "E-mail")


def dot(value: float | None, *, is_thin: bool = False) -> Dot:
    return Dot(value, "" if value is None else f"{value:.0f} s", "100 contacts", is_thin)


def panel(*values: float | None, band: tuple[Edge, ...] = BAND) -> Panel:
    return Panel("Handling time", tuple(dot(value) for value in values), band)


PANELS = (panel(405, 379, 404), panel(0.76, 0.7, None, band=(Edge(0.8, "80%"),)), panel(0.06, 0.07, 0.05, band=()))


def test_wide_panels_stand_beside_each_other_and_narrow_ones_below() -> None:
    figure = split_figure(NAMES, PANELS)
    wide = [figure["wide"]["layout"][f"xaxis{n}"]["domain"] for n in ("", "2", "3")]
    narrow = [figure["narrow"]["layout"][f"yaxis{n}"]["domain"] for n in ("", "2", "3")]
    assert all(left[1] < right[0] for left, right in pairwise(wide))
    assert all(upper[0] > lower[1] for upper, lower in pairwise(narrow))
    assert narrow[0][1] == 1 == wide[-1][1]
    assert narrow[-1][0] == 0 == wide[0][0]
    assert figure["narrow"]["layout"]["height"] > 2 * figure["wide"]["layout"]["height"]


def test_the_ticks_of_a_panel_are_the_edges_of_its_band() -> None:
    layout = split_figure(NAMES, PANELS)["wide"]["layout"]
    assert layout["xaxis"]["tickvals"] == [324.0, 378.0]
    assert layout["xaxis"]["ticktext"] == ["324", "378"]
    assert layout["xaxis2"]["ticktext"] == ["80%"]
    assert layout["xaxis3"]["tickvals"] == []


def test_edges_that_stand_too_close_for_two_texts_are_written_as_one() -> None:
    layout = split_figure(NAMES, [panel(18, 1500, 330)])["narrow"]["layout"]
    assert layout["xaxis"]["ticktext"] == ["324–378"]
    assert 324 < layout["xaxis"]["tickvals"][0] < 378
    assert layout["xaxis"]["tickangle"] == 0


def test_every_dot_and_edge_lies_inside_its_axis() -> None:
    layout = split_figure(NAMES, [panel(100, 350, 900)])["wide"]["layout"]
    low, high = layout["xaxis"]["range"]
    assert low < 100
    assert high > 900


def test_an_open_band_runs_to_the_end_of_its_panel() -> None:
    layout = split_figure(NAMES, PANELS)["wide"]["layout"]
    areas = [shape for shape in layout["shapes"] if shape["type"] == "rect"]
    assert [(area["x0"], area["x1"]) for area in areas] == [(324.0, 378.0), (0.8, layout["xaxis2"]["range"][1])]
    assert len([shape for shape in layout["shapes"] if shape["type"] == "line"]) == 3


def test_a_slice_without_a_value_has_no_dot() -> None:
    trace = split_figure(NAMES, PANELS)["wide"]["data"][1]
    assert trace["y"] == [0, 1]
    assert len(trace["x"]) == len(trace["text"]) == 2


def test_too_few_are_drawn_pale() -> None:
    figure = split_figure(("A", "B"), [Panel("CSAT", (dot(1.0), dot(2.0, is_thin=True)), ())])
    assert figure["wide"]["data"][0]["marker"]["line"]["color"] == ["--raw", "--axis"]


def test_slices_of_one_name_keep_a_row_each() -> None:
    figure = split_figure(("08", "08"), [panel(1, 2)])
    assert figure["wide"]["data"][0]["y"] == [0, 1]
    assert figure["wide"]["layout"]["yaxis"]["ticktext"] == ["08", "08"]


@pytest.mark.parametrize(
    ("name", "label"),
    [("<b>Sales</b> & more", "&lt;b&gt;Sales&lt;/b&gt; &amp; more"), ("x" * 40, "x" * 23 + "…"), ("Kø 1", "Kø 1")],
)
def test_a_name_from_a_file_stays_text_and_leaves_room(name: str, label: str) -> None:
    assert plain_label(name) == label


def test_the_figure_is_plain_data_with_names_of_colours() -> None:
    text = json.dumps(split_figure(NAMES, PANELS))
    assert "#" not in text
    assert "--band-edge" in text


def test_nothing_to_show_draws_nothing() -> None:
    assert split_figure((), [panel()])["wide"]["data"][0]["x"] == []
