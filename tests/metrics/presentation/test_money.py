"""What a month cost and earned, in words: unknown is never zero, and each side reads it from its own place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from metrics.presentation.money import (
    cost_note,
    cost_row,
    cost_title,
    earned_facts,
    earned_note,
    earned_title,
    sales_text,
)

VOLUME = {
    "kind": "volume",
    "channel": "phone",
    "units": 1525,
    "unit_price": "42.00",
    "amount": "64050.00",
    "rule": "prices[0]",
}
COMMISSION = {"kind": "commission", "product": "*", "units": 158, "unit_price": "150.1250", "amount": "23719.75",
              "rule": "commission[0]"}  # fmt: skip
UNPRICED = {"kind": "unpriced", "channel": "message", "units": 3, "unit_price": None, "amount": None, "rule": None,
            "reason": "no_price"}  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def month(*lines: dict[str, Any], total: str | None = "87769.75", **earned: Any) -> dict[str, Any]:
    whole = {"contacts_with_sale": 128, "units": 158, "sale_value": "74042.00", "commission": "23719.75"}
    cost = {"currency": "NOK", "total": total, "per_contact": total and "43.13", "lines": lines}
    return {"cost": cost, "earned": whole | earned}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_lines_are_units_times_price() -> None:
    volume, commission = cost_row(VOLUME), cost_row(COMMISSION)
    assert (volume.what, volume.units, volume.unit_price, volume.amount) == ("Phone", "1,525", "42.00", "64,050.00")
    assert (commission.what, commission.unit_price) == ("Commission", "150.1250")
    assert volume.rule == "prices[0]"


def test_commission_on_a_product_names_it() -> None:
    assert cost_row({**COMMISSION, "product": "fibre"}).what == "Commission, fibre"


@pytest.mark.parametrize(
    ("side", "title", "commission"),
    [
        ("buyer", "The month cost NOK 87,770", "Commission paid"),
        ("vendor", "The month pays NOK 87,770", "Commission earned"),
    ],
)
def test_each_side_reads_the_money_from_its_own_place(side: str, title: str, commission: str) -> None:
    assert plain(cost_title(month(VOLUME), side)) == title
    assert [row.label for row in earned_facts(month(VOLUME), side)][-1] == commission


def test_a_line_without_a_price_makes_the_total_unknown_not_zero() -> None:
    line = cost_row(UNPRICED)
    assert (line.what, line.unit_price, line.amount) == ("Message", "–", "–")
    assert line.remark
    found = month(VOLUME, UNPRICED, total=None)
    assert "unknown" in cost_title(found, "buyer")
    assert "without VAT" in cost_note(found)


def test_a_source_that_does_not_tell_of_sales_earns_an_unknown_sum() -> None:
    found = month(VOLUME, contacts_with_sale=None, units=None, sale_value=None, commission=None)
    assert earned_title(found) == "What it earned is not known"
    assert earned_note(found) == "The source does not say which contacts ended in a sale."
    assert {row.value for row in earned_facts(found, "buyer")} == {"–"}
    assert sales_text(found["earned"]) == "the source does not tell of sales"


def test_sales_without_a_value_are_counted_and_not_valued() -> None:
    found = month(VOLUME, sale_value=None)
    assert earned_note(found) == "The source gives no value of the sales."
    assert earned_facts(found, "buyer")[0].value == "128"
