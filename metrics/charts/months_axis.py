"""The texts below a row of months or days: sparing where there is no room for all, the last one always there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.charts.theme import INK, INK_3, label, plain

_ROOM = 32  # px, a short month's name and air
_STEPS = (1, 2, 3, 4, 6, 12)


def sparing(count: int, width: float, *, least: int = 1) -> int:
    """Every how many months a name is written: 13 in 180 px every third, in 440 px each one."""
    return next((step for step in _STEPS if step >= least and width * step >= _ROOM * count), _STEPS[-1])


def month_labels(names: Sequence[str], every: int) -> list[dict[str, Any]]:
    """Names below the axis, counted back from the last one, which is bold."""
    last = len(names) - 1
    below = {"yref": "paper", "xanchor": "center", "yanchor": "top", "yshift": -4}
    return [
        label(plain(name), number, 0, INK if number == last else INK_3, bold=number == last, **below)
        for number, name in enumerate(names)
        if (last - number) % every == 0
    ]


def year_labels(months: Sequence[str]) -> list[dict[str, Any]]:
    """The year ("2026-01" is of 2026) below the first month and each January, unless the two would touch."""
    places = [number for number, month in enumerate(months) if month.endswith("-01")]
    if months and not any(place < 3 for place in places):
        places.insert(0, 0)
    below = {"yref": "paper", "xanchor": "center", "yanchor": "top", "yshift": -19}
    return [label(months[place][:4], place, 0, INK_3, **below) for place in places]
