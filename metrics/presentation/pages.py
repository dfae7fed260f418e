"""Pages put together: which contract and month are looked at, by whom, and what the page shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser

from contracts.domain.months import Month
from contracts.domain.roles import SEE_DELIVERIES
from contracts.selectors import Actor, Contract, brands_of, contracts_visible_to, may, side_of, terms_for
from metrics.domain.errors import NoSuchMonth
from metrics.presentation import words
from metrics.presentation.deliveries import RunningLine, running_line
from metrics.presentation.overview import ContractMonthView, OverviewRow, overview_rows, overview_sentence
from metrics.presentation.review import ReviewPage, review_page
from metrics.selectors.deliveries import deliveries_in_work
from metrics.selectors.scorecards import latest_month, months_with_data, scorecard_of


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


@dataclass(frozen=True, slots=True)
class MonthPage:
    """One month of one contract; `review` is None when the month has no data."""

    steps: MonthSteps
    review: ReviewPage | None


def today_at(contract: Contract, now: datetime) -> date:
    """The day that it is in the contract's zone."""
    return now.astimezone(ZoneInfo(contract.time_zone)).date()


def overview_page(actor: Actor | AnonymousUser, now: datetime) -> OverviewPage:
    """The newest month of every contract that the actor may see, by title; deliveries that are being read."""
    contracts = contracts_visible_to(actor)
    rows = overview_rows([_newest(contract, now) for contract in contracts.order_by("title", "key")])
    waiting = [found for found in deliveries_in_work(contracts) if may(actor, SEE_DELIVERIES, found.contract)]
    return OverviewPage(overview_sentence(rows), rows, tuple(running_line(found) for found in waiting))


def _newest(contract: Contract, now: datetime) -> ContractMonthView:
    today = today_at(contract, now)
    month = month_to_open(contract, today)
    document = None if month is None else scorecard_of(contract, month)
    return ContractMonthView(contract.key, contract.title, contract.buyer.name, contract.vendor.name, document, today)


def month_to_open(contract: Contract, today: date) -> Month | None:
    """The month that a page opens with: the newest past its cut-off, else the newest with data; None without any."""
    try:
        return latest_month(contract, today)
    except NoSuchMonth:
        months = months_with_data(contract)
        return months[-1] if months else None


def month_page(actor: Actor | AnonymousUser, contract: Contract, month: Month, now: datetime) -> MonthPage:
    """The monthly review of one month, seen from the actor's side of the contract."""
    months = months_with_data(contract)
    steps = _steps(month, months)
    if month not in months:
        return MonthPage(steps, None)
    document = scorecard_of(contract, month)
    terms = terms_for(contract, month)
    page = review_page(
        document,
        terms,
        side=side_of(actor, contract),
        today=today_at(contract, now),
        brands={brand.key: brand.name for brand in brands_of(contract)},
    )
    return MonthPage(steps, page)


def _steps(month: Month, months: Sequence[Month]) -> MonthSteps:
    before = max((found for found in months if found < month), default=None)
    after = min((found for found in months if found > month), default=None)
    newest = months[-1] if months and months[-1] != month else None
    return MonthSteps(str(month), words.month_name(month), _step(before), _step(after), _step(newest))


def _step(month: Month | None) -> Step | None:
    return None if month is None else Step(str(month), words.month_name(month))
