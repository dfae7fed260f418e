"""What a month cost and what it earned: Totals × Terms, line by line (MATH.md 3.1, 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from contracts.domain.commission import EVERY_PRODUCT, charge_commission, unknown_commission
from contracts.domain.money import round_amount
from contracts.domain.pricing import CostLine, price_volume, sum_lines
from contracts.domain.terms import Terms
from metrics.domain.totals import Totals, sum_totals

# Units of accepted sales by product; None is a product that the source did not say.
UnitsByProduct = Mapping[str | None, int]
NOT_SAID: UnitsByProduct = MappingProxyType({})
_CENTS = Decimal(100)


@dataclass(frozen=True, slots=True)
class Cost:
    """Lines and their sum; `total` is None when a line has no amount. `per_contact` is the total / handled contacts."""

    lines: tuple[CostLine, ...]
    total: Decimal | None
    per_contact: Decimal | None


@dataclass(frozen=True, slots=True)
class Earned:
    """What was sold. All None when the source does not say; `sale_value` sums the sales whose value is known."""

    contacts_with_sale: int | None
    units: int | None
    sale_value: Decimal | None
    commission: Decimal | None


def knows_sales(totals: Totals) -> bool:
    """True when the source says of at least one handled contact whether there was a sale, or none was handled."""
    return totals["sale_known"] > 0 or totals["handled"] == 0


def volume_lines(by_channel: Mapping[str, Totals], terms: Terms) -> tuple[CostLine, ...]:
    """Price × billable contacts (or legs, as the contract bills) of each channel."""
    return price_volume({channel: totals["billable"] for channel, totals in by_channel.items()}, terms.prices)


def pays_by_product(terms: Terms) -> bool:
    """Does some product have a commission of its own? Else nobody needs to know what was sold."""
    return any(rule.product != EVERY_PRODUCT for rule in terms.commission)


def commission_lines(totals: Totals, terms: Terms, sold: UnitsByProduct = NOT_SAID) -> tuple[CostLine, ...]:
    """Commission on the units of accepted sales. Units that are not `sold` by product are of an unknown one."""
    if not terms.commission:
        return ()
    if not knows_sales(totals):
        return (unknown_commission(),)
    unknown = totals["sale_units"] - sum(units for product, units in sold.items() if product is not None)
    return charge_commission({**sold, None: unknown}, terms.commission)


def settle(by_channel: Mapping[str, Totals], terms: Terms, sold: UnitsByProduct = NOT_SAID) -> tuple[Cost, Earned]:
    """Cost and earnings of a month from its totals by channel, and its units sold by product if they are known."""
    totals = sum_totals(by_channel.values())
    commission = commission_lines(totals, terms, sold)
    lines = (*volume_lines(by_channel, terms), *commission)
    total = sum_lines(lines)
    return Cost(lines, total, _per_contact(total, totals["handled"])), _earned(totals, commission)


def _per_contact(total: Decimal | None, handled: int) -> Decimal | None:
    return None if total is None or handled == 0 else round_amount(total / handled)


def _earned(totals: Totals, commission: tuple[CostLine, ...]) -> Earned:
    if not knows_sales(totals):
        return Earned(None, None, None, None)
    return Earned(totals["contacts_with_sale"], totals["sale_units"], _sale_value(totals), sum_lines(commission))


def _sale_value(totals: Totals) -> Decimal | None:
    """Value of accepted sales; None when there were sales and none of them has a known value."""
    if totals["contacts_with_sale"] > 0 and totals["sale_valued"] == 0:
        return None
    return round_amount(totals["sale_value_cents"] / _CENTS)
