"""The target band under a line of months or days: an area with two edges that steps where the target changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metrics.charts.theme import BAND_EDGE, Scale, area, rule


@dataclass(frozen=True, slots=True)
class BandStep:
    """The target from this month ("2026-07") on; `high` None: open above; both None: no target from here.

    `note` says what changed ("v2 from Jul"); it is written where the step stands inside the chart.
    """

    month: str
    low: float | None
    high: float | None
    low_text: str
    high_text: str
    note: str

    @property
    def edges(self) -> tuple[tuple[float, str], ...]:
        """The edges with their texts, the lower first."""
        both = ((self.low, self.low_text), (self.high, self.high_text))
        return tuple((value, text) for value, text in both if value is not None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A step where it stands: from `start` to `stop` on the axis of months (half a month before its first one)."""

    step: BandStep
    start: float
    stop: float


def stretches_of(steps: Sequence[BandStep], months: Sequence[str]) -> tuple[Stretch, ...]:
    """The steps that the months show, oldest first; one that another replaces before the first month is left out."""
    if not months or not steps:
        return ()
    ordered = sorted(steps, key=lambda step: step.month)
    starts = [sum(month < step.month for month in months) for step in ordered]
    stops = [*starts[1:], len(months)]
    return tuple(
        Stretch(step, start - 0.5, stop - 0.5)
        for step, start, stop in zip(ordered, starts, stops, strict=True)
        if start < stop
    )


def band_shapes(stretch: Stretch, scale: Scale) -> list[dict[str, Any]]:
    """The area of one stretch with its agreed edges as lines; an open end is dotted at the plot's own end."""
    step = stretch.step
    if not step.edges:
        return []
    low = scale.low if step.low is None else step.low
    high = scale.high if step.high is None else step.high
    solid = [_edge(stretch, value) for value, _ in step.edges]
    is_open = step.low is None or step.high is None
    ends = [_edge(stretch, high if step.high is None else low, dash="dot")] if is_open else []
    return [area(stretch.start, stretch.stop, low, high), *solid, *ends]


def _edge(stretch: Stretch, value: float, dash: str = "solid") -> dict[str, Any]:
    return rule(stretch.start, stretch.stop, value, value, BAND_EDGE, dash=dash, layer="below")
