"""Horizontal bars of a KPI by slice with the target band behind. Plain data in, a Plotly figure as plain data out.

Colours are names of tokens ("--data"); the browser puts in the theme's values and sets them again on a change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

ROW_HEIGHT = 34
FRAME_HEIGHT = 92


@dataclass(frozen=True, slots=True)
class Bar:
    """One slice: its name, its value on the axis, and both texts of the hover card."""

    name: str
    value: float
    text: str
    count: str


def plain_label(name: str) -> str:
    """A name from a file as Plotly may show it: its small HTML must stay text."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def split_figure(
    bars: Sequence[Bar],
    *,
    band: tuple[float, float] | None,
    band_label: str,
    value_label: str,
    count_label: str,
) -> dict[str, Any]:
    """Bars from 0 in the order given, first on top; the band as an area with two edges."""
    figure: dict[str, Any] = {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [bar.value for bar in bars],
                "y": [plain_label(bar.name) for bar in bars],
                "text": [bar.text for bar in bars],
                "textposition": "outside",
                "cliponaxis": False,
                "customdata": [bar.count for bar in bars],
                "hovertemplate": f"%{{y}}: %{{text}}<br>%{{customdata}} {count_label}<extra></extra>",
                "marker": {"color": "--data"},
                "width": 0.5,
            }
        ],
        "layout": {
            "height": FRAME_HEIGHT + ROW_HEIGHT * max(len(bars), 1),
            "yaxis": {"type": "category", "autorange": "reversed", "automargin": True, "ticks": ""},
            "xaxis": {"title": {"text": value_label}, "rangemode": "tozero", "nticks": 4, "zeroline": True},
            "shapes": [],
            "annotations": [],
        },
    }
    if band is not None:
        _add_band(figure["layout"], band, band_label)
    top = max([bar.value for bar in bars] + ([band[1]] if band else []) + [1.0])
    figure["layout"]["xaxis"]["range"] = [0, top * 1.18]
    return figure


def _add_band(layout: dict[str, Any], band: tuple[float, float], label: str) -> None:
    area = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "x0": band[0], "x1": band[1], "layer": "below"}
    layout["shapes"].append({**area, "fillcolor": "--band", "line": {"width": 0}})
    for edge in band:
        line = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": edge, "x1": edge, "layer": "below"}
        layout["shapes"].append({**line, "line": {"color": "--band-edge", "width": 1}})
    layout["annotations"].append(
        {
            "x": (band[0] + band[1]) / 2,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "text": label,
            "showarrow": False,
            "font": {"color": "--band-text", "size": 12},
        }
    )
