"""The cut-off: a month past it that has settled gets its final scorecard, once (DESIGN.md 4).

A month without a final version is open, however old. It settles when its last delivery was applied long enough ago and
nothing of its contract is being read. What comes after the final version is a pending difference, never a new version
made here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db.models import Max

from contracts.domain.months import Month
from contracts.selectors import Contract, terms_over
from metrics.models import (
    ContractMonth,
    ContractMonthDelivery,
    Delivery,
    DeliveryState,
    ScorecardState,
    ScorecardVersion,
)
from metrics.selectors.figures import live_months
from metrics.selectors.months import contracts_with_months
from metrics.selectors.scorecards import is_past_cut_off
from metrics.services.job_lease import job_lease
from metrics.services.scorecards import scorecard_mint

log = structlog.get_logger(__name__)
BY = "cut_off"
LONGEST_RUN_S = 540
IN_WORK = (DeliveryState.RECEIVED, DeliveryState.READING)


@dataclass(slots=True)
class CloseReport:
    """Months that became final, months past their cut-off that still settle, and what went wrong: "key 2026-10"."""

    ran: bool = False
    closed: list[str] = field(default_factory=list)
    settling: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def months_close(
    *, now: datetime, contracts: Collection[Contract] | None = None, settle_hours: int | None = None
) -> CloseReport:
    """Make final what has passed its cut-off and settled, of these contracts (all by default). Repeatable.

    One run at a time, by a lease; without it nothing is done. A month that fails holds up no other.
    """
    report = CloseReport()
    settle = timedelta(hours=settings.CLOSE_SETTLE_HOURS if settle_hours is None else settle_hours)
    with job_lease("months_close", now=now, seconds=LONGEST_RUN_S) as held:
        if not held:
            return report
        report.ran = True
        for contract in contracts_with_months() if contracts is None else contracts:
            with _standing_alone(report, contract.key):
                _close(report, contract, now, settle)
    return report


@contextmanager
def _standing_alone(report: CloseReport, name: str) -> Iterator[None]:
    """What goes wrong in here is reported, and the run goes on."""
    try:
        yield
    except Exception:
        log.exception("month not closed", name=name)
        report.broken.append(name)


def _close(report: CloseReport, contract: Contract, now: datetime, settle: timedelta) -> None:
    due = months_past_cut_off(contract, now)
    settled = {} if not due else _last_applied(contract)
    is_busy = bool(due) and Delivery.objects.within(contract).filter(state__in=IN_WORK).exists()
    for month, row in due.items():
        name, last = f"{contract.key} {month}", settled.get(row.pk)
        if is_busy or row.figures_due_since is not None or (last is not None and last > now - settle):
            report.settling.append(name)
            continue
        with _standing_alone(report, name):
            scorecard_mint(contract=contract, month=month, by=BY, actor=None, now=now)
            report.closed.append(name)


def months_past_cut_off(contract: Contract, now: datetime) -> dict[Month, ContractMonth]:
    """Months with data past their cut-off that have no final version, oldest first."""
    final = ScorecardVersion.objects.within(contract).exclude(state=ScorecardState.PRELIMINARY)
    closed = set(final.values_list("month", flat=True))
    rows = {month: row for month, row in live_months(contract).items() if row.month not in closed}
    today = now.astimezone(ZoneInfo(contract.time_zone)).date()
    terms = terms_over(contract, rows) if rows else {}
    return {m: row for m, row in rows.items() if m in terms and is_past_cut_off(m, terms[m], today)}


def _last_applied(contract: Contract) -> dict[int, datetime]:
    """When the last delivery of each month was applied, by manifest row."""
    held = ContractMonthDelivery.objects.within(contract).order_by().values("contract_month_id")
    found = held.annotate(at=Max("delivery__finished_at")).values_list("contract_month_id", "at")
    return {row_id: at for row_id, at in found if at is not None}
