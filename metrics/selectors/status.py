"""Where a month of a contract stands on a day: figures to date, what is expected, and what the rest must average."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Sum

from contracts.domain.counting import CountingRules
from contracts.domain.months import Month, cut_off_day
from contracts.domain.terms import Terms
from contracts.selectors import Contract, terms_over
from metrics.domain.expected_volume import ExpectedVolume, expected_volume
from metrics.domain.month_to_date import MonthToDate, month_to_date
from metrics.domain.scorecard import DRAFT, Document
from metrics.domain.totals import Totals, sum_totals
from metrics.models import ContractMonth, DailyFigure, MonthlyFigure
from metrics.selectors.expected_deliveries import CONTACTS, DeliveriesState, deliveries_state
from metrics.selectors.figures import live_months
from metrics.selectors.scorecard_versions import is_final
from metrics.selectors.scorecards import is_past_cut_off, scorecard_of
from metrics.selectors.sums import summed_by

# A month's volume is expected from so many full months before it: more are too old, fewer are too chancy.
_PROFILE_MONTHS = 3
# A month of which so many days at either end are without contacts is still a full one.
_EDGE = timedelta(days=4)
_DAY = timedelta(days=1)

RUNNING, OVER, FINAL, AHEAD, OUTSIDE = "running", "over", "final", "ahead", "outside"
PHASES: tuple[str, ...] = (RUNNING, OVER, FINAL, AHEAD, OUTSIDE)


@dataclass(frozen=True, slots=True)
class Status:
    """A month as it stands on `today`, a day of the contract's zone.

    `phase` is running, over (past its last day, open until the cut-off), final, ahead, or outside the contract's term;
    `term` is first and last day of that (None: no end). `document` is None without
    data, `terms` where nothing is agreed. `days` are the month's days with contacts; `known_to` the last whole one.
    `days_left` counts today. Surveys count until `surveys_until`; the month is open until `cut_off`.
    """

    month: Month
    today: date
    phase: str
    term: tuple[date, date | None]
    months: tuple[Month, ...]
    terms: Terms | None
    document: Document | None
    days: Mapping[date, Totals]
    known_to: date | None
    days_left: int
    volume: ExpectedVolume
    to_date: MonthToDate | None
    deliveries: DeliveriesState
    cut_off: date
    surveys_until: date


def today_of(contract: Contract, now: datetime) -> date:
    """The day that it is in the contract's zone."""
    return now.astimezone(ZoneInfo(contract.time_zone)).date()


def month_to_watch(contract: Contract, today: date) -> Month:
    """The month that the page opens with: the running one, or the newest open one with data while it has none.

    Of a contract that has ended it is the last one with data.
    """
    running = Month.of(today)
    months = live_months(contract)
    if months and _is_outside(contract, running):
        return max(months)
    if running in months or not months:
        return running
    newest = max((month for month in months if month < running), default=running)
    terms = terms_over(contract, (newest,)).get(newest)
    return running if terms is None or is_past_cut_off(newest, terms, today) else newest


def status_of(contract: Contract, month: Month, now: datetime) -> Status:
    """A month's status at a moment, in a fixed number of queries."""
    today = today_of(contract, now)
    rows = live_months(contract)
    terms = terms_over(contract, (month,)).get(month)
    counting = CountingRules() if terms is None else terms.counting
    full = _full_months(rows, month)
    daily = _contacts_by_day(contract, [rows[one] for one in {*full, month.previous, month} if one in rows])
    phase = OUTSIDE if _is_outside(contract, month) and month not in rows else _phase(contract, month, terms, today)
    deliveries = DeliveriesState()
    if phase in (RUNNING, OVER):
        deliveries = deliveries_state(contract, month, contact_days=daily, now=now)
    days = _days_of(contract, rows.get(month))
    known_to = _known_to(days, month, today)
    missing = deliveries.missing_of(CONTACTS)
    volume = expected_volume(daily, month=month, known_to=known_to, full_months=full, missing=missing)
    if phase == OUTSIDE:
        volume = ExpectedVolume(0, None, 0, reason="outside_contract")
    status = Status(
        month=month,
        today=today,
        phase=phase,
        term=(contract.start, contract.end),
        months=tuple(rows),
        terms=terms,
        document=None,
        days=days,
        known_to=known_to,
        days_left=_days_left(month, today),
        volume=volume,
        to_date=None,
        deliveries=deliveries,
        cut_off=cut_off_day(month, counting.month_cut_off_days),
        surveys_until=month.last_day + counting.survey_cut_off_days * _DAY,
    )
    return status if terms is None or not days else _with_figures(contract, status, terms, [rows[one] for one in full])


def _with_figures(contract: Contract, status: Status, terms: Terms, full: Collection[ContractMonth]) -> Status:
    """The draft, or the final version once the month is past its cut-off, and what the rest must average."""
    version = None if status.phase == FINAL else DRAFT
    totals = sum_totals(status.days.values())
    can_come = status.today <= status.surveys_until
    to_date = month_to_date(
        totals,
        terms.targets,
        terms.counting,
        expected_contacts=_expected_contacts(status, totals),
        days_left=status.days_left,
        rates_of=_totals_of(contract, full) if can_come else None,
    )
    return replace(status, document=scorecard_of(contract, status.month, version), to_date=to_date)


def _expected_contacts(status: Status, totals: Totals) -> int | None:
    """Contacts of the whole month; a final month has those that it has."""
    return totals["contacts"] if status.phase == FINAL else status.volume.whole_month


def _is_outside(contract: Contract, month: Month) -> bool:
    """No day of the month lies within the contract's term."""
    return month.last_day < contract.start or (contract.end is not None and month.first_day > contract.end)


def _phase(contract: Contract, month: Month, terms: Terms | None, today: date) -> str:
    """A month with data is final when its scorecard is, not by the calendar: until then it is open, however old."""
    running = Month.of(today)
    if month >= running:
        return RUNNING if month == running else AHEAD
    if terms is not None and not is_past_cut_off(month, terms, today):
        return OVER
    return OVER if live_months(contract, (month,)) and not is_final(contract, month) else FINAL


def _days_left(month: Month, today: date) -> int:
    """Local days of the month from today on, today included."""
    return max(0, (month.last_day - max(today, month.first_day)).days + 1)


def _known_to(days: Collection[date], month: Month, today: date) -> date | None:
    """The last whole day that is known: today is not over yet; of a month that is over it is the last one."""
    if today > month.last_day:
        return month.last_day if days else None
    return max((day for day in days if day < today), default=None)


def _full_months(rows: Mapping[Month, ContractMonth], month: Month) -> tuple[Month, ...]:
    """The last months before this one that have contacts from beginning to end."""
    full = [one for one, row in rows.items() if one < month and _is_full(one, row)]
    return tuple(full[-_PROFILE_MONTHS:])


def _is_full(month: Month, row: ContractMonth) -> bool:
    part = row.contacts_part
    if part is None or part.first_day is None or part.last_day is None:
        return part is not None
    return part.first_day <= month.first_day + _EDGE and part.last_day >= month.last_day - _EDGE


def _contacts_by_day(contract: Contract, rows: Collection[ContractMonth]) -> dict[date, int]:
    """Contacts of each day of some months, in one query."""
    figures = DailyFigure.objects.within(contract).filter(figure_set__in=[row.figure_set_id for row in rows])
    sums = figures.order_by().values_list("local_day").annotate(Sum("contacts"))
    return {day: contacts for day, contacts in sums if contacts}


def _days_of(contract: Contract, row: ContractMonth | None) -> dict[date, Totals]:
    """All counts of each day of the month, in order."""
    if row is None:
        return {}
    figures = DailyFigure.objects.within(contract).filter(figure_set=row.figure_set_id)
    return dict(sorted((day, totals) for (day,), totals in summed_by(figures, ("local_day",))))


def _totals_of(contract: Contract, rows: Collection[ContractMonth]) -> Totals | None:
    """All counts of some months together; None of no month."""
    figures = MonthlyFigure.objects.within(contract).filter(figure_set__in=[row.figure_set_id for row in rows])
    return sum_totals(totals for _, totals in summed_by(figures, ())) if rows else None
