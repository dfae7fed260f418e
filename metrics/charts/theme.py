"""What the drawings share: names of colours, sizes, text that stays text, labels that do not touch. Plain data only.

Colours are names of tokens (static/css/tokens.css); the browser puts in the theme's values when it draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Drawing = dict[str, Any]

INK = "--ink"
INK_2 = "--ink-2"
INK_3 = "--ink-3"
AXIS = "--axis"
CARD = "--card"
DATA = "--data"
RAW = "--raw"
BAND = "--band"
BAND_EDGE = "--band-edge"
BAND_TEXT = "--band-text"
INTERVAL = "--interval"
TRACK = "--track"
INCIDENT = "--incident"
LOSS = "--loss"

TEXT = 12  # px, of every text in a chart
BOLD = 640
TEXT_GAP = 14  # px from text to text, one above the other
_CHARACTER = 7.3  # px, a figure or letter of TEXT on average, in the widest of the fonts that systems put in
_WIDE = 11.0  # px, one of these
_WIDE_ONES = frozenset("%MWmw→…@")
_NARROW = 4.0
_NARROW_ONES = frozenset("iljtfI.,:;'|()[] \u00a0\u202f-·")
HEIGHT_STEP = 20  # the page reserves heights in these steps (static/css/components/chart_heights.css)


@dataclass(frozen=True, slots=True)
class Scale:
    """The upright axis of a plot: what its bottom and top stand for, and how many px lie between them."""

    low: float
    high: float
    pixels: float

    def pixel(self, value: float) -> float:
        """How far above the bottom a value stands."""
        return (value - self.low) / (self.high - self.low) * self.pixels

    def value(self, pixel: float) -> float:
        """The value at so many px above the bottom."""
        return self.low + pixel / self.pixels * (self.high - self.low)


def snug(height: float) -> int:
    """The next height that the page can reserve: 203 px become 220."""
    return int(-(-height // HEIGHT_STEP)) * HEIGHT_STEP


def plain(text: str) -> str:
    """Text as Plotly may show it: its small HTML stays text, and a name of a token stays a name."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "\u200b" + safe if safe.startswith("--") else safe


def shortened(text: str, longest: int) -> str:
    """At most so many characters, as plain text."""
    return plain(text if len(text) <= longest else text[: longest - 1].rstrip() + "…")


def width_of(text: str, *, bold: bool = False) -> float:
    """About how many px a text is wide, rather too many than too few."""
    wide, narrow = sum(sign in _WIDE_ONES for sign in text), sum(sign in _NARROW_ONES for sign in text)
    pixels = wide * _WIDE + narrow * _NARROW + (len(text) - wide - narrow) * _CHARACTER
    return pixels * (1.1 if bold else 1.0)


def hover(lines: Sequence[str]) -> str:
    """The lines of a hover card, those without text left out."""
    return "<br>".join(plain(line) for line in lines if line)


def label(text: str, x: float, y: float, colour: str = INK_3, **more: Any) -> dict[str, Any]:
    """A text without arrow beside a place of the plot; `text` is plain already.

    `bold` is a weight of the whole text: the page's rules of security stop the tags that Plotly would make of <b>.
    """
    font = {"color": colour, "size": TEXT} | ({"weight": BOLD} if more.pop("bold", False) else {})
    return {"text": text, "x": x, "y": y, "xref": "x", "yref": "y", "showarrow": False, "font": font, **more}


def rule(x0: float, x1: float, y0: float, y1: float, colour: str, **more: Any) -> dict[str, Any]:
    """A straight line; `dash` and `width` among the rest."""
    line = {"color": colour, "width": more.pop("width", 1.5), "dash": more.pop("dash", "solid")}
    return {"type": "line", "xref": "x", "yref": "y", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": line, **more}


def area(x0: float, x1: float, y0: float, y1: float, colour: str = BAND, **more: Any) -> dict[str, Any]:
    """A filled area below the data."""
    places = {"x0": x0, "x1": x1, "y0": y0, "y1": y1}
    return {"type": "rect", "layer": "below", "xref": "x", "yref": "y", "fillcolor": colour, "line": {"width": 0}} | (
        places | more
    )


def hidden_axis(low: float, high: float, **more: Any) -> dict[str, Any]:
    """An axis whose texts are labels of our own; it only says what stands where."""
    bare = {"showticklabels": False, "ticks": "", "showgrid": False, "zeroline": False, "automargin": False}
    bare["showline"] = False
    return {"range": [low, high], **bare, **more}


def kept_apart(places: Sequence[float], gap: float) -> list[int]:
    """Which of these places keep their text when it needs so much room; the first ones win."""
    kept: list[int] = []
    for number, place in enumerate(places):
        if all(abs(place - places[other]) >= gap for other in kept):
            kept.append(number)
    return kept


def moved_apart(fixed: float, others: Sequence[float], gap: float) -> list[float]:
    """Places of the others, moved away from the fixed one and from each other until `gap` lies between them."""
    found: dict[int, float] = {}
    for sign in (1, -1):
        side = [number for number, place in enumerate(others) if (place >= fixed) == (sign == 1)]
        edge = fixed
        for number in sorted(side, key=lambda each: sign * others[each]):
            edge = sign * max(sign * others[number], sign * edge + gap)
            found[number] = edge
    return [found[number] for number in range(len(others))]
