"""What the months cost and what they earned, over the months of the lines; always of the whole contract."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from contracts.domain.months import Month
from contracts.presentation import numbers
from metrics.charts.money_over_time import MoneyPoint, MoneyWords, money_figure
from metrics.presentation import words
from metrics.presentation.figure_box import FigureBox
from metrics.presentation.review_ground import ReviewGround

Document = Mapping[str, Any]
Cell = tuple[str, object]
_CENT = Decimal("0.01")


def money_box(ground: ReviewGround) -> FigureBox:
    """Cost and value of sales, a month each; cost and value of a handled contact in the table."""
    cells = [_cells(month, ground) for month in ground.span]
    return FigureBox(
        key="money",
        title=_finding(ground),
        subtitle=gettext("of the whole contract, without VAT"),
        summary=_summary(ground),
        drawings=money_figure([_point(month, ground) for month in ground.span], _words(ground)),
        heading=_heading(ground),
        rows=tuple(tuple(text for text, _ in row) for row in cells),
        data=tuple(tuple(value for _, value in row) for row in cells),
        notes=_notes(ground),
    )


def earned_per_contact(summary: Document) -> Decimal | None:
    """The value of the sales shared by the handled contacts, to the cent; None when one of them is not known."""
    earned, handled = summary["earned"]["sale_value"], int(summary["kpis"]["handled"]["value"] or 0)
    return None if earned is None or not handled else (Decimal(earned) / handled).quantize(_CENT)


def _words(ground: ReviewGround) -> MoneyWords:
    cost = gettext("Pay") if ground.side == "vendor" else gettext("Cost")
    return MoneyWords(cost=cost, earned=gettext("Value of sales"))


def _amounts(month: Month, ground: ReviewGround) -> tuple[Decimal | None, Decimal | None]:
    summary = ground.summaries.get(month)
    if summary is None:
        return None, None
    return numbers.as_decimal(summary["cost"]["total"]), numbers.as_decimal(summary["earned"]["sale_value"])


def _money(amount: Decimal | None, ground: ReviewGround, places: int = 0) -> str:
    return numbers.money(amount, ground.contract.currency, places)


def _point(month: Month, ground: ReviewGround) -> MoneyPoint:
    cost, earned = _amounts(month, ground)
    return MoneyPoint(
        month=str(month),
        label=words.month_label(month),
        cost=None if cost is None else float(cost),
        earned=None if earned is None else float(earned),
        cost_text=_money(cost, ground),
        earned_text=_money(earned, ground),
        is_running=ground.is_running and month == ground.month,
        name=words.month_name(month),
    )


def _finding(ground: ReviewGround) -> str:
    """October 2026: cost NOK 4,480,518, 3% more than in September 2026."""
    now, before = (_amounts(month, ground)[0] for month in (ground.month, ground.other))
    values = {
        "month": words.month_name(ground.month),
        "other": words.month_name(ground.other),
        "amount": _money(now, ground),
    }
    if now is None:
        return gettext("Cost and earnings")
    if ground.is_running:
        return gettext("%(month)s: %(amount)s so far") % values
    if not before:
        return gettext("%(month)s: %(amount)s") % values
    change = now / before - 1
    values["change"] = numbers.percent(abs(change), 0)
    if values["change"] == numbers.percent(0, 0):
        return gettext("%(month)s: %(amount)s, as much as in %(other)s") % values
    if change > 0:
        return gettext("%(month)s: %(amount)s, %(change)s more than in %(other)s") % values
    return gettext("%(month)s: %(amount)s, %(change)s less than in %(other)s") % values


def _summary(ground: ReviewGround) -> str:
    """What a handled contact cost and brought."""
    summary = ground.summaries.get(ground.month)
    if summary is None:
        return ""
    cost, earned = numbers.as_decimal(summary["cost"]["per_contact"]), earned_per_contact(summary)
    values = {"cost": _money(cost, ground, 2), "earned": _money(earned, ground, 2)}
    if cost is None:
        return ""
    if earned is None:
        return gettext("A handled contact cost %(cost)s.") % values
    return gettext("A handled contact cost %(cost)s and brought sales of %(earned)s.") % values


def _notes(ground: ReviewGround) -> tuple[str, ...]:
    found = [gettext("Value of sales as counted: withdrawals and cancellations are not taken out.")]
    if ground.is_running:
        found.append(gettext("The month is not over: its amounts are so far."))
    return tuple(found)


def _heading(ground: ReviewGround) -> tuple[str, ...]:
    return (
        gettext("Month"),
        gettext("Handled contacts"),
        _words(ground).cost,
        gettext("Per handled contact"),
        gettext("Value of sales"),
        gettext("Value per contact"),
        gettext("Commission"),
    )


def _cells(month: Month, ground: ReviewGround) -> list[Cell]:
    summary = ground.summaries.get(month)
    name: Cell = (words.month_name(month), str(month))
    if summary is None:
        return [name, *([(numbers.DASH, None)] * 6)]
    cost, earned = _amounts(month, ground)
    cost_each, earned_each = numbers.as_decimal(summary["cost"]["per_contact"]), earned_per_contact(summary)
    handled = numbers.as_decimal(summary["kpis"]["handled"]["value"])
    commission = numbers.as_decimal(summary["earned"]["commission"])
    return [
        name,
        (numbers.number(handled), None if handled is None else int(handled)),
        (_money(cost, ground), cost),
        (_money(cost_each, ground, 2), cost_each),
        (_money(earned, ground), earned),
        (_money(earned_each, ground, 2), earned_each),
        (_money(commission, ground), commission),
    ]
