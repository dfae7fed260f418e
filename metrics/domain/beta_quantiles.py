"""Quantiles of Beta(k + ½, n − k + ½): how large a share could have been when k of n were counted (MATH.md 4.2).

The share is read as sin²θ. Under Jeffreys' prior θ has the density sin²ᵏθ · cos²⁽ⁿ⁻ᵏ⁾θ, smooth up to both ends, which
is summed once over a grid (Simpson's rule) and then read backwards. One uniform number gives one share, without
rejection: a last digit that differs between machines stays a last digit. random.betavariate has no such promise.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from math import asin, cos, exp, log, pi, sin, sqrt

_CELLS = 1024
_REACH = 8.0  # standard deviations of θ on each side; what lies beyond is less than 1e-14


@dataclass(frozen=True, slots=True)
class BetaQuantiles:
    """The table of one share: angles at the edges of the cells, and the probability below each edge."""

    angles: tuple[float, ...]
    below: tuple[float, ...]

    def __call__(self, probability: float) -> float:
        """The share that is larger than so much of the distribution; between 0 and 1."""
        cell = min(max(bisect_right(self.below, probability), 1), len(self.below) - 1)
        start, end = self.below[cell - 1], self.below[cell]
        part = (probability - start) / (end - start) if end > start else 0.0
        angle = self.angles[cell - 1] + part * (self.angles[cell] - self.angles[cell - 1])
        return sin(angle) ** 2


def beta_quantiles(hits: int, tries: int) -> BetaQuantiles:
    """The table for `hits` of `tries`, at least one try. The median for 312 of 400 is 0.7798."""
    centre = asin(sqrt(hits / tries))
    spread = _REACH / sqrt(2 * tries)
    first, last = max(0.0, centre - spread), min(pi / 2, centre + spread)
    half = (last - first) / (2 * _CELLS)
    top = _log_density(centre, hits, tries)
    heights = [exp(_log_density(first + step * half, hits, tries) - top) for step in range(2 * _CELLS + 1)]
    cells = (heights[i] + 4 * heights[i + 1] + heights[i + 2] for i in range(0, 2 * _CELLS, 2))
    sums = list(accumulate(cells, initial=0.0))
    angles = tuple(first + 2 * step * half for step in range(_CELLS + 1))
    return BetaQuantiles(angles, tuple(part / sums[-1] for part in sums))


def _log_density(angle: float, hits: int, tries: int) -> float:
    """Not normalised. An impossible angle (no sine, though there are hits) has no density at all."""
    sine, cosine = sin(angle), cos(angle)
    misses = tries - hits
    if (hits and sine <= 0.0) or (misses and cosine <= 0.0):
        return float("-inf")
    return (2 * hits * log(sine) if hits else 0.0) + (2 * misses * log(cosine) if misses else 0.0)
