"""Totals of several months by channel, brand and topic, for comparisons; one query however many months."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Sum

from contracts.domain.months import Month
from contracts.selectors import Contract
from metrics.domain.totals import Totals
from metrics.models import ContractMonth, MonthlyFigure
from metrics.selectors.series import EVERYTHING, Slicing
from metrics.selectors.sums import summed_by

COMPARED: tuple[str, ...] = ("channel", "brand", "topic")
# What the KPIs of the balance are taken from.
COUNTS: tuple[str, ...] = (
    "contacts", "handled", "handled_timed", "handle_seconds", "surveys", "satisfied", "score_milli",
    "scale_max_milli", "scale_max_milli_squared", "sale_known", "sale_eligible", "contacts_with_sale",
    "eligible_with_sale",
)  # fmt: skip

# Dimension -> value (None: what the source did not say) -> totals.
Splits = Mapping[str, Mapping[str | None, Totals]]


def splits_over(contract: Contract, sets: Mapping[Month, int], where: Slicing = EVERYTHING) -> dict[Month, Splits]:
    """Each month by channel, by brand and by topic, of the contacts that `where` names; COUNTS only, the others are 0.

    `sets` names the figure set of each month.

    A month without such a contact has no value in any of them.
    """
    by_set = {figure_set_id: month for month, figure_set_id in sets.items()}
    figures = MonthlyFigure.objects.within(contract).filter(figure_set__in=by_set, **where)
    sums: dict[Month, dict[str, dict[str | None, dict[str, int]]]] = {
        month: {dimension: {} for dimension in COMPARED} for month in sets
    }
    for (figure_set_id, *values), totals in summed_by(figures, ("figure_set_id", *COMPARED), COUNTS):
        for dimension, value in zip(COMPARED, values, strict=True):
            part = sums[by_set[figure_set_id]][dimension].setdefault(value or None, dict.fromkeys(COUNTS, 0))
            for name in COUNTS:
                part[name] += totals[name]
    return {
        month: {
            dimension: {value: Totals.of(part) for value, part in parts.items()} for dimension, parts in splits.items()
        }
        for month, splits in sums.items()
    }


def late_surveys(contract: Contract, row: ContractMonth) -> int:
    """How many answers of a month came too late to count."""
    figures = MonthlyFigure.objects.within(contract).filter(figure_set=row.figure_set_id)
    return figures.aggregate(late=Sum("surveys_late"))["late"] or 0
