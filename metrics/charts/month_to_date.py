"""A KPI from the month's first day to each day, against the band, with the day that is today and the expected end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metrics.charts import theme
from metrics.charts.band_steps import BandStep as BandStep  # the band is given in these
from metrics.charts.band_steps import Stretch, band_shapes
from metrics.charts.theme import Drawing, Scale, label, plain, rule

_HEIGHT = {"wide": 280, "narrow": 240}
_TOP, _BOTTOM = 24, 28
_AIR = 0.14
_EARLY = 3  # days; what they alone reached does not stretch the axis beyond what follows


@dataclass(frozen=True, slots=True)
class DayPoint:
    """One day ("2026-11-03"): the value from the first of the month to this day; None: no data, or still to come."""

    day: str
    label: str
    value: float | None
    text: str
    sample: str


@dataclass(frozen=True, slots=True)
class Today:
    """The last day with data and what stands at its line ("data to 19 Oct")."""

    day: str
    text: str


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """What is expected of the whole month, as printed ("371 s expected")."""

    value: float
    text: str


def month_to_date_figure(
    days: Sequence[DayPoint], band: BandStep | None, today: Today | None = None, end: MonthEnd | None = None
) -> dict[str, Drawing]:
    """Both drawings; `days` are all days of the month, those without a value too."""
    return {name: _drawing(days, band, today, end, name) for name in _HEIGHT}


def _drawing(
    days: Sequence[DayPoint], band: BandStep | None, today: Today | None, end: MonthEnd | None, name: str
) -> Drawing:
    scale = _scale(days, band, end, name)
    stretch = None if band is None else Stretch(band, -0.5, len(days) - 0.5)
    left = _left_labels(days, band, scale)
    right = _right_labels(days, end, scale)
    place = next((number for number, day in enumerate(days) if today is not None and day.day == today.day), None)
    layout = {
        "height": _HEIGHT[name],
        "margin": {"l": _room(left), "r": _room(right), "t": _TOP, "b": _BOTTOM},
        "xaxis": theme.hidden_axis(-0.5, len(days) - 0.5, showline=True),
        "yaxis": theme.hidden_axis(scale.low, scale.high),
        "shapes": [*([] if stretch is None else band_shapes(stretch, scale)), *_today_line(place, scale)],
        "annotations": [*left, *right, *_today_text(place, today, len(days)), *_day_labels(days, place, name)],
        "hovermode": "closest",
    }
    return {"data": _traces(days, end), "layout": layout}


def _scale(days: Sequence[DayPoint], band: BandStep | None, end: MonthEnd | None, name: str) -> Scale:
    """Edges, end and values; the first days swing widely and may run out of the plot once others follow."""
    values = [day.value for day in days if day.value is not None]
    shown = values[_EARLY:] if len(values) > 2 * _EARLY else values
    shown = shown + [value for value, _ in (band.edges if band else ())] + ([] if end is None else [end.value])
    low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
    span = (high - low) or abs(high) * _AIR or 1.0
    return Scale(low - _AIR * span, high + _AIR * span, _HEIGHT[name] - _TOP - _BOTTOM)


def _left_labels(days: Sequence[DayPoint], band: BandStep | None, scale: Scale) -> list[dict[str, Any]]:
    """The band's edges, then the highest and lowest day where there is room."""
    texts = [(value, text, theme.BAND_TEXT) for value, text in (band.edges if band else ())]
    inside = [(day.value, day.text) for day in days if day.value is not None and scale.low <= day.value <= scale.high]
    extremes = [found for found in (max(inside), min(inside)) if found != inside[-1]] if inside else []
    texts += [(value, text, theme.INK_3) for value, text in extremes]
    kept = theme.kept_apart([scale.pixel(value) for value, _, _ in texts], theme.TEXT_GAP)
    beside = {"xref": "paper", "xanchor": "right", "yanchor": "middle", "xshift": -6}
    return [label(plain(texts[number][1]), 0, texts[number][0], texts[number][2], **beside) for number in kept]


def _right_labels(days: Sequence[DayPoint], end: MonthEnd | None, scale: Scale) -> list[dict[str, Any]]:
    """What is expected, at the end of its dashed line; else the last value."""
    beside = {"xref": "paper", "xanchor": "left", "yanchor": "middle", "xshift": 6}
    if end is not None:
        return [label(plain(end.text), 1, end.value, theme.DATA, bold=True, **beside)]
    known = [day for day in days if day.value is not None]
    if not known:
        return []
    value = min(max(known[-1].value or 0.0, scale.low), scale.high)
    return [label(plain(known[-1].text), 1, value, theme.DATA, bold=True, **beside)]


def _room(labels: Sequence[dict[str, Any]]) -> int:
    return max([16, *(round(theme.width_of(found["text"], bold=True)) + 10 for found in labels)])


def _today_line(place: int | None, scale: Scale) -> list[dict[str, Any]]:
    if place is None:
        return []
    return [rule(place, place, scale.low, scale.high, theme.INK_3, dash="dot", width=1)]


def _today_text(place: int | None, today: Today | None, count: int) -> list[dict[str, Any]]:
    if place is None or today is None:
        return []
    anchor = "left" if place < count / 2 else "right"
    above = {"yref": "paper", "xanchor": anchor, "yanchor": "bottom", "yshift": 3}
    return [label(plain(today.text), place, 1, theme.INK_3, **above)]


def _day_labels(days: Sequence[DayPoint], place: int | None, name: str) -> list[dict[str, Any]]:
    """The first day, every fifth, the last and, bold, today; what would touch one of these is left out."""
    wanted = [number for number in (place, len(days) - 1, 0) if number is not None and days]
    wanted += [number for number in range(4, len(days), 5 if name == "wide" else 10) if number not in wanted]
    room = 2 if name == "wide" else 3
    below = {"yref": "paper", "xanchor": "center", "yanchor": "top", "yshift": -4}
    found = []
    for chosen in theme.kept_apart([float(number) for number in dict.fromkeys(wanted)], room):
        number = list(dict.fromkeys(wanted))[chosen]
        is_today = number == place
        colour = theme.INK if is_today else theme.INK_3
        found.append(label(plain(days[number].label), number, 0, colour, bold=is_today, **below))
    return found


def _traces(days: Sequence[DayPoint], end: MonthEnd | None) -> list[dict[str, Any]]:
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(days))),
        "y": [day.value for day in days],
        "connectgaps": False,
        "line": {"color": theme.DATA, "width": 2},
        "marker": {"size": 5, "color": theme.DATA},
        "customdata": [theme.hover((day.label, day.text, day.sample)) for day in days],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    known = [(number, day.value) for number, day in enumerate(days) if day.value is not None]
    if end is None or not known:
        return [line]
    (last, value), stop = known[-1], len(days) - 1
    dashed = {"color": theme.DATA, "width": 2, "dash": "dash"}
    ahead = {"type": "scatter", "mode": "lines", "x": [last, stop], "y": [value, end.value], "line": dashed}
    return [line, ahead | {"hoverinfo": "skip"}]
