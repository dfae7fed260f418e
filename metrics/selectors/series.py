"""Totals over time, for charts and comparisons: by month and channel; of all contacts or of a slice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from contracts.domain.months import Month
from contracts.selectors import Contract
from metrics.domain.errors import SplitUnknown
from metrics.domain.slices import SPLITS
from metrics.domain.totals import Totals
from metrics.models import MonthlyFigure
from metrics.selectors.figures import live_months
from metrics.selectors.sums import summed_by

# Dimension -> value; the empty text is what the source did not say.
Slicing = Mapping[str, str]
EVERYTHING: Slicing = MappingProxyType({})


def monthly_series(
    contract: Contract,
    months: Collection[Month],
    where: Slicing = EVERYTHING,
    sets: Mapping[Month, int] | None = None,
) -> dict[Month, dict[str, Totals]]:
    """Totals by channel of those of the months that have data, oldest first; two queries however many months.

    `sets` names the figure set of each month; the live ones by default. A month with data but without a contact of the
    slice has no channels. Raises SplitUnknown.
    """
    _check(where)
    if sets is None:
        sets = {month: pk for month, row in live_months(contract, months).items() if (pk := row.figure_set_id)}
    by_set = {sets[month]: month for month in sorted(set(months) & set(sets))}
    found: dict[Month, dict[str, Totals]] = {month: {} for month in by_set.values()}
    figures = MonthlyFigure.objects.within(contract).filter(figure_set__in=by_set, **where)
    for (figure_set_id, channel), totals in summed_by(figures, ("figure_set_id", "channel")):
        found[by_set[figure_set_id]][channel] = totals
    return found


def _check(where: Slicing) -> None:
    unknown = sorted(set(where) - set(SPLITS))
    if unknown:
        raise SplitUnknown(split=unknown[0], known=", ".join(SPLITS))
