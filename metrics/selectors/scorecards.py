"""Scorecards of a contract: minted versions as they are, drafts as they would be drawn now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from contracts.domain.months import Month, cut_off_day, local_text
from contracts.domain.terms import Terms
from contracts.selectors import Contract, terms_over
from metrics.domain.errors import NoSuchMonth, NoSuchVersion
from metrics.domain.scorecard import DRAFT, Document
from metrics.models import ScorecardDraft, ScorecardVersion
from metrics.selectors.figures import months_with_data
from metrics.selectors.grounds import Ground, draw_month, grounds_of

__all__ = [
    "current_month",
    "latest_month",
    "month_summaries",
    "months_with_data",
    "scorecard_list",
    "scorecard_of",
    "scorecards_of",
]


def scorecard_of(contract: Contract, month: Month, version: int | str | None = None) -> Document:
    """A month's scorecard: the newest minted one or else the draft; a version by number; or "draft".

    Raises NoSuchMonth without data, NoSuchVersion for a number that was never minted.
    """
    if isinstance(version, int):
        return _minted_version(contract, month, version)
    found = drafts_of(contract, (month,)) if version == DRAFT else scorecards_of(contract, (month,))
    if month not in found:
        raise NoSuchMonth(contract=contract.key, month=str(month))
    return found[month]


def scorecards_of(contract: Contract, months: Iterable[Month]) -> dict[Month, Document]:
    """Newest minted scorecard or else the draft of several months, in a fixed number of queries; none is left out.

    A draft that is out of date is drawn on the fly, which costs its own queries, and is not stored here.
    """
    wanted = tuple(months)
    minted = _newest_minted(contract, wanted)
    drafts = drafts_of(contract, [month for month in wanted if month not in minted])
    found = minted | drafts
    return {month: found[month] for month in wanted if month in found}


def _newest_minted(contract: Contract, months: Collection[Month]) -> dict[Month, Document]:
    return {Month.parse(row.month): as_document(row) for row in newest_versions(contract, months)}


def newest_versions(contract: Contract, months: Collection[Month]) -> QuerySet[ScorecardVersion]:
    """The newest minted version of each month that has one."""
    versions = ScorecardVersion.objects.within(contract)
    newest = versions.filter(month=OuterRef("month")).order_by("-version").values("version")[:1]
    return versions.filter(month__in=[str(month) for month in months], version=Subquery(newest))


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


def drafts_of(contract: Contract, months: Collection[Month]) -> dict[Month, Document]:
    """Stored drafts that are up to date; the others drawn now."""
    if not months:
        return {}
    rows = stored_drafts(contract, months).values_list("month", "input_hash", "document")
    stored = {month: (input_hash, document) for month, input_hash, document in rows}
    grounds = grounds_of(contract, months)
    return {month: _kept_or_drawn(contract, ground, stored) for month, ground in grounds.items()}


def stored_drafts(contract: Contract, months: Collection[Month]) -> QuerySet[ScorecardDraft]:
    """Drafts as they were drawn last, up to date or not."""
    return ScorecardDraft.objects.within(contract).filter(month__in=[str(month) for month in months])


def _kept_or_drawn(contract: Contract, ground: Ground, stored: Mapping[str, tuple[str, Document]]) -> Document:
    """The stored draft while it is up to date, or until figures of the new terms are there to draw it from."""
    input_hash, kept = stored.get(str(ground.month), (None, None))
    if kept is not None and (input_hash == ground.input_hash or ground.is_mixed):
        return kept
    return draw_month(contract, ground).document


# What a review over many months reads of each: never the slices, which are nearly all of a document.
SUMMARY: tuple[str, ...] = ("score", "kpis", "cost", "earned", "contract_version")
_SUMMARY_FIELDS = tuple(f"document__{part}" for part in SUMMARY)


def month_summaries(contract: Contract, months: Iterable[Month]) -> dict[Month, Document]:
    """Of each month's newest minted scorecard or else its draft: SUMMARY, version and state, in the order asked for.

    A month without data is left out. A fixed number of queries; what is out of date is drawn on the fly.
    """
    wanted = tuple(months)
    rows = newest_versions(contract, wanted).values("month", "version", "state", *_SUMMARY_FIELDS)
    minted = {Month.parse(row["month"]): _summary(row, row["version"], row["state"]) for row in rows}
    found = minted | _draft_summaries(contract, [month for month in wanted if month not in minted])
    return {month: found[month] for month in wanted if month in found}


def _draft_summaries(contract: Contract, months: Collection[Month]) -> dict[Month, Document]:
    if not months:
        return {}
    rows = stored_drafts(contract, months).values("month", "input_hash", *_SUMMARY_FIELDS)
    stored = {row["month"]: (row["input_hash"], _summary(row)) for row in rows}
    drafts = {m: _kept_or_drawn(contract, ground, stored) for m, ground in grounds_of(contract, months).items()}
    return {m: {part: draft[part] for part in (*SUMMARY, "version", "state")} for m, draft in drafts.items()}


def _summary(row: Mapping[str, Any], version: int | None = None, state: str = DRAFT) -> Document:
    return {**{part: row[f"document__{part}"] for part in SUMMARY}, "version": version, "state": state}


# A scorecard in a list. Of a minted document only the score is read, not its slices; and the score as a whole, because
# a text inside a document that looks like a number comes back as a float when it is read by itself.
_LISTED = ("month", "version", "state", "hash", "minted_at")
_SCORE = ("value", "state", "partial")


def scorecard_list(contract: Contract) -> tuple[Document, ...]:
    """What there is, newest first: each minted version, and the draft of each month in which none is minted."""
    rows = ScorecardVersion.objects.within(contract).values(*_LISTED, "document__score")
    minted = [minted_line(contract, row) for row in rows]
    open_months = {str(month) for month in months_with_data(contract)} - {line["month"] for line in minted}
    drafts = drafts_of(contract, [Month.parse(month) for month in open_months]).values()
    lines = [*minted, *(_line(contract, draft, draft["score"]) for draft in drafts)]
    return tuple(sorted(lines, key=lambda line: (line["month"], line["version"] or 0), reverse=True))


def minted_line(contract: Contract, row: Mapping[str, Any]) -> Document:
    """A minted version as it stands in a list."""
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
