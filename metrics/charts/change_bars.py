"""What changed since the comparison month, by channel, brand or topic: one row each, bars to both sides of nothing.

The effect of a slice on the KPI has two parts: its own value changed (solid), and its share of the volume changed
(hatched). Where the parts pull in opposite directions each has its side, and a dot says what remains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metrics.charts import theme
from metrics.charts.theme import Drawing, label, rule

WIDE_ROW, NARROW_ROW = 30, 44
_TOP, _BOTTOM = 26, 10
_KEY_LINE = 16  # px, one more line of the key on a phone
_LONGEST_NAME = 24
_AIR = 0.06  # of the longer side, left free beyond the bars
_BAR = 0.5  # of a row in the wide drawing


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One slice: its value before and after as printed, its effect on the whole KPI and the two parts of it."""

    name: str
    before_text: str
    after_text: str
    effect: float
    effect_text: str  # with sign and unit: "+4.5 s"
    shift: float  # the part that comes from its share of the volume
    rate: float  # the part that comes from its own value
    sample: str


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """What the key above the bars and the hover card say: "own value", "share of the contacts"."""

    rate: str
    shift: str


def change_figure(
    rows: Sequence[ChangeRow], words: ChangeWords, worse: str = "", keep_last: bool = False
) -> dict[str, Drawing]:
    """Both drawings, the largest effect on top; `worse` is "more", "less" or "" (neither has a colour).

    With `keep_last` the last row ("others") stays last whatever its size.
    """
    ordered = ordered_rows(rows, keep_last=keep_last)
    return {
        "wide": _drawing(ordered, words, worse, is_narrow=False),
        "narrow": _drawing(ordered, words, worse, is_narrow=True),
    }


def ordered_rows(rows: Sequence[ChangeRow], *, keep_last: bool = False) -> list[ChangeRow]:
    """By size of the effect, largest first."""
    moving, rest = (rows[:-1], rows[-1:]) if keep_last else (rows, ())
    return [*sorted(moving, key=lambda row: -abs(row.effect)), *rest]


def _drawing(rows: Sequence[ChangeRow], words: ChangeWords, worse: str, *, is_narrow: bool) -> Drawing:
    row_height = NARROW_ROW if is_narrow else WIDE_ROW
    top = _TOP + (_KEY_LINE if is_narrow else 0)
    height = theme.snug(top + _BOTTOM + row_height * len(rows))
    low, high = _range(rows)
    left = 0 if is_narrow else max((theme.width_of(_name(row)) for row in rows), default=0)
    widest = max((theme.width_of(row.effect_text, bold=True) for row in rows), default=0)
    values = max((theme.width_of(f"{row.before_text} → {row.after_text}") for row in rows), default=0)
    right = widest + (0 if is_narrow else 8 + values)
    layout = {
        "height": height,
        "margin": {"l": 8 + round(left), "r": 20 + round(right), "t": top, "b": _BOTTOM},
        "xaxis": theme.hidden_axis(low, high),
        "yaxis": theme.hidden_axis(len(rows) - 0.5, -0.5),
        "shapes": _nothing(len(rows), is_narrow),
        "annotations": [_key(words, is_narrow)]
        + [text for number, row in enumerate(rows) for text in _texts(number, row, widest, is_narrow)],
        "barmode": "relative",
        "hovermode": "closest",
    }
    parts = [
        _bars(rows, "rate", worse, is_narrow),
        _bars(rows, "shift", worse, is_narrow),
        _net(rows, words, is_narrow),
    ]
    return {"data": parts, "layout": layout}


def _nothing(count: int, is_narrow: bool) -> list[dict[str, Any]]:
    """The line that the bars begin at; on a phone it leaves the names free."""
    if not is_narrow:
        return [rule(0, 0, -0.5, count - 0.5, theme.AXIS, width=1)]
    return [rule(0, 0, number, number + 0.38, theme.AXIS, width=1) for number in range(count)]


def _range(rows: Sequence[ChangeRow]) -> tuple[float, float]:
    """Room for the longest bars to both sides; nothing is always among it."""
    ups = [max(row.shift, 0) + max(row.rate, 0) for row in rows]
    downs = [min(row.shift, 0) + min(row.rate, 0) for row in rows]
    high, low = max([0.0, *ups]), min([0.0, *downs])
    air = _AIR * ((high - low) or 1.0)
    return low - air, high + air


def _name(row: ChangeRow) -> str:
    return theme.shortened(row.name, _LONGEST_NAME)


def _texts(number: int, row: ChangeRow, widest: float, is_narrow: bool) -> list[dict[str, Any]]:
    """The name at the left (above the bar on a phone), the effect and both values at the right."""
    effect = {"bold": True, "xref": "paper", "xanchor": "left", "xshift": 8}
    values = f"{theme.plain(row.before_text)} → {theme.plain(row.after_text)}"
    if is_narrow:
        above = {"xref": "paper", "xanchor": "left", "yanchor": "middle", "yshift": 12}
        name = label(f"{_name(row)} · {values}", 0, number, theme.INK, **above)
        return [name, label(theme.plain(row.effect_text), 1, number, theme.INK, yshift=-8, **effect)]
    name = label(_name(row), 0, number, theme.INK, xref="paper", xanchor="right", xshift=-6)
    beside = {"xref": "paper", "xanchor": "left", "xshift": 16 + round(widest)}
    return [
        name,
        label(theme.plain(row.effect_text), 1, number, theme.INK, **effect),
        label(values, 1, number, theme.INK_2, **beside),
    ]


def _key(words: ChangeWords, is_narrow: bool) -> dict[str, Any]:
    """What solid and hatched mean, above the bars."""
    between = "<br>" if is_narrow else "   "
    text = f"■ {theme.plain(words.rate)}{between}/// {theme.plain(words.shift)}"
    place = {"align": "left", "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 6}
    return label(text, 0, 1, theme.INK_2, **place)


def _bars(rows: Sequence[ChangeRow], part: str, worse: str, is_narrow: bool) -> dict[str, Any]:
    values = [row.rate if part == "rate" else row.shift for row in rows]
    colours = [_colour(value, worse) for value in values]
    marker: dict[str, Any] = {"color": colours, "line": {"width": 0}}
    if part == "shift":
        pattern = {"shape": "/", "size": 6, "solidity": 0.45, "fgcolor": colours, "bgcolor": theme.CARD}
        marker = {"pattern": pattern, "color": theme.CARD, "line": {"width": 1, "color": colours}}
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": _places(rows, is_narrow),
        "width": _BAR if not is_narrow else 0.3,
        "marker": marker,
        "hoverinfo": "skip",
    }


def _places(rows: Sequence[ChangeRow], is_narrow: bool) -> list[float]:
    """Where the bars stand: in the middle of their row, on a phone below the name."""
    return [number + (0.18 if is_narrow else 0.0) for number in range(len(rows))]


def _colour(value: float, worse: str) -> str:
    """Red for what makes it worse, green for what makes it better; a KPI without a good direction has neither."""
    if not worse or value == 0:
        return theme.DATA if value else theme.AXIS
    return theme.LOSS if (value > 0) == (worse == "more") else theme.BAND_EDGE


def _net(rows: Sequence[ChangeRow], words: ChangeWords, is_narrow: bool) -> dict[str, Any]:
    """What remains of both parts, as a dot; it also carries the hover card."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.effect for row in rows],
        "y": _places(rows, is_narrow),
        "cliponaxis": False,
        "marker": {"size": 9, "color": theme.CARD, "line": {"width": 2.5, "color": theme.INK}},
        "customdata": [
            theme.hover((row.name, row.effect_text, f"{row.before_text} → {row.after_text}", row.sample))
            for row in rows
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
