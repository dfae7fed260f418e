"""Volume by channel against the rate card."""

from __future__ import annotations

from decimal import Decimal

from contracts.domain.pricing import price_volume, sum_lines
from contracts.domain.terms import PriceRow

CARD = (PriceRow(0, "phone", "flat", Decimal("42.00")), PriceRow(1, "chat", "flat", Decimal("31.00")))


def test_lines_come_in_the_order_of_the_rate_card() -> None:
    lines = price_volume({"chat": 4000, "phone": 15_000}, CARD)
    assert [(line.channel, line.rule) for line in lines] == [("phone", "prices[0]"), ("chat", "prices[1]")]
    assert sum_lines(lines) == Decimal("754000.00")


def test_a_channel_without_billable_contacts_has_no_line() -> None:
    assert [line.channel for line in price_volume({"phone": 1, "chat": 0, "email": 0}, CARD)] == ["phone"]


def test_a_channel_without_a_price_leaves_the_month_without_a_total() -> None:
    lines = price_volume({"phone": 10, "email": 3}, CARD)
    assert [(line.kind, line.channel, line.units, line.amount) for line in lines] == [
        ("volume", "phone", 10, Decimal("420.00")),
        ("unpriced", "email", 3, None),
    ]
    assert lines[1].reason == "no_price"
    assert sum_lines(lines) is None


def test_an_unknown_channel_cannot_be_priced() -> None:
    (line,) = price_volume({"": 3}, CARD)
    assert (line.kind, line.channel, line.amount) == ("unpriced", None, None)


def test_the_first_row_for_a_channel_counts() -> None:
    (line,) = price_volume({"phone": 1}, (*CARD, PriceRow(2, "phone", "flat", Decimal(1))))
    assert line.rule == "prices[0]"


def test_no_lines_cost_nothing() -> None:
    assert sum_lines(()) == Decimal("0.00")
