"""What a trend is drawn from: months, incidents, the year before; and the two sizes of a drawing."""

from __future__ import annotations

from dataclasses import dataclass


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
class Size:
    """What a drawing has room for; `width` is the least width of its plot that it must be readable at."""

    height: int
    width: int
    is_narrow: bool


WIDE = Size(height=260, width=440, is_narrow=False)
NARROW = Size(height=220, width=180, is_narrow=True)
