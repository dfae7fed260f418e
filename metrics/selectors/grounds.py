"""What the draft of a month is drawn from: its figures and terms, those of the month before, and the drawing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.domain.months import Month, cut_off_day
from contracts.domain.terms import Terms
from contracts.selectors import Contract, terms_over
from metrics.domain.counts import DEFINITION_VERSION
from metrics.domain.scorecard import Document, MonthFigures, draw
from metrics.domain.settlement import NOT_SAID, pays_by_product
from metrics.models import ContractMonth, ContractMonthDelivery, Part, ScorecardVersion
from metrics.selectors.agents import agent_handle_sums
from metrics.selectors.figures import live_months, month_kpis, month_slices
from metrics.selectors.incident_entries import incident_entries
from metrics.selectors.sales import units_by_product


@dataclass(frozen=True, slots=True)
class Before:
    """The month before, which a scorecard compares with: its figures, or its newest minted version if they moved on.

    What came after that version is a pending difference of its own month and changes no other.
    """

    row: ContractMonth
    terms: Terms
    minted: tuple[int, str] | None  # version and hash, when its figures are no longer those of the month

    @property
    def basis(self) -> tuple[Any, ...]:
        """Changes when what the month before says may have changed."""
        return _basis(self.row, self.terms) if self.minted is None else self.minted

    @property
    def is_mixed(self) -> bool:
        return self.minted is None and not _fits(self.row, self.terms)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the draft of a month is drawn from: figures, terms and incidents, and the month before if there is one."""

    month: Month
    row: ContractMonth
    terms: Terms
    previous: Before | None
    incidents: tuple[Document, ...] = ()

    @property
    def input_hash(self) -> str:
        """Changes when anything that the draft shows may have changed."""
        before = None if self.previous is None else self.previous.basis
        basis = (DEFINITION_VERSION, _basis(self.row, self.terms), before, self.incidents)
        return hashlib.sha256(repr(basis).encode()).hexdigest()

    @property
    def is_mixed(self) -> bool:
        """The figures were counted under other terms or by another definition than those they would be judged by, or
        from older parts than the month has."""
        return not _fits(self.row, self.terms) or (self.previous is not None and self.previous.is_mixed)


def _basis(row: ContractMonth, terms: Terms) -> tuple[Any, ...]:
    return row.pk, row.version, row.figure_set_id, terms.hash()


def _fits(row: ContractMonth, terms: Terms) -> bool:
    figures = row.figure_set
    expected = (terms.counting_hash(), DEFINITION_VERSION)
    if row.figures_due_since is not None:
        return False
    return figures is not None and (figures.terms_hash, figures.definition_version) == expected


@dataclass(frozen=True, slots=True)
class Drawing:
    """A draft just drawn, with the figure set that stands behind it."""

    document: Document
    input_hash: str
    figure_set_id: int


def grounds_of(contract: Contract, months: Collection[Month]) -> dict[Month, Ground]:
    """The ground of each month that has data and terms, in a fixed number of queries."""
    wanted = {*months, *(month.previous for month in months)}
    rows = live_months(contract, wanted)
    terms = terms_over(contract, rows)
    both = {month: (row, terms[month]) for month, row in rows.items() if month in terms}
    found = [month for month in months if month in both]
    minted = _published(contract, {month: row for month, (row, _) in both.items() if month.next in found})
    before = {month: Before(*both[month], minted.get(month)) for month in both}
    incidents = incident_entries(contract, found)
    return {month: Ground(month, *both[month], before.get(month.previous), incidents[month]) for month in found}


def _published(contract: Contract, rows: Mapping[Month, ContractMonth]) -> dict[Month, tuple[int, str]]:
    """Version and hash of the newest minted scorecard of each month whose figures have moved on since."""
    versions = ScorecardVersion.objects.within(contract).filter(month__in=[row.month for row in rows.values()])
    in_order = versions.order_by("month", "version").values_list("month", "version", "hash", "figure_set_id")
    newest = {Month.parse(month): (number, text, figures) for month, number, text, figures in in_order}
    return {m: (number, text) for m, (number, text, figures) in newest.items() if figures != rows[m].figure_set_id}


def ground_of(contract: Contract, month: Month) -> Ground | None:
    """The ground of one month; None without data."""
    return grounds_of(contract, (month,)).get(month)


def draw_month(contract: Contract, ground: Ground) -> Drawing:
    """Draw a month's scorecard from its figures. Reads only; the service keeps what is drawn."""
    whole, slices = month_slices(contract, ground.row)
    before = {} if ground.previous is None else _kpis_before(contract, ground.previous)
    figure_set_id = ground.row.figure_set_id
    assert figure_set_id is not None  # noqa: S101 live_months leaves out months without figures
    agents = agent_handle_sums(contract, [ground.row])[figure_set_id]
    sold = units_by_product(contract, ground.row) if pays_by_product(ground.terms) else NOT_SAID
    figures = MonthFigures(ground.month, whole, slices, before, agents, ground.incidents, sold)
    document = draw(figures, ground.terms, _inputs(contract, ground))
    return Drawing(document, ground.input_hash, figure_set_id)


def _kpis_before(contract: Contract, before: Before) -> dict[str, Any]:
    if before.minted is None:
        return month_kpis(contract, before.row, before.terms.counting)
    versions = ScorecardVersion.objects.within(contract).filter(month=before.row.month, version=before.minted[0])
    kpis: dict[str, Any] = versions.values_list("document__kpis", flat=True).get()
    return kpis


def _inputs(contract: Contract, ground: Ground) -> dict[str, Any]:
    """Which parts and deliveries the month holds, and the last day on which it is open."""
    row = ground.row
    deliveries = ContractMonthDelivery.objects.within(contract).filter(contract_month=row).order_by("delivery")
    cut_off = cut_off_day(ground.month, ground.terms.counting.month_cut_off_days)
    return {
        "parts": _counted_parts(contract, row),
        "deliveries": list(deliveries.values_list("delivery__public_id", flat=True)),
        "cut_off": cut_off.isoformat(),
    }


def _counted_parts(contract: Contract, row: ContractMonth) -> dict[str, int | None]:
    """The numbers of the parts that the figures were counted from: not the newest while counting is put off."""
    live = {"contacts": row.contacts_part, "surveys": row.surveys_part, "sales": row.sales_part}
    numbers = {kind: None if part is None else part.number for kind, part in live.items()}
    if row.figures_due_since is None or row.figure_set is None:
        return numbers
    counted = Part.objects.within(contract).filter(month=row.month, path__in=row.figure_set.part_paths)
    return dict.fromkeys(numbers) | dict(counted.values_list("kind", "number"))
