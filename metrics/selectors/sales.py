"""What was sold in a month, by product: accepted sales of handled contacts, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from contracts.selectors import Contract
from metrics.domain.figure_tables import SALE_COUNTS, SALE_STATES
from metrics.models import ContractMonth, SaleFigure

_SUMS = {f"sum_{name}": Sum(name) for name in SALE_COUNTS}


@dataclass(frozen=True, slots=True)
class ProductSales:
    """Accepted sales of one product: how many, their units, and how many are in which state now.

    `value_cents` sums the `valued` sales, those whose value is known.
    """

    sales: int
    units: int
    valued: int
    value_cents: int
    by_state: Mapping[str, int]


def sales_by_product(contract: Contract, row: ContractMonth) -> dict[str | None, ProductSales]:
    """Sales of a month by product, the most units first; None is a product that the source did not say. One query."""
    figures: QuerySet[Any] = SaleFigure.objects.within(contract).filter(figure_set=row.figure_set_id)
    groups: dict[str, dict[str, dict[str, int]]] = {}
    for group in figures.order_by().values("product", "state").annotate(**_SUMS):
        counts = {name: group[f"sum_{name}"] for name in SALE_COUNTS}
        groups.setdefault(group["product"], {})[group["state"]] = counts
    found = {product or None: _of(by_state) for product, by_state in groups.items()}
    return dict(sorted(found.items(), key=lambda item: (item[0] is None, -item[1].units, item[0] or "")))


def units_by_product(contract: Contract, row: ContractMonth) -> dict[str | None, int]:
    """Units of accepted sales by product: what commission is paid on."""
    return {product: sold.units for product, sold in sales_by_product(contract, row).items()}


def _of(by_state: Mapping[str, Mapping[str, int]]) -> ProductSales:
    sums = {name: sum(counts[name] for counts in by_state.values()) for name in SALE_COUNTS}
    states = {state: by_state[state]["sales"] for state in SALE_STATES if state in by_state}
    return ProductSales(**sums, by_state=states)
