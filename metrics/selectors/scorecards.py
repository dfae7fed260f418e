"""Scorecards of a contract: minted versions as they are, drafts as they would be drawn now."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from contracts.domain.months import Month, cut_off_day, local_text
from contracts.domain.terms import Terms
from contracts.selectors import Contract, terms_over
from metrics.domain.counts import DEFINITION_VERSION
from metrics.domain.errors import NoSuchMonth, NoSuchVersion
from metrics.domain.scorecard import DRAFT, Document, MonthFigures, draw
from metrics.models import ContractMonth, ContractMonthDelivery, ScorecardDraft, ScorecardVersion
from metrics.selectors.figures import live_months, month_slices, month_totals, months_with_data

__all__ = [
    "Drawing",
    "Ground",
    "current_month",
    "draw_month",
    "ground_of",
    "latest_month",
    "months_with_data",
    "scorecard_list",
    "scorecard_of",
    "scorecards_of",
]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the draft of a month is drawn from: figures and terms, and those of the month before if there are any."""

    month: Month
    row: ContractMonth
    terms: Terms
    previous: tuple[ContractMonth, Terms] | None

    @property
    def input_hash(self) -> str:
        """Changes when anything that the draft shows may have changed."""
        months = [(self.row, self.terms), *([self.previous] if self.previous else [])]
        basis = [(row.pk, row.version, row.figure_set_id, terms.hash()) for row, terms in months]
        return hashlib.sha256(repr((DEFINITION_VERSION, basis)).encode()).hexdigest()

    @property
    def is_mixed(self) -> bool:
        """The figures were counted under other terms, or by another definition, than those they would be judged by."""
        months = [(self.row, self.terms), *([self.previous] if self.previous else [])]
        return any(not _fits(row, terms) for row, terms in months)


def _fits(row: ContractMonth, terms: Terms) -> bool:
    figures = row.figure_set
    expected = (terms.counting_hash(), DEFINITION_VERSION)
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
    return {month: Ground(month, *both[month], both.get(month.previous)) for month in months if month in both}


def ground_of(contract: Contract, month: Month) -> Ground | None:
    """The ground of one month; None without data."""
    return grounds_of(contract, (month,)).get(month)


def draw_month(contract: Contract, ground: Ground) -> Drawing:
    """Draw a month's scorecard from its figures. Reads only; the service keeps what is drawn."""
    whole, slices = month_slices(contract, ground.row)
    before = ground.previous and (month_totals(contract, ground.previous[0]), ground.previous[1].counting)
    figures = MonthFigures(ground.month, whole, slices, before)
    document = draw(figures, ground.terms, _inputs(contract, ground))
    figure_set_id = ground.row.figure_set_id
    assert figure_set_id is not None  # noqa: S101 live_months leaves out months without figures
    return Drawing(document, ground.input_hash, figure_set_id)


def _inputs(contract: Contract, ground: Ground) -> dict[str, Any]:
    """Which parts and deliveries the month holds, and the last day on which it is open."""
    row = ground.row
    parts = {"contacts": row.contacts_part, "surveys": row.surveys_part, "sales": row.sales_part}
    deliveries = ContractMonthDelivery.objects.within(contract).filter(contract_month=row).order_by("delivery")
    cut_off = cut_off_day(ground.month, ground.terms.counting.month_cut_off_days)
    return {
        "parts": {kind: None if part is None else part.number for kind, part in parts.items()},
        "deliveries": list(deliveries.values_list("delivery__public_id", flat=True)),
        "cut_off": cut_off.isoformat(),
    }


def scorecard_of(contract: Contract, month: Month, version: int | str | None = None) -> Document:
    """A month's scorecard: the newest minted one or else the draft; a version by number; or "draft".

    Raises NoSuchMonth without data, NoSuchVersion for a number that was never minted.
    """
    if isinstance(version, int):
        return _minted_version(contract, month, version)
    found = _drafts(contract, (month,)) if version == DRAFT else scorecards_of(contract, (month,))
    if month not in found:
        raise NoSuchMonth(contract=contract.key, month=str(month))
    return found[month]


def scorecards_of(contract: Contract, months: Iterable[Month]) -> dict[Month, Document]:
    """Newest minted scorecard or else the draft of several months, in a fixed number of queries; none is left out.

    A draft that is out of date is drawn on the fly, which costs its own queries, and is not stored here.
    """
    wanted = tuple(months)
    minted = _newest_minted(contract, wanted)
    drafts = _drafts(contract, [month for month in wanted if month not in minted])
    found = minted | drafts
    return {month: found[month] for month in wanted if month in found}


def _newest_minted(contract: Contract, months: Collection[Month]) -> dict[Month, Document]:
    versions = ScorecardVersion.objects.within(contract)
    newest = versions.filter(month=OuterRef("month")).order_by("-version").values("version")[:1]
    rows = versions.filter(month__in=[str(month) for month in months], version=Subquery(newest))
    return {Month.parse(row.month): as_document(row) for row in rows}


def _minted_version(contract: Contract, month: Month, version: int) -> Document:
    row = ScorecardVersion.objects.within(contract).filter(month=str(month), version=version).first()
    if row is not None:
        return as_document(row)
    if month not in scorecards_of(contract, (month,)):
        raise NoSuchMonth(contract=contract.key, month=str(month))
    raise NoSuchVersion(month=str(month), version=version)


def as_document(row: ScorecardVersion) -> Document:
    """A minted version's document; its state is the row's, which may have moved on since it was minted."""
    return {**row.document, "state": row.state}


def _drafts(contract: Contract, months: Collection[Month]) -> dict[Month, Document]:
    """Stored drafts that are up to date; the others drawn now."""
    if not months:
        return {}
    rows = ScorecardDraft.objects.within(contract).filter(month__in=[str(month) for month in months])
    stored = {row.month: row for row in rows}
    grounds = grounds_of(contract, months)
    return {month: _draft(contract, ground, stored) for month, ground in grounds.items()}


def _draft(contract: Contract, ground: Ground, stored: Mapping[str, ScorecardDraft]) -> Document:
    """The stored draft while it is up to date, or until figures of the new terms are there to draw it from."""
    kept = stored.get(str(ground.month))
    if kept is not None and (kept.input_hash == ground.input_hash or ground.is_mixed):
        document: Document = kept.document
        return document
    return draw_month(contract, ground).document


# A scorecard in a list. Of a minted document only the score is read, not its slices; and the score as a whole, because
# a text inside a document that looks like a number comes back as a float when it is read by itself.
_LISTED = ("month", "version", "state", "hash", "minted_at")
_SCORE = ("value", "state", "partial")


def scorecard_list(contract: Contract) -> tuple[Document, ...]:
    """What there is, newest first: each minted version, and the draft of each month in which none is minted."""
    rows = ScorecardVersion.objects.within(contract).values(*_LISTED, "document__score")
    minted = [_minted_line(contract, row) for row in rows]
    open_months = {str(month) for month in months_with_data(contract)} - {line["month"] for line in minted}
    drafts = _drafts(contract, [Month.parse(month) for month in open_months]).values()
    lines = [*minted, *(_line(contract, draft, draft["score"]) for draft in drafts)]
    return tuple(sorted(lines, key=lambda line: (line["month"], line["version"] or 0), reverse=True))


def _minted_line(contract: Contract, row: Mapping[str, Any]) -> Document:
    minted_at = local_text(row["minted_at"], contract.time_zone)
    return _line(contract, {**row, "minted_at": minted_at}, row["document__score"])


def _line(contract: Contract, listed: Mapping[str, Any], score: Mapping[str, Any]) -> Document:
    words = {name: listed[name] for name in _LISTED}
    return {"contract": contract.key, **words, "score": {part: score[part] for part in _SCORE}}


def latest_month(contract: Contract, today: date) -> Month:
    """The newest month past its cut-off that has data; `today` is a day of the contract's zone. Raises NoSuchMonth."""
    terms = terms_over(contract, months_with_data(contract))
    past = [month for month, agreed in terms.items() if is_past_cut_off(month, agreed, today)]
    if not past:
        raise NoSuchMonth(contract=contract.key, month="latest")
    return max(past)


def is_past_cut_off(month: Month, terms: Terms, today: date) -> bool:
    """True from the day after the month's cut-off day: October 2026 with 10 days from 11 November on."""
    return today > cut_off_day(month, terms.counting.month_cut_off_days)


def current_month(contract: Contract, today: date) -> Month:
    """The running month; `today` is a day of the contract's zone. It may have no data yet."""
    return Month.of(today)
