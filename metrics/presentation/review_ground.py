"""What the monthly review stands on: one month, the months of its lines, the month that it is compared with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from contracts.domain.counting import CountingRules
from contracts.domain.errors import NoTerms
from contracts.domain.months import Month, bounds
from contracts.domain.terms import Terms
from contracts.selectors import Contract, brands_of, terms_over
from metrics.domain import kpis
from metrics.domain.kpi_entries import read, short_entry
from metrics.domain.totals import Totals, sum_totals
from metrics.models import ContractMonth, Incident
from metrics.presentation.period import ReviewQuery
from metrics.selectors.incidents import incidents_between
from metrics.selectors.scorecard_versions import shown_figure_sets
from metrics.selectors.scorecards import month_summaries, scorecards_of
from metrics.selectors.series import monthly_series
from metrics.selectors.slices import COMPARED, late_surveys, splits_over

Document = Mapping[str, Any]
Entry = Mapping[str, Any]
# Dimension -> value (None: what the source did not say) -> KPI -> its entry.
Splits = Mapping[str, Mapping[str | None, Mapping[str, Entry]]]
BALANCED: tuple[str, ...] = ("aht", "csat", "hit_rate")


@dataclass(frozen=True, slots=True)
class ReviewGround:
    """One month of a contract with all that the page tells about it; months without data are left out everywhere.

    `summaries` are of the whole contract, `entries` (the KPIs of the balance) and `splits` of the chosen contacts. Who
    does not see money is shown no amount of what is here.
    """

    contract: Contract
    month: Month
    query: ReviewQuery
    side: str
    sees_money: bool
    today: date
    row: ContractMonth
    document: Document
    terms: Mapping[Month, Terms]
    summaries: Mapping[Month, Document]
    entries: Mapping[Month, Mapping[str, Entry]]
    splits: Mapping[Month, Splits]
    incidents: tuple[Incident, ...]  # of all months of the lines
    late_surveys: int
    brands: Mapping[str, str]

    @property
    def other(self) -> Month:
        """The month that this one is compared with; it may have no data."""
        return self.query.other(self.month)

    @property
    def span(self) -> tuple[Month, ...]:
        """The months of the lines, the oldest first, with those before there were data left out at the start."""
        months = self.query.span(self.month)
        first = min(self.summaries, default=self.month)
        return tuple(month for month in months if month >= first)

    def digest(self, *facts: object) -> str:
        """Names all that the figures of the page are drawn from, and the facts given: equal digests, equal figures."""
        contract = self.contract
        names = (contract.key, contract.currency, contract.time_zone, contract.buyer.name, contract.vendor.name)
        felt = [
            (one.number, one.owner, one.begins_at, one.ends_at, one.scope, one.sentence_en, one.sentence_nb)
            for one in self.incidents
        ]
        data = (self.summaries, self.entries if self.query.where else None, self.splits, self.document, felt)
        basis = (
            names,
            str(self.month),
            self.query,
            self.side,
            self.sees_money,
            self.is_running,
            dict(self.brands),
            data,
            facts,
        )
        return hashlib.sha256(repr(basis).encode()).hexdigest()

    @property
    def is_running(self) -> bool:
        """The month is not over: its volume and amounts are so far."""
        return self.today <= self.month.last_day


def review_ground(
    contract: Contract,
    month: Month,
    query: ReviewQuery,
    rows: Mapping[Month, ContractMonth],
    *,
    side: str,
    sees_money: bool,
    today: date,
) -> ReviewGround:
    """Gather it in a fixed number of queries, however many months; `rows` are the contract's months with data."""
    span = query.span(month)
    terms = terms_over(contract, span)
    compared = {each: rows[each] for each in (month, query.other(month)) if each in rows}
    documents = scorecards_of(contract, compared)
    if month not in documents:
        raise NoTerms(key=contract.key, month=str(month))
    shown = {each: rows[each] for each in {*span, *compared} if each in rows}
    sets = shown_figure_sets(contract, shown) if query.where else {}
    summaries = month_summaries(contract, [each for each in span if each not in documents]) | documents
    return ReviewGround(
        contract=contract,
        month=month,
        query=query,
        side=side,
        sees_money=sees_money,
        today=today,
        row=rows[month],
        document=documents[month],
        terms=terms,
        summaries=summaries,
        entries=_entries(contract, query, summaries, terms, sets),
        splits=_splits(contract, query, documents, {each: sets[each] for each in compared if each in sets}, terms),
        incidents=incidents_between(contract, _begin(span, contract), _end(span, contract)),
        late_surveys=late_surveys(contract, rows[month]),
        brands={brand.key: brand.name for brand in brands_of(contract)},
    )


def _begin(span: tuple[Month, ...], contract: Contract) -> datetime:
    return bounds(span[0], contract.time_zone)[0]


def _end(span: tuple[Month, ...], contract: Contract) -> datetime:
    return bounds(span[-1], contract.time_zone)[1]


def _entries(
    contract: Contract,
    query: ReviewQuery,
    summaries: Mapping[Month, Document],
    terms: Mapping[Month, Terms],
    sets: Mapping[Month, int],
) -> Mapping[Month, Mapping[str, Entry]]:
    """Of all contacts as their scorecards say; of some contacts read from their figures, not judged."""
    if not query.where:
        return {month: summary["kpis"] for month, summary in summaries.items()}
    series = monthly_series(contract, tuple(summaries), query.where, sets)
    return {
        month: _read(by_channel.values(), terms[month].counting, summaries[month]["kpis"])
        for month, by_channel in series.items()
        if month in terms and month in summaries
    }


def _splits(
    contract: Contract,
    query: ReviewQuery,
    documents: Mapping[Month, Document],
    sets: Mapping[Month, int],
    terms: Mapping[Month, Terms],
) -> Mapping[Month, Splits]:
    """Of all contacts as the scorecards say; of some contacts read from their figures."""
    if not query.where:
        return {month: _split_document(document) for month, document in documents.items()}
    found = splits_over(contract, sets, query.where)
    return {
        month: {
            by: {value: read_slice(totals, terms[month].counting) for value, totals in parts.items()}
            for by, parts in splits.items()
        }
        for month, splits in found.items()
        if month in terms
    }


def _split_document(document: Document) -> Splits:
    splits: dict[str, dict[str | None, Mapping[str, Entry]]] = {by: {} for by in COMPARED}
    for part in document["slices"]:
        for by, value in part["by"].items():
            splits.setdefault(by, {})[value or None] = part["kpis"]
    return splits


def read_slice(totals: Totals, counting: CountingRules) -> Mapping[str, Entry]:
    """The KPIs of the balance of one slice, as a scorecard would write them."""
    return {key: short_entry(read(kpis.BY_KEY[key], totals, counting)) for key in BALANCED}


def _read(parts: Iterable[Totals], counting: CountingRules, whole: Mapping[str, Entry]) -> Mapping[str, Entry]:
    totals = sum_totals(parts)
    found = {}
    for key in BALANCED:
        reading = read(kpis.BY_KEY[key], totals, counting)
        interval = reading.interval
        found[key] = {
            **short_entry(reading),
            "interval": None if interval is None else [str(interval.lower), str(interval.upper)],
            "target": whole[key]["target"],
            "verdict": None,
        }
    return found
