"""The texts beside a trend: edges and extremes at the left, the last value and what stands near it at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.charts import theme
from metrics.charts.band_steps import Stretch
from metrics.charts.theme import Scale, label, plain
from metrics.charts.trend_points import Earlier, TrendPoint


def left_labels(points: Sequence[TrendPoint], stretches: Sequence[Stretch], scale: Scale) -> list[dict[str, Any]]:
    """At most four: the edges of the first band, then the highest and lowest value where there is room."""
    edges = _edge_texts(stretches[0], scale) if stretches else []
    texts = [(value, text, theme.BAND_TEXT) for value, text in edges]
    measured = [(point.value, point.text) for point in points if point.value is not None]
    extremes = [found for found in (max(measured), min(measured)) if found != measured[-1]] if measured else []
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


def right_labels(
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


def room_for(labels: Sequence[dict[str, Any]], least: int) -> int:
    """The margin that these labels beside the plot need."""
    return max([least, *(round(theme.width_of(found["text"], bold=True)) + 10 for found in labels)])
