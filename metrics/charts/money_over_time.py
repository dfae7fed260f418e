"""What the months cost and what was earned in them: two rows of bars from nothing, one scale for both.

There is no second axis: a krone is as high above as it is below, so the two can be compared by eye.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metrics.charts import theme
from metrics.charts.months_axis import month_labels, sparing, year_labels
from metrics.charts.theme import Drawing, label

_TOP, _BOTTOM, _BETWEEN = 28, 40, 44  # px; a panel's name stands above it
_BODY = {"wide": 212, "narrow": 188}
_WIDTH = {"wide": 440, "narrow": 200}
_LEAST = 0.22  # of the height, for the panel of the smaller sums
_AIR = 1.12


@dataclass(frozen=True, slots=True)
class MoneyPoint:
    """One month ("2026-10"): what it cost and earned (None: not known), as numbers and as printed."""

    month: str
    label: str
    cost: float | None
    earned: float | None
    cost_text: str
    earned_text: str
    is_running: bool = False  # not over yet: drawn hollow
    name: str = ""  # the month in full, for the hover card


@dataclass(frozen=True, slots=True)
class MoneyWords:
    """The names of the two panels: "Cost", "Value of sales"."""

    cost: str
    earned: str


def money_figure(points: Sequence[MoneyPoint], words: MoneyWords) -> dict[str, Drawing]:
    """Both drawings, cost above."""
    return {"wide": _drawing(points, words, "wide"), "narrow": _drawing(points, words, "narrow")}


def _drawing(points: Sequence[MoneyPoint], words: MoneyWords, name: str) -> Drawing:
    body = _BODY[name]
    heights = _heights(_span([point.cost for point in points]), _span([point.earned for point in points]))
    per_share = max(_reach(points, part) / share for part, share in zip(("cost", "earned"), heights, strict=True))
    gap = _BETWEEN / (body + _BETWEEN)
    split = heights[1] * (1 - gap)
    domains = {"cost": (split + gap, 1.0), "earned": (0.0, split)}
    layout: dict[str, Any] = {
        "height": theme.snug(_TOP + _BOTTOM + body + _BETWEEN),
        "xaxis": theme.hidden_axis(-0.5, len(points) - 0.5, anchor="y2", showline=False),
        "annotations": _months(points, name),
        "barmode": "overlay",
        "hovermode": "closest",
    }
    traces, texts = [], []
    for number, (part, share) in enumerate(zip(("cost", "earned"), heights, strict=True)):
        suffix = "" if number == 0 else "2"
        low = _span([_amount(point, part) for point in points])[0]
        axis = theme.hidden_axis(low, low + share * per_share, domain=list(domains[part]), zeroline=True, anchor="x")
        layout[f"yaxis{suffix}"] = axis | {"zerolinecolor": theme.AXIS, "zerolinewidth": 1}
        traces.append(_bars(points, part, suffix, words))
        layout["annotations"].append(_title(words.cost if part == "cost" else words.earned, domains[part][1]))
        texts += _last(points, part, suffix)
    right = max((theme.width_of(found["text"], bold=True) for found in texts), default=0)
    layout["annotations"] += texts
    layout["margin"] = {"l": 8, "r": 16 + max(round(right), 0), "t": _TOP, "b": _BOTTOM}
    return {"data": traces, "layout": layout}


def _span(amounts: Sequence[float | None]) -> tuple[float, float]:
    """From the lowest to the highest, nothing always among them; air above."""
    known = [amount for amount in amounts if amount is not None]
    return _AIR * min([0.0, *known]), _AIR * max([0.0, *known])


def _heights(cost: tuple[float, float], earned: tuple[float, float]) -> tuple[float, float]:
    """The panels' shares of the height: as the sums are, but none so low that its bars cannot be seen."""
    first, second = cost[1] - cost[0], earned[1] - earned[0]
    share = first / (first + second) if first + second else 0.5
    share = min(max(share, _LEAST), 1 - _LEAST)
    return share, 1 - share


def _reach(points: Sequence[MoneyPoint], part: str) -> float:
    low, high = _span([_amount(point, part) for point in points])
    return (high - low) or 1.0


def _amount(point: MoneyPoint, part: str) -> float | None:
    return point.cost if part == "cost" else point.earned


def _text(point: MoneyPoint, part: str) -> str:
    return point.cost_text if part == "cost" else point.earned_text


def _months(points: Sequence[MoneyPoint], name: str) -> list[dict[str, Any]]:
    every = sparing(len(points), _WIDTH[name], least=2 if name == "narrow" else 1)
    return [*month_labels([point.label for point in points], every), *year_labels([point.month for point in points])]


def _title(text: str, top: float) -> dict[str, Any]:
    place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 6}
    return label(theme.plain(text), 0, top, theme.INK_2, bold=True, **place)


def _bars(points: Sequence[MoneyPoint], part: str, suffix: str, words: MoneyWords) -> dict[str, Any]:
    """Grey for what was paid, blue for what was earned; a month that is not over is hollow."""
    colour = theme.RAW if part == "cost" else theme.DATA
    title = words.cost if part == "cost" else words.earned
    return {
        "type": "bar",
        "xaxis": "x",
        "yaxis": f"y{suffix}",
        "x": list(range(len(points))),
        "y": [_amount(point, part) for point in points],
        "width": 0.68,
        "marker": {
            "color": [theme.CARD if point.is_running else colour for point in points],
            "line": {"width": 1.5, "color": colour},
        },
        "customdata": [theme.hover((point.name or point.label, f"{title}: {_text(point, part)}")) for point in points],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _last(points: Sequence[MoneyPoint], part: str, suffix: str) -> list[dict[str, Any]]:
    """The last known sum, beside its bar."""
    known = [(number, point) for number, point in enumerate(points) if _amount(point, part) is not None]
    if not known:
        return []
    _, point = known[-1]
    colour = theme.RAW if part == "cost" else theme.DATA
    beside = {"xref": "paper", "yref": f"y{suffix}", "xanchor": "left", "yanchor": "middle", "xshift": 4}
    return [label(theme.plain(_text(point, part)), 1, _amount(point, part) or 0.0, colour, bold=True, **beside)]
