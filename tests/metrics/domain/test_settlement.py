"""What a month cost and earned: Totals × Terms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.domain.terms import CommissionRow, PriceRow, Terms
from metrics.domain.settlement import Earned, pays_by_product, settle
from metrics.domain.totals import Totals

EVERY = CommissionRow(0, "*", "fixed", Decimal("150.00"))
PLAN = CommissionRow(1, "plan", "fixed", Decimal("200.00"))


def terms(*commission: CommissionRow, channels: tuple[str, ...] = ("phone", "chat")) -> Terms:
    prices = tuple(PriceRow(place, channel, "flat", Decimal(40)) for place, channel in enumerate(channels))
    return Terms(
        "k", "NOK", "Europe/Oslo", "contact", "started", 1, date(2024, 1, 1), prices=prices, commission=commission
    )


def contacts(n: int, **more: Any) -> Totals:
    return Totals.of({"contacts": n, "handled": n, "billable": n, **more})


def test_cost_is_volume_and_commission_together() -> None:
    phone = contacts(100, sale_known=100, contacts_with_sale=4, sale_units=5, sale_valued=4, sale_value_cents=199_950)
    cost, earned = settle({"phone": phone, "chat": contacts(10, sale_known=10)}, terms(EVERY))
    assert [line.amount for line in cost.lines] == [Decimal(4000), Decimal(400), Decimal(750)]
    assert cost.total == Decimal(5150)
    assert cost.per_contact == Decimal("46.82")
    assert earned == Earned(4, 5, Decimal("1999.50"), Decimal(750))


def test_billable_not_handled_contacts_are_paid() -> None:
    cost, _ = settle({"phone": Totals.of({"contacts": 10, "handled": 10, "billable": 7})}, terms())
    assert cost.total == 280
    assert cost.per_contact == 28


def test_one_unpriced_channel_leaves_no_total_and_no_cost_per_contact() -> None:
    cost, _ = settle({"phone": contacts(1), "email": contacts(1)}, terms())
    assert [line.kind for line in cost.lines] == ["volume", "unpriced"]
    assert (cost.total, cost.per_contact) == (None, None)


def test_unknown_sales_are_null_and_so_is_the_total_when_commission_is_agreed() -> None:
    cost, earned = settle({"phone": contacts(10)}, terms(EVERY))
    assert earned == Earned(None, None, None, None)
    assert cost.lines[-1].reason == "sales_unknown"
    assert cost.total is None


def test_unknown_sales_do_not_matter_to_a_contract_without_commission() -> None:
    cost, earned = settle({"phone": contacts(10)}, terms())
    assert cost.total == 400
    assert earned.contacts_with_sale is None


def test_a_month_in_which_nobody_bought_earned_zero() -> None:
    cost, earned = settle({"phone": contacts(10, sale_known=10)}, terms(EVERY))
    assert earned == Earned(0, 0, Decimal(0), Decimal(0))
    assert cost.total == 400


def test_sales_without_any_value_have_no_sale_value() -> None:
    phone = contacts(10, sale_known=10, contacts_with_sale=2, sale_units=2)
    _, earned = settle({"phone": phone}, terms(EVERY))
    assert earned.sale_value is None
    assert earned.commission == 300


def test_nothing_handled_has_no_cost_per_contact() -> None:
    cost, _ = settle({"phone": Totals.of({"contacts": 3, "abandoned": 3})}, terms())
    assert (cost.lines, cost.total, cost.per_contact) == ((), Decimal(0), None)


@pytest.mark.parametrize("sold", [{}, {"plan": 2, "phone": 3}, {"plan": 2, None: 3}])
def test_one_commission_for_every_product_asks_for_no_product(sold: dict[str | None, int]) -> None:
    cost, _ = settle({"phone": contacts(10, sale_known=10, contacts_with_sale=4, sale_units=5)}, terms(EVERY), sold)
    line = cost.lines[-1]
    assert (line.product, line.units, line.amount) == ("*", 5, Decimal(750))


def test_a_product_earns_its_own_commission() -> None:
    phone = contacts(10, sale_known=10, contacts_with_sale=4, sale_units=5)
    cost, earned = settle({"phone": phone}, terms(EVERY, PLAN), {"plan": 2, "phone": 3})
    assert [(line.product, line.units, line.amount) for line in cost.lines[1:]] == [
        ("*", 3, Decimal(450)), ("plan", 2, Decimal(400)),
    ]  # fmt: skip
    assert earned.commission == 850


@pytest.mark.parametrize("sold", [{"plan": 2}, {"plan": 2, None: 3}], ids=["not told apart", "told as unknown"])
def test_units_whose_product_nobody_knows_leave_the_total_open(sold: dict[str | None, int]) -> None:
    phone = contacts(10, sale_known=10, contacts_with_sale=4, sale_units=5)
    cost, earned = settle({"phone": phone}, terms(EVERY, PLAN), sold)
    assert [(line.units, line.reason) for line in cost.lines[1:]] == [(2, None), (3, "product_unknown")]
    assert (cost.total, earned.commission) == (None, None)


def test_only_a_product_with_a_commission_of_its_own_must_be_known() -> None:
    assert (pays_by_product(terms()), pays_by_product(terms(EVERY))) == (False, False)
    assert pays_by_product(terms(EVERY, PLAN))
