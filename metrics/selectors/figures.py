"""Figures of a contract's months, summed: what scorecards, series and exports are taken from.

Pages and programs read these additive counts alone; nobody opens a contact here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from contracts.domain.channels import CHANNELS
from contracts.domain.counting import CountingRules
from contracts.domain.months import Month, months_between
from contracts.selectors import Contract, terms_over
from metrics.domain.errors import NoSuchMonth, PeriodInvalid, SplitUnknown
from metrics.domain.kpi_entries import read_all, short_entry
from metrics.domain.slices import SPLITS, Slice
from metrics.domain.totals import Totals, sum_totals
from metrics.models import ContractMonth, MonthlyFigure
from metrics.selectors.sums import summed_by

# What a series of KPIs can be split by.
SERIES_SPLITS: tuple[str, ...] = ("channel", "queue", "topic", "brand", "site", "month")


def live_months(contract: Contract, months: Iterable[Month] | None = None) -> dict[Month, ContractMonth]:
    """The manifest rows of months that have contacts, oldest first; of some months or of all."""
    rows = _with_contacts(contract)
    if months is not None:
        rows = rows.filter(month__in=[str(month) for month in months])
    with_parts = rows.select_related("contacts_part", "surveys_part", "sales_part", "figure_set")
    return {Month.parse(row.month): row for row in with_parts.defer("figure_set__part_paths")}


def months_with_data(contract: Contract) -> tuple[Month, ...]:
    """Months that have contacts, oldest first."""
    return tuple(Month.parse(month) for month in _with_contacts(contract).values_list("month", flat=True))


def _with_contacts(contract: Contract) -> QuerySet[ContractMonth]:
    rows: QuerySet[ContractMonth] = ContractMonth.objects.within(contract).filter(figure_set__isnull=False)
    return rows.exclude(contacts_part__rows=0).order_by("month")


def month_totals(contract: Contract, row: ContractMonth) -> Totals:
    """All counts of one month together."""
    return sum_totals(totals for _, totals in _grouped(contract, [row], ()))


def month_kpis(contract: Contract, row: ContractMonth, counting: CountingRules) -> dict[str, Any]:
    """The KPIs of one month by its own rules, as entries by key."""
    return _kpi_entries(month_totals(contract, row), counting)


def month_slices(contract: Contract, row: ContractMonth) -> tuple[Slice, tuple[Slice, ...]]:
    """The whole month, and its slices by channel, brand, queue and topic; one query for each but the channel."""
    by_dimension = {dimension: _by_channel(contract, row, dimension) for dimension in SPLITS if dimension != "channel"}
    whole = _merge_channels(by_dimension["brand"].values())
    channels = {channel: {channel: totals} for channel, totals in whole.items()}
    by_dimension = {"channel": channels, **by_dimension}
    slices = [part for dimension in SPLITS for part in _as_slices(dimension, by_dimension[dimension])]
    return Slice(whole), tuple(slices)


def totals_by(contract: Contract, first: Month, last: Month, by: str | None = None) -> dict[str, Totals]:
    """Summed totals over months by one dimension or by month; without one, all under the empty text.

    The empty text as a value of a dimension is what the source did not say.
    """
    months = live_months(contract, months_between(first, last))
    return _totals_by(contract, months.values(), by)


def kpis_over(contract: Contract, first: Month, last: Month, by: str | None = None) -> dict[str, Any]:
    """KPIs of summed totals over months, without a score; `by` adds the slices of one split.

    A month's own figures follow its own terms, a sum over months those of the newest month with data.
    Raises PeriodInvalid, SplitUnknown, NoSuchMonth.
    """
    months = _months_in(contract, first, last, by)
    terms = terms_over(contract, months)
    rules = {month: found.counting for month, found in terms.items()}
    newest = rules[max(rules)]
    by_value = _totals_by(contract, months.values(), by)
    document = {
        "contract": contract.key,
        "from": str(first),
        "to": str(last),
        "kpis": _kpi_entries(sum_totals(by_value.values()), newest),
    }
    if by is None:
        return document
    slices = [
        {"by": {by: value or None}, "kpis": _kpi_entries(by_value[value], _rules_of(value, by, rules, newest))}
        for value in _in_order(by, by_value)
    ]
    return {**document, "slices": slices}


def _months_in(contract: Contract, first: Month, last: Month, by: str | None) -> dict[Month, ContractMonth]:
    if by is not None and by not in SERIES_SPLITS:
        raise SplitUnknown(split=by, known=", ".join(SERIES_SPLITS))
    if last < first:
        raise PeriodInvalid(first=str(first), last=str(last))
    months = live_months(contract, months_between(first, last))
    if not months:
        raise NoSuchMonth(contract=contract.key, month=str(first) if first == last else f"{first} – {last}")
    return months


def _rules_of(value: str, by: str, rules: Mapping[Month, CountingRules], newest: CountingRules) -> CountingRules:
    return rules[Month.parse(value)] if by == "month" else newest


def _kpi_entries(totals: Totals, counting: CountingRules) -> dict[str, Any]:
    return {key: short_entry(reading) for key, reading in read_all(totals, counting).items()}


def _totals_by(contract: Contract, rows: Iterable[ContractMonth], by: str | None) -> dict[str, Totals]:
    dimensions = () if by is None else (by,)
    return {key[0] if key else "": totals for key, totals in _grouped(contract, list(rows), dimensions)}


def _grouped(
    contract: Contract, rows: Collection[ContractMonth], dimensions: tuple[str, ...]
) -> list[tuple[tuple[str, ...], Totals]]:
    """Sums of all counts over the live figure sets of some months, by some dimensions, in one query."""
    figures = MonthlyFigure.objects.within(contract).filter(figure_set__in=[row.figure_set_id for row in rows])
    return summed_by(figures, dimensions)


def _by_channel(contract: Contract, row: ContractMonth, dimension: str) -> dict[str, dict[str, Totals]]:
    """Totals of one month by value of a dimension, and within it by channel."""
    found: dict[str, dict[str, Totals]] = {}
    for (value, channel), totals in _grouped(contract, [row], (dimension, "channel")):
        found.setdefault(value, {})[channel] = totals
    return found


def _merge_channels(parts: Iterable[Mapping[str, Totals]]) -> dict[str, Totals]:
    """Channels of several slices together, in the order in which pages list them."""
    merged: dict[str, Totals] = {}
    for part in parts:
        for channel, totals in part.items():
            merged[channel] = merged[channel] + totals if channel in merged else totals
    return {channel: merged[channel] for channel in _in_order("channel", merged)}


def _as_slices(dimension: str, by_value: Mapping[str, Mapping[str, Totals]]) -> list[Slice]:
    """Slices of one dimension; none when the source says nothing about it."""
    if set(by_value) <= {""}:
        return []
    wholes = {value: sum_totals(channels.values()) for value, channels in by_value.items()}
    return [Slice(_merge_channels([by_value[v]]), dimension, v or None) for v in _in_order(dimension, wholes)]


def _in_order(by: str, totals: Mapping[str, Totals]) -> list[str]:
    """Channels in their fixed order, months by time, other values by size; what is unknown comes last."""
    if by == "channel":
        rank = {channel: place for place, channel in enumerate(CHANNELS)}
        return sorted(totals, key=lambda value: (rank.get(value, len(rank)), value == "", value))
    if by == "month":
        return sorted(totals)
    return sorted(totals, key=lambda value: (value == "", -totals[value]["contacts"], value))
