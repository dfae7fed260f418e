"""Commission: what the vendor earns per unit sold. A rule for the product goes before the rule for every product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contracts.domain.money import round_amount
from contracts.domain.pricing.lines import CostLine
from contracts.domain.terms import CommissionRow

EVERY_PRODUCT = "*"


def rule_for(product: str | None, rules: Sequence[CommissionRow]) -> CommissionRow | None:
    """The most specific rule for a product. Of an unknown product (None) only "*" can be said to apply."""
    exact = (rule for rule in rules if rule.product == product)
    every = (rule for rule in rules if rule.product == EVERY_PRODUCT)
    return next(exact, None) or next(every, None)


def charge_commission(sold: Mapping[str | None, int], rules: Sequence[CommissionRow]) -> tuple[CostLine, ...]:
    """One line per rule for units sold by product: 1,010 units at 150.00 earn 151,500.00.

    A product without a rule earns nothing and has no line. Units whose product is unknown cannot be paid while some
    product has a rule of its own: they are a line without amount, the last one.
    """
    units: dict[CommissionRow, int] = {}
    needs_product = any(rule.product != EVERY_PRODUCT for rule in rules)
    for product, count in sold.items():
        rule = None if product is None and needs_product else rule_for(product, rules)
        if rule is not None and count:
            units[rule] = units.get(rule, 0) + count
    lines = tuple(_line(units[rule], rule) for rule in rules if rule in units)
    unknown = sold.get(None, 0) if needs_product else 0
    return (*lines, _without_amount(unknown, "product_unknown")) if unknown else lines


def unknown_commission() -> CostLine:
    """Commission is agreed, but nobody knows what was sold: a line without units and amount."""
    return _without_amount(None, "sales_unknown")


def _line(units: int, rule: CommissionRow) -> CostLine:
    return CostLine(
        kind="commission",
        product=rule.product,
        units=units,
        unit_price=rule.amount,
        amount=round_amount(units * rule.amount),
        rule=f"commission[{rule.position}]",
    )


def _without_amount(units: int | None, reason: str) -> CostLine:
    return CostLine("commission", units, None, None, None, reason=reason)
