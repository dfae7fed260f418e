"""A month so far: gaps for days without data, the band, today, and where the month is expected to end."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from metrics.charts.month_to_date import BandStep, DayPoint, MonthEnd, Today, month_to_date_figure
from tests.metrics.charts.drawings import check_drawings, label_of, shapes_of, texts_of

BAND = BandStep("2026-10", 324, 378, "324", "378", "")


def days(values: Mapping[int, float], count: int = 31) -> list[DayPoint]:
    """A month whose named days have a value."""
    return [
        DayPoint(f"2026-10-{day:02d}", str(day), values.get(day), f"{values[day]:g} s" if day in values else "", "")
        for day in range(1, count + 1)
    ]


SO_FAR = days({day: 360 + day / 10 for day in range(1, 20) if day not in (7, 8)})


def test_it_is_plain_data_with_colours_by_name() -> None:
    check_drawings(month_to_date_figure(SO_FAR, BAND, Today("2026-10-19", "data to 19 Oct"), MonthEnd(371, "371 s")))


@pytest.mark.parametrize("values", [{}, {1: 0.0}, {31: 400.0}])
@pytest.mark.parametrize("band", [None, BAND, BandStep("2026-10", 0.8, None, "80%", "", "")])
def test_little_or_nothing_can_be_drawn(values: dict[int, float], band: BandStep | None) -> None:
    check_drawings(month_to_date_figure(days(values), band))


def test_days_without_data_are_gaps() -> None:
    (line,) = month_to_date_figure(SO_FAR, BAND)["wide"]["data"]
    assert line["y"][5:9] == [360.6, None, None, 360.9]
    assert len(line["y"]) == 31
    assert line["connectgaps"] is False


def test_the_band_runs_over_the_whole_month() -> None:
    (area,) = shapes_of(month_to_date_figure(SO_FAR, BAND)["narrow"], "rect")
    assert (area["x0"], area["x1"], area["y0"], area["y1"]) == (-0.5, 30.5, 324, 378)


def test_today_is_a_line_with_its_text_and_its_day_is_bold() -> None:
    wide = month_to_date_figure(SO_FAR, BAND, Today("2026-10-19", "data to 19 Oct"))["wide"]
    assert [line["x0"] for line in shapes_of(wide, "line", dash="dot")] == [18]
    assert label_of(wide, "data to 19 Oct")["x"] == 18
    assert label_of(wide, "19")["font"]["weight"] == 640


def test_what_is_expected_is_dashed_to_the_last_day() -> None:
    wide = month_to_date_figure(SO_FAR, BAND, None, MonthEnd(371, "371 s expected"))["wide"]
    ahead = wide["data"][1]
    assert (ahead["x"], ahead["y"], ahead["line"]["dash"]) == ([18, 30], [361.9, 371], "dash")
    assert label_of(wide, "371 s expected")["y"] == 371


def test_without_an_expectation_the_last_value_is_written() -> None:
    assert label_of(month_to_date_figure(SO_FAR, BAND)["wide"], "361.9 s")["xanchor"] == "left"


def test_the_first_days_do_not_stretch_the_axis() -> None:
    wild = days({1: 900, 2: 700} | dict.fromkeys(range(3, 15), 361.0))
    assert month_to_date_figure(wild, BAND)["wide"]["layout"]["yaxis"]["range"][1] < 400


@pytest.mark.parametrize(("name", "most"), [("wide", 8), ("narrow", 6)])
def test_the_days_named_do_not_touch_and_first_and_last_are_among_them(name: str, most: int) -> None:
    drawing = month_to_date_figure(SO_FAR, BAND, Today("2026-10-19", "x"))[name]
    named = sorted(int(text) for text in texts_of(drawing) if text.isdigit() and int(text) <= 31)
    assert named[0] == 1
    assert named[-1] == 31
    assert 19 in named
    assert len(named) <= most
