"""A slice of a month: one channel, brand, queue or topic, its totals kept by channel because prices go by channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.domain.totals import Totals, sum_totals

# The splits that a scorecard shows, in this order.
SPLITS: tuple[str, ...] = ("channel", "brand", "queue", "topic")


@dataclass(frozen=True, slots=True)
class Slice:
    """The contacts with one value of a dimension; the whole month has dimension and value None.

    `value` None is what the source did not say. `by_channel` has the empty text for an unknown channel.
    """

    by_channel: Mapping[str, Totals]
    dimension: str | None = None
    value: str | None = None

    @property
    def totals(self) -> Totals:
        """All channels of the slice together."""
        return sum_totals(self.by_channel.values())
