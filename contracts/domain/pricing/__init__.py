"""What volume costs: one price model per file; the rate card names the model of each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from contracts.domain.pricing.flat import charge_flat
from contracts.domain.pricing.lines import REASONS, CostLine, sum_lines
from contracts.domain.terms import PriceRow

__all__ = ["MODELS", "REASONS", "CostLine", "price_volume", "sum_lines"]

MODELS: dict[str, Callable[[int, PriceRow], CostLine]] = {"flat": charge_flat}


def price_volume(billable: Mapping[str, int], prices: Sequence[PriceRow]) -> tuple[CostLine, ...]:
    """Lines for billable contacts by channel: priced ones in the order of the rate card, then the unpriced ones.

    A channel without billable contacts has no line. A channel that the rate card forgot is a line without amount.
    """
    rate_card = {price.channel: price for price in reversed(prices)}
    priced = [price for price in prices if rate_card[price.channel] is price and billable.get(price.channel, 0)]
    lines = [MODELS[price.model](billable[price.channel], price) for price in priced]
    forgotten = [channel for channel, units in billable.items() if units and channel not in rate_card]
    return (*lines, *(_unpriced(channel, billable[channel]) for channel in forgotten))


def _unpriced(channel: str, units: int) -> CostLine:
    return CostLine("unpriced", units, None, None, None, channel=channel or None, reason="no_price")
