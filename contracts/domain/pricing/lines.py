"""A line of what a month costs: units × unit price, and the rule in the contract that it follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from contracts.domain.errors import N_

# Why a line has no amount. The words are part of the scorecard document.
REASONS: dict[str, str] = {
    "no_price": N_("The contract has no price for this channel."),
    "product_unknown": N_("The contract pays by product, and the product of these sales is not known."),
    "sales_unknown": N_("The source does not say which contacts ended in a sale."),
}


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line. `amount` None means that it cannot be priced, and then the month has no total; `reason` says why.

    `rule` names the place in the contract: prices[0] is the first row of the rate card.
    """

    kind: str
    units: int | None
    unit_price: Decimal | None
    amount: Decimal | None
    rule: str | None
    channel: str | None = None
    product: str | None = None
    reason: str | None = None


def sum_lines(lines: Iterable[CostLine]) -> Decimal | None:
    """The sum of rounded amounts; None as soon as one line has no amount, never 0."""
    total = Decimal("0.00")
    for line in lines:
        if line.amount is None:
            return None
        total += line.amount
    return total
