"""Pages put together: which contract and month are looked at, by whom, and what the page shows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser

from contracts.domain.months import Month, months_between
from contracts.domain.roles import EXPORT, READ_STATEMENTS, SEE_DELIVERIES
from contracts.selectors import Actor, Contract, contracts_visible_to, may, side_of
from metrics.domain.errors import NoSuchMonth
from metrics.domain.scorecard_difference import Change
from metrics.presentation import words
from metrics.presentation.deliveries import RunningLine, running_line
from metrics.presentation.local_day import today_at
from metrics.presentation.overview import ContractMonthView, OverviewRow, overview_rows, overview_sentence
from metrics.presentation.period import ReviewQuery
from metrics.presentation.remarks import Work, remarks_of
from metrics.presentation.review import ReviewPage, review_page
from metrics.presentation.review_ground import ReviewGround, review_ground
from metrics.selectors.deliveries import deliveries_in_work, files_in_work
from metrics.selectors.figures import live_months
from metrics.selectors.score_lines import score_lines
from metrics.selectors.scorecard_versions import pending_difference
from metrics.selectors.scorecards import latest_month, months_with_data, scorecard_of, stored_drafts

LINE = 13  # months of the small lines
MOST_RUNNING = 3


@dataclass(frozen=True, slots=True)
class Step:
    """A month that the stepper can go to."""

    month: str
    name: str


@dataclass(frozen=True, slots=True)
class MonthSteps:
    """The month that is shown and its neighbours with data."""

    month: str
    name: str
    before: Step | None
    after: Step | None
    newest: Step | None


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """All contracts of the reader."""

    sentence: str
    rows: tuple[OverviewRow, ...]
    running: tuple[RunningLine, ...]
    running_more: int = 0  # deliveries in work that are not listed


@dataclass(frozen=True, slots=True)
class MonthPage:
    """One month of one contract; `review` is None when the month has no data."""

    steps: MonthSteps
    review: ReviewPage | None


def overview_page(actor: Actor | AnonymousUser, now: datetime) -> OverviewPage:
    """The newest month of every contract that the actor may see, by title; deliveries that are being read."""
    contracts = contracts_visible_to(actor)
    shown = [(contract, today_at(contract, now)) for contract in contracts.order_by("title", "key")]
    opened = {contract.pk: month_to_open(contract, today) for contract, today in shown}
    spans = {key: months_between(month.plus(1 - LINE), month) for key, month in opened.items() if month is not None}
    scores = score_lines(contracts, {month for span in spans.values() for month in span})
    rows = overview_rows(
        [
            _newest(contract, opened[contract.pk], today, spans.get(contract.pk, ()), scores.get(contract.pk, {}))
            for contract, today in shown
        ]
    )
    in_work = tuple(deliveries_in_work(contracts))
    theirs = {found.contract_id: found.contract for found in in_work}
    seen = {key for key, contract in theirs.items() if may(actor, SEE_DELIVERIES, contract)}
    waiting = [found for found in in_work if found.contract_id in seen]
    lines = tuple(running_line(found) for found in waiting[:MOST_RUNNING])
    return OverviewPage(overview_sentence(rows), rows, lines, max(len(waiting) - MOST_RUNNING, 0))


def _newest(
    contract: Contract, month: Month | None, today: date, span: Sequence[Month], scores: Mapping[Month, str | None]
) -> ContractMonthView:
    document = None if month is None else scorecard_of(contract, month)
    names = contract.key, contract.title, contract.buyer.name, contract.vendor.name
    return ContractMonthView(*names, document, today, [(each, scores.get(each)) for each in span])


def month_to_open(contract: Contract, today: date) -> Month | None:
    """The month that a page opens with: the newest past its cut-off, else the newest with data; None without any."""
    try:
        return latest_month(contract, today)
    except NoSuchMonth:
        months = months_with_data(contract)
        return months[-1] if months else None


def month_page(
    actor: Actor | AnonymousUser, contract: Contract, month: Month, query: ReviewQuery, now: datetime
) -> MonthPage:
    """The monthly review of one month, seen from the actor's side of the contract."""
    rows = live_months(contract)
    steps = _steps(month, tuple(rows))
    if month not in rows:
        return MonthPage(steps, None)
    ground = review_ground(
        contract,
        month,
        query,
        rows,
        side=side_of(actor, contract),
        sees_money=may(actor, READ_STATEMENTS, contract),
        today=today_at(contract, now),
    )
    work = Work(months=len(rows), files=files_in_work(contract))
    remarks = remarks_of(ground, work, _pending(ground))
    return MonthPage(steps, review_page(ground, remarks, may_export=may(actor, EXPORT, contract)))


def _pending(ground: ReviewGround) -> Sequence[Change]:
    """What the draft has that the shown version lacks; the two are compared only when their hashes differ."""
    contract, month, document = ground.contract, ground.month, ground.document
    if document["version"] is None:
        return ()
    draft = stored_drafts(contract, (month,)).values_list("hash", flat=True).first()
    if draft is None or draft == document["hash"]:
        return ()
    pending = pending_difference(contract, month)
    return () if pending is None else pending.changes


def _steps(month: Month, months: Sequence[Month]) -> MonthSteps:
    before = max((found for found in months if found < month), default=None)
    after = min((found for found in months if found > month), default=None)
    newest = months[-1] if months and months[-1] != month else None
    return MonthSteps(str(month), words.month_name(month), _step(before), _step(after), _step(newest))


def _step(month: Month | None) -> Step | None:
    return None if month is None else Step(str(month), words.month_name(month))
