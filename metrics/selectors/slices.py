"""Slices of several months, of all contacts or of some, for comparisons; one query however many months."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.domain.months import Month
from contracts.selectors import Contract
from metrics.domain.slices import Slice
from metrics.domain.totals import Totals
from metrics.models import ContractMonth, MonthlyFigure
from metrics.selectors.series import EVERYTHING, Slicing
from metrics.selectors.sums import summed_by

COMPARED: tuple[str, ...] = ("channel", "brand", "topic")


def slices_over(
    contract: Contract, rows: Mapping[Month, ContractMonth], where: Slicing = EVERYTHING
) -> dict[Month, tuple[Slice, ...]]:
    """The slices of each month by channel, brand and topic; of the contacts that `where` names."""
    by_set = {row.figure_set_id: month for month, row in rows.items()}
    figures = MonthlyFigure.objects.within(contract).filter(figure_set__in=by_set, **where)
    found: dict[Month, dict[tuple[str, str], dict[str, Totals]]] = {month: {} for month in rows}
    for (figure_set_id, *values), totals in summed_by(figures, ("figure_set_id", *COMPARED)):
        for dimension, value in zip(COMPARED, values, strict=True):
            _add(found[by_set[figure_set_id]].setdefault((dimension, value), {}), values[0], totals)
    return {month: _slices(parts) for month, parts in found.items()}


def _add(by_channel: dict[str, Totals], channel: str, totals: Totals) -> None:
    known = by_channel.get(channel)
    by_channel[channel] = totals if known is None else known + totals


def _slices(parts: Mapping[tuple[str, str], Mapping[str, Totals]]) -> tuple[Slice, ...]:
    return tuple(Slice(by_channel, dimension, value or None) for (dimension, value), by_channel in parts.items())
