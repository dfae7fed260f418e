"""The slices of a month as dots against the target bands, one panel per KPI. Plain data in, plain Plotly figure out.

Colours are names of tokens ("--raw"); the browser puts in the theme's values and sets them again on a change. There are
two drawings: panels beside each other for wide places, below each other for a phone. Nothing is scaled down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metrics.charts.theme import snug

ROW_HEIGHT = 30
HEAD_HEIGHT = 58  # a panel's title above and its ticks below; also what stands between panels below each other
FRAME_HEIGHT = 52  # of the whole drawing: the title of the first panel, the ticks of the last
GAP = 0.05  # between panels beside each other, as a share of the width
_LONGEST_NAME = 24
_MARGIN = 0.12
_TOO_CLOSE = 0.15  # of the axis: on a phone's 240 px two edges need so much to stand beside each other


@dataclass(frozen=True, slots=True)
class Dot:
    """One slice in one panel: where it stands (None: no value), its printed value and what stands behind it."""

    value: float | None
    text: str
    sample: str
    is_thin: bool  # too few behind it: drawn pale


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of the target band: where, and how it is written."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One KPI over all slices; `band` has two edges, one (more is always as agreed), or none."""

    title: str
    dots: tuple[Dot, ...]
    band: tuple[Edge, ...]


def split_figure(names: Sequence[str], panels: Sequence[Panel]) -> dict[str, Any]:
    """Both drawings of the same panels; slices in the order given, first on top."""
    return {"wide": _drawing(names, panels, side_by_side=True), "narrow": _drawing(names, panels, side_by_side=False)}


def plain_label(name: str) -> str:
    """A name from a file as Plotly may show it: its small HTML must stay text, and it must leave room for the dots."""
    short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
    return short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _drawing(names: Sequence[str], panels: Sequence[Panel], *, side_by_side: bool) -> dict[str, Any]:
    layout: dict[str, Any] = {"autosize": True, "shapes": [], "annotations": []}
    layout["height"] = HEAD_HEIGHT + ROW_HEIGHT * len(names)
    if not side_by_side:
        layout["height"] = layout["height"] * len(panels) - HEAD_HEIGHT + FRAME_HEIGHT
    traces = []
    for number, panel in enumerate(panels):
        suffix = "" if number == 0 else str(number + 1)
        has_names = number == 0 or not side_by_side
        across = _across(number, len(panels)) if side_by_side else (0.0, 1.0)
        upright = (0.0, 1.0) if side_by_side else _upright(number, len(panels), len(names))
        layout[f"xaxis{suffix}"] = _value_axis(panel, across, f"y{suffix}")
        layout[f"yaxis{suffix}"] = _name_axis(names, upright, f"x{suffix}", has_names)
        layout["shapes"] += _band(panel, suffix)
        layout["annotations"].append(_title(panel, suffix))
        traces.append(_trace(names, panel, suffix))
    layout["height"] = snug(layout["height"])
    return {"data": traces, "layout": layout}


def _across(number: int, count: int) -> tuple[float, float]:
    """The share of the width that a panel takes, the first on the left."""
    width = (1 - GAP * (count - 1)) / count
    start = number * (width + GAP)
    return round(start, 4), round(start + width, 4)


def _upright(number: int, count: int, rows: int) -> tuple[float, float]:
    """The share of the height that a panel takes, the first on top, with room for titles and ticks between."""
    body = max(rows, 1) * ROW_HEIGHT
    whole = count * body + (count - 1) * HEAD_HEIGHT
    stop = whole - number * (body + HEAD_HEIGHT)
    return round((stop - body) / whole, 4), round(stop / whole, 4)


def _value_axis(panel: Panel, domain: tuple[float, float], anchor: str) -> dict[str, Any]:
    low, high = _range(panel)
    return {
        "domain": list(domain),
        "anchor": anchor,
        "range": [low, high],
        "tickmode": "array",
        **_ticks(panel.band, high - low),
        "tickangle": 0,
        "showline": True,
        "zeroline": False,
    }


def _ticks(band: tuple[Edge, ...], span: float) -> dict[str, list[Any]]:
    """The band's edges; two that stand too close for two texts are written as one, below the middle of the band."""
    if len(band) == 2 and band[1].value - band[0].value < _TOO_CLOSE * span:
        return {"tickvals": [(band[0].value + band[1].value) / 2], "ticktext": [f"{band[0].text}–{band[1].text}"]}
    return {"tickvals": [edge.value for edge in band], "ticktext": [edge.text for edge in band]}


def _range(panel: Panel) -> tuple[float, float]:
    """Dots may cut the axis: it reaches from the lowest to the highest of dots and edges, with room for the values."""
    shown = [dot.value for dot in panel.dots if dot.value is not None] + [edge.value for edge in panel.band]
    low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
    span = (high - low) or abs(high) * _MARGIN or 1.0
    return low - _MARGIN * span, high + 3 * _MARGIN * span


def _name_axis(names: Sequence[str], domain: tuple[float, float], anchor: str, has_names: bool) -> dict[str, Any]:
    return {
        "domain": list(domain),
        "anchor": anchor,
        "range": [len(names) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": [plain_label(name) for name in names],
        "showticklabels": has_names,
        "automargin": has_names,
        "showgrid": True,
        "zeroline": False,
        "ticks": "",
    }


def _band(panel: Panel, suffix: str) -> list[dict[str, Any]]:
    """The band as an area below the dots with its agreed edges as lines; an open band runs to the panel's end."""
    if not panel.band:
        return []
    common = {"type": "rect", "layer": "below", "xref": f"x{suffix}", "yref": f"y{suffix} domain", "y0": 0, "y1": 1}
    start = panel.band[0].value
    stop = panel.band[1].value if len(panel.band) > 1 else _range(panel)[1]
    area = {**common, "x0": start, "x1": stop, "fillcolor": "--band", "line": {"width": 0}}
    lines = [
        {**common, "type": "line", "x0": edge.value, "x1": edge.value, "line": {"color": "--band-edge", "width": 1.5}}
        for edge in panel.band
    ]
    return [area, *lines]


def _title(panel: Panel, suffix: str) -> dict[str, Any]:
    return {
        "text": panel.title,
        "xref": f"x{suffix} domain",
        "yref": f"y{suffix} domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"color": "--ink-2", "size": 12},
    }


def _trace(names: Sequence[str], panel: Panel, suffix: str) -> dict[str, Any]:
    shown = [(row, names[row], dot) for row, dot in enumerate(panel.dots) if dot.value is not None]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
        "x": [dot.value for _, _, dot in shown],
        "y": [row for row, _, _ in shown],
        "text": [dot.text for _, _, dot in shown],
        "textposition": "middle right",
        "textfont": {"color": "--ink", "size": 12},
        "cliponaxis": False,
        "customdata": [[plain_label(name), dot.sample] for _, name, dot in shown],
        "hovertemplate": f"%{{customdata[0]}}<br>{panel.title}: %{{text}}<br>%{{customdata[1]}}<extra></extra>",
        "marker": {
            "size": 11,
            "color": "--card",
            "line": {"width": 2.5, "color": ["--axis" if dot.is_thin else "--raw" for _, _, dot in shown]},
        },
    }
