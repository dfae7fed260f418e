"""The sweep: whatever was left lying by a worker, a broker or a crash is found here, at the latest a minute later.

Each step stands alone, and within a step each contract does: one that is broken never holds up the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db.models import F, Max, Min, OuterRef, Q, Subquery

from contracts.domain.months import Month
from contracts.selectors import Contract, contract_by_key, versions_of
from metrics.domain.counts import DEFINITION_VERSION
from metrics.models import ContractMonth, Delivery, DeliveryState, ScorecardDraft
from metrics.services.claims import claims_release
from metrics.services.garbage import Removed, garbage_remove
from metrics.services.job_lease import job_lease
from metrics.services.month_recount import months_out_of_date
from metrics.services.recompute import recompute, recompute_due

log = structlog.get_logger(__name__)
MONTHS_A_SWEEP = 6
DRAFTS_LOOK_BACK = timedelta(days=1)


@dataclass(slots=True)
class SweepReport:
    """What one sweep found: deliveries that wait again, have failed, are to be rung for; months; garbage; faults."""

    ran: bool = False
    released: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    to_ring: list[int] = field(default_factory=list)
    recomputed: list[str] = field(default_factory=list)
    refreshed: list[str] = field(default_factory=list)
    removed: Removed = field(default_factory=Removed)
    broken: list[str] = field(default_factory=list)


def sweep(*, now: datetime) -> SweepReport:
    """Look once at everything. The caller rings for `to_ring`."""
    report = SweepReport()
    # A sweep whose worker was killed holds up the next no longer than a file; two at once are harmless.
    with job_lease("sweep", now=now, seconds=settings.DELIVERY_LEASE_S) as held:
        if not held:
            return report
        report.ran = True
        for step in STEPS:
            with _standing_alone(report, step.__name__.strip("_")):
                step(report, now)
    return report


@contextmanager
def _standing_alone(report: SweepReport, name: str) -> Iterator[None]:
    """What goes wrong in here is reported, and the sweep goes on."""
    try:
        yield
    except Exception:
        log.exception("sweep step failed", step=name)
        report.broken.append(name)


def _leases(report: SweepReport, now: datetime) -> None:
    released, failed = claims_release(now=now)
    report.released += released
    report.failed += failed


def _waiting(report: SweepReport, now: datetime) -> None:
    """Deliveries whose bell was not heard: those just released, and those that have waited for a round."""
    before = now - timedelta(seconds=settings.SWEEP_EVERY_S)
    waiting = Delivery.all_rows.filter(state=DeliveryState.RECEIVED)
    long = Q(received_at__lt=before) & (Q(rung_at=None) | Q(rung_at__lt=before))
    found = waiting.filter(long | Q(pk__in=report.released)).order_by("pk")
    report.to_ring += found.values_list("pk", flat=True)
    waiting.filter(pk__in=report.to_ring).update(rung_at=now)


def _figures(report: SweepReport, now: datetime) -> None:
    """Months whose count was put off, all of them; then those counted under terms that have changed since, some."""
    due = ContractMonth.all_rows.exclude(figures_due_since=None).values_list("contract__key", flat=True)
    for key in sorted(set(due)):
        with _standing_alone(report, f"due figures of {key}"):
            report.recomputed += [f"{key} {month}" for month in recompute_due(contract=contract_by_key(key))]
    for contract in _contracts_to_recount():
        left = MONTHS_A_SWEEP - len(report.recomputed)
        if left <= 0:
            return
        with _standing_alone(report, f"figures of {contract.key}"):
            months = months_out_of_date(contract)[:left]
            done = recompute(contract=contract, months=months) if months else ()
            report.recomputed += [f"{contract.key} {month}" for month in done]


def _contracts_to_recount() -> Iterator[Contract]:
    """Contracts with figures older than their newest version, or of another definition: a cheap first look."""
    with_figures = ContractMonth.all_rows.exclude(figure_set=None)
    oldest = (
        with_figures.values_list("contract__key").annotate(at=Min("figure_set__created_at")).order_by("contract__key")
    )
    others = with_figures.exclude(figure_set__definition_version=DEFINITION_VERSION)
    recount = set(others.values_list("contract__key", flat=True))
    for key, at in oldest.order_by("contract__key"):
        contract = contract_by_key(key)
        newest = versions_of(contract).aggregate(at=Max("created_at"))["at"]
        if key in recount or (newest is not None and newest > at):
            yield contract


def _drafts(report: SweepReport, now: datetime) -> None:
    """Scorecards that were not drawn after the last swap of their month."""
    from metrics.services.scorecards import scorecard_refresh

    drawn = ScorecardDraft.all_rows.filter(contract=OuterRef("contract"), month=OuterRef("month"))
    months = ContractMonth.all_rows.annotate(drawn_at=Subquery(drawn.values("drawn_at")[:1]))
    stale = months.filter(
        Q(figures_due_since=None),
        Q(drawn_at=None) & ~Q(figure_set=None) | Q(drawn_at__lt=F("changed_at")),
        changed_at__gt=now - DRAFTS_LOOK_BACK,
    )
    for row in stale.select_related("contract"):
        for month in (Month.parse(row.month), Month.parse(row.month).next):
            name = f"{row.contract.key} {month}"
            with _standing_alone(report, f"draft of {name}"):
                scorecard_refresh(contract=row.contract, month=month)
                report.refreshed.append(name)


def _garbage(report: SweepReport, now: datetime) -> None:
    report.removed = garbage_remove(now=now)


STEPS: tuple[Callable[[SweepReport, datetime], None], ...] = (_leases, _waiting, _figures, _drafts, _garbage)
