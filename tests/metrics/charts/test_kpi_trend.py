"""The line of a KPI: its band with both edges, where it steps, what is marked, and months without data as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from metrics.charts.kpi_trend import BandStep, Earlier, Mark, TrendPoint, kpi_trend_figure
from tests.metrics.charts.drawings import check_drawings, label_of, shapes_of, texts_of

NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BAND = BandStep("2025-01", 324, 378, "324", "378", "v1")
LATER = BandStep("2026-07", 330, 365, "330", "365", "v2 from Jul")
OPEN = BandStep("2025-01", 0.8, None, "80%", "", "")


def point(number: int, value: float | None, *, text: str | None = None) -> TrendPoint:
    """A month, counted from October 2025."""
    year, month = 2025 + (9 + number) // 12, (9 + number) % 12
    low, high = (None, None) if value is None else (value - 5, value + 5)
    written = text or ("–" if value is None else f"{value:g} s")
    return TrendPoint(f"{year}-{month + 1:02d}", NAMES[month], value, written, low, high, "100 contacts", False, "Met")


def points(values: Sequence[float | None]) -> list[TrendPoint]:
    return [point(number, value) for number, value in enumerate(values)]


YEAR = points([408, 404, 399, 401, 396, 390, 393, 388, 381, 377, 379, 374, 371])


def test_it_is_plain_data_with_colours_by_name() -> None:
    earlier = Earlier("a year before", (None, *[400.0] * 12))
    check_drawings(kpi_trend_figure(YEAR, [BAND, LATER], [Mark("2026-02", "R-1", "Storm")], earlier))


@pytest.mark.parametrize("values", [[], [None] * 13, [None] * 12 + [0.0], [5.0]])
def test_little_or_nothing_can_be_drawn(values: list[float | None]) -> None:
    check_drawings(kpi_trend_figure(points(values), []) if values else kpi_trend_figure([], [BAND]))


def test_the_band_is_an_area_with_two_solid_edges_written_once() -> None:
    wide = kpi_trend_figure(YEAR, [BAND])["wide"]
    (area,) = shapes_of(wide, "rect")
    assert (area["x0"], area["x1"], area["y0"], area["y1"]) == (-0.5, 12.5, 324, 378)
    assert [edge["y0"] for edge in shapes_of(wide, "line", color="--band-edge", dash="solid")] == [324, 378]
    assert texts_of(wide).count("324") == texts_of(wide).count("378") == 1
    assert label_of(wide, "378")["font"]["color"] == "--band-text"


def test_an_open_band_has_one_edge_and_a_dotted_end() -> None:
    figure = kpi_trend_figure(points([0.75, 0.76, 0.79]), [OPEN])["wide"]
    top = figure["layout"]["yaxis"]["range"][1]
    (area,) = shapes_of(figure, "rect")
    assert (area["y0"], area["y1"]) == (0.8, top)
    assert [edge["y0"] for edge in shapes_of(figure, "line", color="--band-edge", dash="solid")] == [0.8]
    assert [edge["y0"] for edge in shapes_of(figure, "line", color="--band-edge", dash="dot")] == [top]


def test_the_band_steps_where_the_target_changed_and_says_so() -> None:
    wide = kpi_trend_figure(YEAR, [LATER, BAND])["wide"]
    assert [(area["x0"], area["x1"], area["y0"]) for area in shapes_of(wide, "rect")] == [
        (-0.5, 8.5, 324),
        (8.5, 12.5, 330),
    ]
    assert [line["x0"] for line in shapes_of(wide, "line", color="--axis", dash="dot")] == [8.5]
    assert label_of(wide, "v2 from Jul")["x"] == 8.5
    assert "v1" not in texts_of(wide)  # it began before the first month
    assert label_of(wide, "324")["xanchor"] == "right"  # the old edges at the left, the new ones at the right
    assert label_of(wide, "330")["xanchor"] == "left"


def test_a_target_that_ends_leaves_no_band() -> None:
    ended = BandStep("2026-07", None, None, "", "", "no target from Jul")
    (area,) = shapes_of(kpi_trend_figure(YEAR, [BAND, ended])["wide"], "rect")
    assert area["x1"] == 8.5


def test_a_target_that_begins_inside_the_months_begins_there() -> None:
    (area,) = shapes_of(kpi_trend_figure(YEAR, [LATER])["wide"], "rect")
    assert (area["x0"], area["x1"]) == (8.5, 12.5)


def test_of_three_targets_that_replace_each_other_before_the_first_month_the_last_holds() -> None:
    earlier = [replace(BAND, month=month, low=low) for month, low in (("2024-01", 100), ("2024-06", 200))]
    (area,) = shapes_of(kpi_trend_figure(YEAR, [*earlier, BAND])["wide"], "rect")
    assert area["y0"] == 324


def test_a_month_without_data_is_a_gap_and_has_no_interval() -> None:
    intervals, line = kpi_trend_figure(points([380, None, 370]))["wide"]["data"]
    assert line["y"] == [380, None, 370]
    assert line["connectgaps"] is False
    assert intervals["x"] == [0, 2]
    assert intervals["base"] == [375, 365]
    assert intervals["y"] == [10, 10]


def test_a_thin_month_is_pale_and_its_interval_does_not_stretch_the_axis() -> None:
    thin = replace(point(1, 380), is_thin=True, low=0, high=9000)
    figure = kpi_trend_figure([point(0, 370), thin], [BAND])["wide"]
    assert figure["data"][1]["marker"]["color"] == ["--data", "--card"]
    assert figure["layout"]["yaxis"]["range"][1] < 400


def test_the_last_value_is_written_in_the_colour_of_the_line() -> None:
    figure = kpi_trend_figure(points([380, 371, None]), [BAND])["wide"]
    label = label_of(figure, "371 s")
    assert (label["y"], label["font"]["color"], label["font"]["weight"]) == (371, "--data", 640)


def test_texts_beside_the_plot_do_not_touch() -> None:
    wide = kpi_trend_figure(YEAR, [BAND, replace(LATER, high=371.5, high_text="371.5")])["wide"]
    low, high = wide["layout"]["yaxis"]["range"]
    pixels = wide["layout"]["height"] - wide["layout"]["margin"]["t"] - wide["layout"]["margin"]["b"]
    for x in (0, 1):
        beside = [one for one in wide["layout"]["annotations"] if one["xref"] == "paper" and one["x"] == x]
        places = sorted((one["y"] - low) / (high - low) * pixels for one in beside)
        assert all(upper - lower >= 13.99 for lower, upper in pairwise(places)), x
    assert label_of(wide, "371 s")["y"] == 371


def test_two_edges_too_close_for_two_texts_are_written_as_one() -> None:
    wide = kpi_trend_figure(points([18, 1500, 330]), [BAND])["wide"]
    assert "324–378" in texts_of(wide)
    assert "324" not in texts_of(wide)


def test_incidents_are_named_in_violet_at_their_month_and_only_the_newest_three() -> None:
    months = ("2025-11", "2026-02", "2026-05", "2026-09", "2031-01")
    wide = kpi_trend_figure(YEAR, [], [Mark(month, f"R-{n}", "x") for n, month in enumerate(months, 1)])["wide"]
    assert [text for text in texts_of(wide) if text.startswith("R-")] == ["R-2", "R-3", "R-4"]
    assert label_of(wide, "R-2")["x"] == 4
    assert label_of(wide, "R-2")["font"]["color"] == "--incident"


def test_incidents_whose_names_would_touch_share_one_text() -> None:
    marks = [Mark("2026-02", "R-1", "x"), Mark("2026-03", "R-2", "y"), Mark("2026-03", "R-3", "z")]
    narrow = kpi_trend_figure(YEAR, [], marks)["narrow"]
    assert label_of(narrow, "R-1, R-2, R-3")["x"] == 4.5
    assert [line["x0"] for line in shapes_of(narrow, "line", color="--incident")] == [4, 5]


def test_the_hover_card_names_the_incident_and_stays_text() -> None:
    marks = [Mark("2026-10", "R-1", "<i>Storm</i>")]
    line = kpi_trend_figure(YEAR, [], marks)["wide"]["data"][-1]
    assert line["customdata"][-1] == "Oct<br>371 s<br>100 contacts<br>Met<br>&lt;i&gt;Storm&lt;/i&gt;"


def test_the_year_before_is_a_thin_grey_line_with_its_name() -> None:
    wide = kpi_trend_figure(YEAR, [BAND], [], Earlier("a year before", (*[400.0] * 12, None)))["wide"]
    earlier = wide["data"][1]
    assert (earlier["line"]["color"], earlier["y"][-1]) == ("--raw", None)
    assert label_of(wide, "a year before")["font"]["color"] == "--raw"


@pytest.mark.parametrize(("count", "wide", "narrow"), [(13, 13, 5), (24, 12, 4)])
def test_a_narrow_drawing_names_fewer_months_and_always_the_last(count: int, wide: int, narrow: int) -> None:
    figure = kpi_trend_figure([point(number, 370) for number in range(count)])
    for name, wanted in (("wide", wide), ("narrow", narrow)):
        months = [text for text in texts_of(figure[name]) if text in NAMES]
        assert len(months) == wanted, name
        assert months[-1] == NAMES[(9 + count - 1) % 12]


def test_the_year_stands_below_the_first_month_and_each_january() -> None:
    wide = kpi_trend_figure(YEAR)["wide"]
    assert label_of(wide, "2025")["x"] == 0
    assert label_of(wide, "2026")["x"] == 3
