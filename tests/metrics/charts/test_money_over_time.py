"""Cost and earnings: bars from nothing, one scale for both rows, gaps where nothing is known."""

from __future__ import annotations

import pytest

from metrics.charts.money_over_time import MoneyPoint, MoneyWords, money_figure
from tests.metrics.charts.drawings import check_drawings, label_of, texts_of

WORDS = MoneyWords("Cost", "Value of sales")


def point(number: int, cost: float | None, earned: float | None, *, is_running: bool = False) -> MoneyPoint:
    first, second = ("–" if amount is None else f"{amount:g} kr" for amount in (cost, earned))
    return MoneyPoint(f"2026-{number + 1:02d}", f"M{number + 1}", cost, earned, first, second, is_running)


POINTS = [point(0, 100, 300), point(1, 110, None), point(2, 120, 330, is_running=True)]


def test_it_is_plain_data_with_colours_by_name() -> None:
    check_drawings(money_figure(POINTS, WORDS))


@pytest.mark.parametrize("points", [[], [point(0, None, None)], [point(0, 0, 0)], [point(0, 5, -20)]])
def test_little_or_nothing_can_be_drawn(points: list[MoneyPoint]) -> None:
    check_drawings(money_figure(points, WORDS))


@pytest.mark.parametrize(("cost", "earned"), [(100.0, 300.0), (100.0, 20000.0), (100.0, 0.0), (100.0, -50.0)])
@pytest.mark.parametrize("name", ["wide", "narrow"])
def test_a_krone_is_as_high_in_one_row_as_in_the_other(cost: float, earned: float, name: str) -> None:
    layout = money_figure([point(0, cost, earned)], WORDS)[name]["layout"]
    heights = []
    for axis, amount in (("yaxis", cost), ("yaxis2", earned)):
        (bottom, top), (low, high) = layout[axis]["domain"], layout[axis]["range"]
        heights.append((top - bottom) / (high - low))
        assert low <= min(0, amount)
        assert high >= max(0, amount)
    assert heights[0] == pytest.approx(heights[1])


def test_the_rows_do_not_overlap() -> None:
    layout = money_figure(POINTS, WORDS)["wide"]["layout"]
    assert layout["yaxis"]["domain"][1] == 1
    assert layout["yaxis2"]["domain"][0] == 0
    assert layout["yaxis"]["domain"][0] > layout["yaxis2"]["domain"][1]


def test_a_month_of_which_nothing_is_known_is_a_gap() -> None:
    cost, earned = money_figure(POINTS, WORDS)["wide"]["data"]
    assert cost["y"] == [100, 110, 120]
    assert earned["y"] == [300, None, 330]


def test_a_running_month_is_hollow() -> None:
    cost, _ = money_figure(POINTS, WORDS)["wide"]["data"]
    assert cost["marker"]["color"] == ["--raw", "--raw", "--card"]


def test_the_last_known_sum_is_written_at_its_height() -> None:
    wide = money_figure([*POINTS, point(3, None, None)], WORDS)["wide"]
    assert (label_of(wide, "120 kr")["y"], label_of(wide, "120 kr")["yref"]) == (120, "y")
    assert (label_of(wide, "330 kr")["y"], label_of(wide, "330 kr")["yref"]) == (330, "y2")


def test_each_row_has_its_name() -> None:
    assert {"Cost", "Value of sales"} <= set(texts_of(money_figure(POINTS, WORDS)["narrow"]))
