"""What stands above a trend: where the target changed, and incidents by their name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.charts import theme
from metrics.charts.band_steps import Stretch
from metrics.charts.theme import Scale, label, plain, rule
from metrics.charts.trend_points import Mark, Size, TrendPoint

MOST_MARKS = 3


def notes_of(
    stretches: Sequence[Stretch], count: int, scale: Scale, size: Size
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What changed at each step inside the chart, above a dotted line; where two texts would touch, the newer one."""
    steps = [stretch for stretch in stretches if stretch.start > 0 and stretch.step.note]
    lines = [rule(step.start, step.start, scale.low, scale.high, theme.AXIS, dash="dot", width=1) for step in steps]
    labels: list[dict[str, Any]] = []
    free = float("inf")  # where the text on the right begins
    for stretch in reversed(steps):
        width = theme.width_of(stretch.step.note) / size.width * count
        anchor = "left" if stretch.start < count / 2 and stretch.start + width < free else "right"
        begin, stop = (
            (stretch.start, stretch.start + width) if anchor == "left" else (stretch.start - width, stretch.start)
        )
        if stop < free:
            above = {"yref": "paper", "xanchor": anchor, "yanchor": "bottom", "yshift": 18}
            labels.append(label(plain(stretch.step.note), stretch.start, 1, theme.INK_3, **above))
            free = begin
    return labels, lines


def marks_of(
    points: Sequence[TrendPoint], marks: Sequence[Mark], scale: Scale, size: Size
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The names of incidents in a row above the plot, each with a dotted line down to its month's value."""
    by_month = {point.month: number for number, point in enumerate(points)}
    places = sorted({by_month[mark.month] for mark in marks if mark.month in by_month})[-MOST_MARKS:]
    labels, lines = [], []
    for group in _groups(places, theme.width_of("R-10, R") / size.width * max(len(points), 1)):
        texts = [mark.text for place in group for mark in marks if by_month.get(mark.month) == place]
        above = {"yref": "paper", "xanchor": "center", "yanchor": "bottom", "yshift": 1}
        middle = (group[0] + group[-1]) / 2
        labels.append(label(plain(", ".join(texts)), middle, 1, theme.INCIDENT, bold=True, **above))
    for place in places:
        value = points[place].value
        foot = scale.low if value is None else value
        lines.append(rule(place, place, foot, scale.high, theme.INCIDENT, dash="dot", width=1.5))
    return labels, lines


def _groups(places: Sequence[int], room: float) -> list[list[int]]:
    """Places whose names would touch, together."""
    groups: list[list[int]] = []
    for place in places:
        if groups and place - groups[-1][-1] < room:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups
