"""Commission: the most specific rule wins; what is not known is not paid as zero."""

from __future__ import annotations

from decimal import Decimal

from contracts.domain.commission import charge_commission, rule_for, unknown_commission
from contracts.domain.terms import CommissionRow

EVERY = CommissionRow(0, "*", "fixed", Decimal("150.00"))
MOBILE = CommissionRow(1, "mobile", "fixed", Decimal("200.00"))


def test_every_unit_earns_the_fixed_amount() -> None:
    (line,) = charge_commission({None: 1010}, (EVERY,))
    assert (line.kind, line.product, line.units, line.amount, line.rule) == (
        "commission", "*", 1010, Decimal("151500.00"), "commission[0]",
    )  # fmt: skip


def test_a_rule_for_the_product_goes_before_the_rule_for_all() -> None:
    assert rule_for("mobile", (EVERY, MOBILE)) is MOBILE
    assert rule_for("broadband", (EVERY, MOBILE)) is EVERY
    assert rule_for("broadband", (MOBILE,)) is None


def test_products_under_one_rule_share_a_line() -> None:
    lines = charge_commission({"mobile": 2, "broadband": 3, "tv": 4}, (EVERY, MOBILE))
    assert [(line.product, line.units, line.amount) for line in lines] == [
        ("*", 7, Decimal("1050.00")),
        ("mobile", 2, Decimal("400.00")),
    ]


def test_a_product_without_a_rule_earns_nothing() -> None:
    assert charge_commission({"broadband": 3}, (MOBILE,)) == ()


def test_units_of_unknown_product_cannot_be_paid_by_product() -> None:
    (line,) = charge_commission({None: 5}, (EVERY, MOBILE))
    assert (line.units, line.amount, line.reason) == (5, None, "product_unknown")


def test_beside_units_of_unknown_product_the_known_ones_have_their_lines() -> None:
    known, unknown = charge_commission({"mobile": 2, None: 5}, (EVERY, MOBILE))
    assert (known.product, known.units, known.amount) == ("mobile", 2, Decimal("400.00"))
    assert (unknown.units, unknown.amount, unknown.reason) == (5, None, "product_unknown")


def test_no_sale_earns_no_line() -> None:
    assert charge_commission({None: 0}, (EVERY, MOBILE)) == ()


def test_unknown_sales_have_neither_units_nor_amount() -> None:
    line = unknown_commission()
    assert (line.units, line.amount, line.reason) == (None, None, "sales_unknown")
