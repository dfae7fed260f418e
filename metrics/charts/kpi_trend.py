"""A KPI over 13 months (up to 24) against its target band. Plain data in, plain Plotly figure out.

What was measured is a line with dots; the intervals behind it are pale bars; the band is an area with two edges that
steps where the target changed. Months without data are gaps. Incidents are named in violet at their month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metrics.charts import theme
from metrics.charts.band_steps import BandStep as BandStep  # the band is given in these
from metrics.charts.band_steps import Stretch, band_shapes, stretches_of
from metrics.charts.months_axis import month_labels, sparing, year_labels
from metrics.charts.theme import Drawing, Scale, label, plain, rule

MOST_MARKS = 3
_AIR = 0.14  # of the span, left free above and below the data
_TOP, _BOTTOM = 38, 40  # px: notes and incidents above, months and years below
_LEFT_LEAST, _RIGHT_LEAST = 12, 20


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One month ("2026-10"): `label` on the axis ("Oct"), value and its printed text, the interval, what is behind it.

    `sample` is what the hover card says of n and interval ("96,000 contacts · 95%: 364–378 s"), `word` the verdict,
    `name` the month in full. `value` None: no data, a gap.
    """

    month: str
    label: str
    value: float | None
    text: str
    low: float | None
    high: float | None
    sample: str
    is_thin: bool  # too few behind it: drawn pale
    word: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An incident at its month: how it is written ("R-1") and what the hover card says of it."""

    month: str
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same months a year before, as a thin line: its name ("a year before") and a value for each point."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class _Size:
    """What a drawing has room for; `width` is the least width of its plot that it must be readable at."""

    height: int
    width: int
    is_narrow: bool


WIDE = _Size(height=260, width=440, is_narrow=False)
NARROW = _Size(height=220, width=180, is_narrow=True)


def kpi_trend_figure(
    points: Sequence[TrendPoint],
    band: Sequence[BandStep] = (),
    marks: Sequence[Mark] = (),
    earlier: Earlier | None = None,
) -> dict[str, Drawing]:
    """Both drawings; of more than three months with incidents the newest three are marked (the table has all)."""
    return {
        "wide": _drawing(points, band, marks, earlier, WIDE),
        "narrow": _drawing(points, band, marks, earlier, NARROW),
    }


def _drawing(
    points: Sequence[TrendPoint], band: Sequence[BandStep], marks: Sequence[Mark], earlier: Earlier | None, size: _Size
) -> Drawing:
    months = [point.month for point in points]
    stretches = stretches_of(band, months)
    scale = _scale(points, stretches, earlier, size)
    left = _left_labels(points, stretches, scale)
    right = _right_labels(points, stretches, earlier, scale)
    shapes = [shape for stretch in stretches for shape in band_shapes(stretch, scale)]
    notes, lines = _notes(stretches, len(points), scale)
    mark_labels, mark_lines = _marks(points, marks, scale, size)
    every = sparing(len(points), size.width, least=2 if size.is_narrow else 1)
    layout = {
        "height": size.height,
        "margin": {"l": _room(left, _LEFT_LEAST), "r": _room(right, _RIGHT_LEAST), "t": _TOP, "b": _BOTTOM},
        "xaxis": theme.hidden_axis(-0.5, len(points) - 0.5, showline=True),
        "yaxis": theme.hidden_axis(scale.low, scale.high),
        "shapes": shapes + lines + mark_lines,
        "annotations": [
            *left,
            *right,
            *notes,
            *mark_labels,
            *month_labels([point.label for point in points], every),
            *year_labels(months),
        ],
        "hovermode": "closest",
    }
    return {"data": _traces(points, marks, earlier), "layout": layout}


def _scale(points: Sequence[TrendPoint], stretches: Sequence[Stretch], earlier: Earlier | None, size: _Size) -> Scale:
    """From the lowest to the highest of values, edges and the intervals of all months with enough behind them."""
    shown = [value for stretch in stretches for value, _ in stretch.step.edges]
    for point in points:
        if point.value is not None:
            ends = () if point.is_thin else (point.low, point.high)
            shown += [value for value in (point.value, *ends) if value is not None]
    shown += [value for value in (earlier.values if earlier else ()) if value is not None]
    low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
    span = (high - low) or abs(high) * _AIR or 1.0
    return Scale(low - _AIR * span, high + _AIR * span, size.height - _TOP - _BOTTOM)


def _left_labels(points: Sequence[TrendPoint], stretches: Sequence[Stretch], scale: Scale) -> list[dict[str, Any]]:
    """At most four: the edges of the first band, then the highest and lowest value where there is room."""
    edges = _edge_texts(stretches[0], scale) if stretches else []
    texts = [(value, text, theme.BAND_TEXT) for value, text in edges]
    measured = [(point.value, point.text) for point in points if point.value is not None]
    extremes = [max(measured), min(measured)] if measured else []
    texts += [(value, text, theme.INK_3) for value, text in extremes]
    kept = theme.kept_apart([scale.pixel(value) for value, _, _ in texts], theme.TEXT_GAP)
    beside = {"xref": "paper", "xanchor": "right", "yanchor": "middle", "xshift": -6}
    return [label(plain(texts[number][1]), 0, texts[number][0], texts[number][2], **beside) for number in kept]


def _edge_texts(stretch: Stretch, scale: Scale) -> list[tuple[float, str]]:
    """The edges with their texts; two that stand too close for two texts are written as one between them."""
    edges = list(stretch.step.edges)
    if len(edges) == 2 and scale.pixel(edges[1][0]) - scale.pixel(edges[0][0]) < theme.TEXT_GAP:
        return [((edges[0][0] + edges[1][0]) / 2, f"{edges[0][1]}–{edges[1][1]}")]
    return edges


def _right_labels(
    points: Sequence[TrendPoint], stretches: Sequence[Stretch], earlier: Earlier | None, scale: Scale
) -> list[dict[str, Any]]:
    """The last value in the line's colour; the edges of the last band if it stepped; the earlier line's name."""
    last = next((point for point in reversed(points) if point.value is not None), None)
    texts = [(value, plain(text), theme.BAND_TEXT) for value, text in _stepped_edges(stretches, scale)]
    ends = [value for value in (earlier.values if earlier else ()) if value is not None]
    if earlier is not None and ends:
        texts.append((ends[-1], plain(earlier.name), theme.RAW))
    beside = {"xref": "paper", "xanchor": "left", "yanchor": "middle", "xshift": 6}
    if last is None or last.value is None:
        return [label(text, 1, value, colour, **beside) for value, text, colour in texts]
    places = theme.moved_apart(scale.pixel(last.value), [scale.pixel(value) for value, _, _ in texts], theme.TEXT_GAP)
    others = [
        label(text, 1, scale.value(place), colour, **beside)
        for place, (_, text, colour) in zip(places, texts, strict=True)
    ]
    colour = theme.INK_3 if last.is_thin else theme.DATA
    return [label(plain(last.text), 1, last.value, colour, bold=True, **beside), *others]


def _stepped_edges(stretches: Sequence[Stretch], scale: Scale) -> list[tuple[float, str]]:
    """Edges that the left side has not said already."""
    if len(stretches) < 2:
        return []
    said = _edge_texts(stretches[0], scale)
    return [edge for edge in _edge_texts(stretches[-1], scale) if edge not in said]


def _room(labels: Sequence[dict[str, Any]], least: int) -> int:
    """The margin that these labels beside the plot need."""
    return max([least, *(round(theme.width_of(found["text"], bold=True)) + 10 for found in labels)])


def _notes(stretches: Sequence[Stretch], count: int, scale: Scale) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What changed at each step inside the chart, above a dotted line."""
    steps = [stretch for stretch in stretches if stretch.start > 0 and stretch.step.note]
    lines = [rule(step.start, step.start, scale.low, scale.high, theme.AXIS, dash="dot", width=1) for step in steps]
    labels = []
    for stretch in steps[-2:]:
        anchor = "left" if stretch.start < count / 2 else "right"
        above = {"yref": "paper", "xanchor": anchor, "yanchor": "bottom", "yshift": 18}
        labels.append(label(plain(stretch.step.note), stretch.start, 1, theme.INK_3, **above))
    return labels, lines


def _marks(
    points: Sequence[TrendPoint], marks: Sequence[Mark], scale: Scale, size: _Size
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


def _traces(points: Sequence[TrendPoint], marks: Sequence[Mark], earlier: Earlier | None) -> list[dict[str, Any]]:
    """Bottom to top: intervals, the year before, the line with its dots."""
    found = [_intervals(points)]
    if earlier is not None:
        found.append(_earlier_line(earlier))
    found.append(_line(points, marks))
    return found


def _intervals(points: Sequence[TrendPoint]) -> dict[str, Any]:
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
        "width": 0.42,
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


def _line(points: Sequence[TrendPoint], marks: Sequence[Mark]) -> dict[str, Any]:
    titles = {point.month: [mark.title for mark in marks if mark.month == point.month] for point in points}
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
            "size": [10 if number == last else 6 for number in range(len(points))],
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
