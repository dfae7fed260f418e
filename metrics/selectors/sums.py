"""Figure rows summed by some of their columns: all counts at once, in one query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, Sum

from metrics.domain.counts import NAMES
from metrics.domain.totals import Totals


def summed_by(
    figures: QuerySet[Any], keys: Sequence[str], names: Sequence[str] = NAMES
) -> list[tuple[tuple[Any, ...], Totals]]:
    """Totals of daily or monthly figure rows by these columns; without rows there is no group. Other counts are 0."""
    # A constant group makes "no column" the same query.
    groups = figures.order_by().values(*(keys or ("contract",))).annotate(**{f"sum_{n}": Sum(n) for n in names})
    return [
        (tuple(group[key] for key in keys), Totals.of({name: group[f"sum_{name}"] for name in names}))
        for group in groups
    ]
