"""The small line of the score: places, gaps, the zone behind it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from contracts.domain.months import Month
from metrics.presentation.sparks import HEIGHT, score_spark

OCTOBER = Month(2026, 10)


def line(*scores: str | None) -> list[tuple[Month, str | None]]:
    return [(OCTOBER.plus(step - len(scores) + 1), score) for step, score in enumerate(scores)]


@pytest.mark.parametrize("scores", [(), ("90",), (None, "90", None)])
def test_one_score_is_no_line(scores: tuple[str | None, ...]) -> None:
    assert score_spark(line(*scores)) is None


def test_the_line_runs_from_edge_to_edge_and_better_is_higher() -> None:
    spark = score_spark(line("80", "90", "100"))
    assert spark is not None
    (points,) = spark.lines
    places = [tuple(map(float, point.split(","))) for point in points.split()]
    assert [x for x, _ in places] == [0, 500, 1000]
    assert places[0][1] > places[1][1] > places[2][1] >= 0
    assert spark.dots == ((1000, f"{places[2][1]:.1f}"),)


def test_a_month_without_score_is_a_gap_and_a_lone_month_a_dot() -> None:
    spark = score_spark(line("80", "90", None, "85", None, "70", "75"))
    assert spark is not None
    assert len(spark.lines) == 2
    assert [x for x, _ in spark.dots] == [500, 1000]


def test_a_low_score_moves_the_axis_down() -> None:
    spark = score_spark(line("12", "90"))
    assert spark is not None
    assert all(0 <= float(point.split(",")[1]) <= HEIGHT for point in spark.lines[0].split())


def test_the_zone_lies_between_its_edge_and_the_best() -> None:
    low, high = (score_spark(line("80", "90"), Decimal(edge)) for edge in (80, 95))
    assert low is not None
    assert high is not None
    assert low.zone_y == high.zone_y
    assert float(low.zone_height) > float(high.zone_height) > 0


def test_its_name_says_lowest_and_highest() -> None:
    with translation.override("en"):
        spark = score_spark(line("80", "97.3", "90"))
    assert spark is not None
    assert spark.sentence == (
        "Score from August 2026 to October 2026: lowest 80.0 in August 2026, highest 97.3 in September 2026."
    )
