"""Cost and earnings of a month on the review, as far as the reader sees money (decision 0013)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from contracts.presentation import numbers
from metrics.presentation.money import (
    Answer,
    CostRow,
    cost_note,
    cost_row,
    cost_title,
    earned_facts,
    earned_note,
    earned_title,
    has_prices,
    sold_facts,
)
from metrics.presentation.review_ground import ReviewGround


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What the month cost, line by line."""

    title: str
    rows: tuple[CostRow, ...]
    total: str
    note: str


@dataclass(frozen=True, slots=True)
class MonthMoney:
    """`cost` is None for who does not see money; what was sold is then told in numbers alone."""

    cost: MonthCost | None
    earned_title: str
    earned: tuple[Answer, ...]
    earned_note: str


def month_money(ground: ReviewGround) -> MonthMoney:
    """Cost and earnings for one side of the contract."""
    document = ground.document
    if not ground.sees_money:
        return MonthMoney(
            None, gettext("Sales of the month"), sold_facts(document), earned_note(document, sees_money=False)
        )
    return MonthMoney(_cost(ground), earned_title(document), earned_facts(document, ground.side), earned_note(document))


def _cost(ground: ReviewGround) -> MonthCost:
    document = ground.document
    agreed = has_prices(ground.terms[ground.month])
    return MonthCost(
        title=cost_title(document, ground.side) if agreed else gettext("No price is agreed"),
        rows=tuple(cost_row(line) for line in document["cost"]["lines"]),
        total=numbers.money(document["cost"]["total"], document["cost"]["currency"]),
        note=cost_note(document),
    )
