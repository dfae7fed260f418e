"""The data of a trend as Plotly's traces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.charts import theme
from metrics.charts.trend_points import Earlier, Mark, Size, TrendPoint

_INTERVAL = 6  # px, the bar of an interval at its least width
_DENSE = 10  # px from month to month; below it the dots are smaller


def traces_of(
    points: Sequence[TrendPoint], marks: Sequence[Mark], earlier: Earlier | None, size: Size
) -> list[dict[str, Any]]:
    """Bottom to top: intervals, the year before, the line with its dots."""
    found = [_intervals(points, size)]
    if earlier is not None:
        found.append(_earlier_line(earlier))
    found.append(_line(points, marks, size))
    return found


def _intervals(points: Sequence[TrendPoint], size: Size) -> dict[str, Any]:
    shown = [
        (number, point.low, point.high, point.is_thin)
        for number, point in enumerate(points)
        if point.value is not None and point.low is not None and point.high is not None
    ]
    return {
        "type": "bar",
        "x": [number for number, _, _, _ in shown],
        "base": [low for _, low, _, _ in shown],
        "y": [high - low for _, low, high, _ in shown],
        "width": min(_INTERVAL / size.width * len(points), 0.5),
        "marker": {"color": [theme.TRACK if thin else theme.INTERVAL for _, _, _, thin in shown], "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def _earlier_line(earlier: Earlier) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(range(len(earlier.values))),
        "y": list(earlier.values),
        "connectgaps": False,
        "line": {"color": theme.RAW, "width": 1.25},
        "hoverinfo": "skip",
    }


def _line(points: Sequence[TrendPoint], marks: Sequence[Mark], size: Size) -> dict[str, Any]:
    titles = {point.month: [mark.title for mark in marks if mark.month == point.month] for point in points}
    dot = 4 if size.width < _DENSE * len(points) else 6
    last = max((number for number, point in enumerate(points) if point.value is not None), default=-1)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(points))),
        "y": [point.value for point in points],
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": theme.DATA, "width": 2},
        "marker": {
            "size": [10 if number == last else dot for number in range(len(points))],
            "color": [theme.CARD if point.is_thin else theme.DATA for point in points],
            "line": {"width": 1.5, "color": [theme.AXIS if point.is_thin else theme.DATA for point in points]},
            "opacity": 1,
        },
        "customdata": [
            theme.hover((point.name or point.label, point.text, point.sample, point.word, *titles[point.month]))
            for point in points
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
