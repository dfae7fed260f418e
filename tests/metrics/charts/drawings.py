"""What must hold of every drawing: plain data, colours by name, a height that the page reserves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
TOKENS = frozenset(re.findall(r"(--[a-z0-9-]+):", (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")))
HEIGHTS = (ROOT / "static/css/components/chart_heights.css").read_text(encoding="utf-8")


def check_drawings(figure: dict[str, Any]) -> None:
    """Both drawings are there and hold to all of it."""
    assert set(figure) == {"wide", "narrow"}
    for name, drawing in figure.items():
        json.dumps(drawing, allow_nan=False)
        assert f'data-{name}="{drawing["layout"]["height"]}"' in HEIGHTS
        colours = list(colours_of(drawing))
        assert colours
        assert set(colours) <= TOKENS
        assert "<b>" not in json.dumps(drawing)  # the page's rules of security stop what Plotly makes of it


def colours_of(part: Any, key: str = "") -> Iterator[str]:
    """Everything that stands where a colour is wanted."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from colours_of(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from colours_of(value, key)
    elif isinstance(part, str) and key.endswith("color"):
        yield part


def texts_of(drawing: dict[str, Any]) -> list[str]:
    """What is written in a drawing, in its order."""
    return [found["text"] for found in drawing["layout"]["annotations"]]


def label_of(drawing: dict[str, Any], text: str) -> dict[str, Any]:
    """The one text that reads so."""
    (found,) = [found for found in drawing["layout"]["annotations"] if found["text"] == text]
    return dict(found)


def shapes_of(drawing: dict[str, Any], kind: str, **line: str) -> list[dict[str, Any]]:
    """The areas ("rect") or lines with this colour or dash."""
    return [
        shape
        for shape in drawing["layout"]["shapes"]
        if shape["type"] == kind and all(shape["line"].get(name) == value for name, value in line.items())
    ]
