"""Geometry of the strips: where on a line of 0 to 1,000 a value, a band and an interval stand. No words, no colours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

WIDTH = 1000
# Room kept free so that texts neither leave the strip nor touch each other on a phone's 300 px.
_LABEL_FREE = 260
_SCORE_FREE = 60
_ZONE_NAME_NEEDS = 180


@dataclass(frozen=True, slots=True)
class BandStrip:
    """A band strip: the track runs from unacceptable to unacceptable, everything in thousandths of the width."""

    band_x: int
    band_width: int
    has_high_edge: bool
    dot_x: int
    off_scale: str  # "", "left" or "right": the dot stops at the end
    interval_x: int | None
    interval_width: int | None

    @property
    def band_end(self) -> int:
        return self.band_x + self.band_width

    @property
    def label_x(self) -> int:
        """Where the band's name stands: under its middle (an open band: under its edge), clear of both ends."""
        place = self.band_x + (self.band_width // 2 if self.has_high_edge else 0)
        return min(max(place, _LABEL_FREE), WIDTH - _LABEL_FREE)


@dataclass(frozen=True, slots=True)
class ScoreZone:
    """One zone of the score strip with the score at which it begins."""

    key: str
    x: int
    width: int
    start: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def has_room(self) -> bool:
        """Wide enough for its name; the last zone is named from the right end and always has room."""
        return self.width >= _ZONE_NAME_NEEDS or self.key == "in_balance"


@dataclass(frozen=True, slots=True)
class ScoreStrip:
    """The score on its zones; the axis starts at 50, at 0 when the score or a bound is lower."""

    zones: tuple[ScoreZone, ...]
    start: int
    dot_x: int | None
    bounds_x: int | None
    bounds_width: int | None

    @property
    def label_x(self) -> int | None:
        """Where the score is written above its dot, so that it never leaves the strip."""
        return None if self.dot_x is None else min(max(self.dot_x, _SCORE_FREE), WIDTH - _SCORE_FREE)


def _place(value: Decimal, low: Decimal, high: Decimal) -> float:
    return float((value - low) / (high - low))


def _x(value: Decimal, low: Decimal, high: Decimal) -> int:
    """Thousandths of the width, kept on the track."""
    return round(min(max(_place(value, low, high), 0.0), 1.0) * WIDTH)


def band_strip(
    value: Decimal | None,
    *,
    lower: Decimal,
    band_low: Decimal,
    band_high: Decimal | None,
    upper: Decimal | None,
    interval: tuple[Decimal, Decimal] | None = None,
    end: Decimal = Decimal(1),
) -> BandStrip:
    """Place a value on its target. A one-sided target ends at `end` (100 % for a share) with an open edge."""
    high = end if upper is None else upper
    start, stop = _x(band_low, lower, high), _x(high if band_high is None else band_high, lower, high)
    place = 0.0 if value is None else _place(value, lower, high)
    span = None if interval is None else (_x(interval[0], lower, high), _x(interval[1], lower, high))
    return BandStrip(
        band_x=start,
        band_width=stop - start,
        has_high_edge=band_high is not None,
        dot_x=round(min(max(place, 0.0), 1.0) * WIDTH),
        off_scale="left" if place < 0 else "right" if place > 1 else "",
        interval_x=None if span is None else span[0],
        interval_width=None if span is None else max(span[1] - span[0], 4),
    )


def score_strip(
    score: Decimal | None,
    *,
    imbalance: Decimal,
    watch: Decimal,
    in_balance: Decimal,
    bounds: tuple[Decimal, Decimal] | None = None,
) -> ScoreStrip:
    """Place a score on the zones of its contract."""
    shown = [value for value in (score, *(bounds or ())) if value is not None]
    low = Decimal(50) if all(value >= 50 for value in shown) and imbalance > 50 else Decimal(0)
    high = Decimal(100)
    edges = (low, imbalance, watch, in_balance, high)
    keys = ("unacceptable", "imbalance", "watch", "in_balance")
    zones = tuple(
        ScoreZone(key, _x(begin, low, high), _x(stop, low, high) - _x(begin, low, high), int(begin))
        for key, begin, stop in zip(keys, edges, edges[1:], strict=False)
    )
    span = None if bounds is None else (_x(bounds[0], low, high), _x(bounds[1], low, high))
    return ScoreStrip(
        zones=zones,
        start=int(low),
        dot_x=None if score is None else _x(score, low, high),
        bounds_x=None if span is None else span[0],
        bounds_width=None if span is None else max(span[1] - span[0], 4),
    )
