"""Bring a delivery's staged rows into the contract's months: merge, roll up, swap; who loses the race starts again.

While more deliveries of the contract wait, the roll-up is put off (metrics.services.figures_due).
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.conf import settings

from contracts.domain.errors import NoTerms
from metrics.domain.line_balance import BalanceBroken, LineBalance, conflicts_are_too_many
from metrics.domain.waiting import WAITING
from metrics.ingest.job import Refusal, Report
from metrics.models import Delivery
from metrics.selectors.months import Manifest, manifest_of
from metrics.services.claims import LeaseLost
from metrics.services.delivery_end import FileRefused, Outcome, delivery_apply
from metrics.services.figures_due import are_put_off, check_terms, due_months
from metrics.services.figures_write import figures_forget
from metrics.services.heartbeat import Heartbeat
from metrics.services.manifest_swap import Change, SwapLost
from metrics.services.merge_lease import merge_lease
from metrics.services.month_figures import NewFigures, months_roll_up, paths_after
from metrics.services.rejected_write import rejected_save
from metrics.store.connection import Session, StoreLimits, open_session
from metrics.store.files import Store
from metrics.store.parts import LineCounts, MergeResult, NewPart, merge

log = structlog.get_logger(__name__)
# After this the delivery waits again and the sweep rings its bell.
TRY_FOR_S = 400.0
NAMED_LINES = 20
SMALL_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Work:
    """One attempt at one delivery: its scratch folder and what the reader said."""

    delivery: Delivery
    store: Store
    folder: Path
    report: Report
    heartbeat: Heartbeat


def delivery_merge(work: Work) -> frozenset[str]:
    """Make the delivery's rows count; gives the months with new figures. Raises FileRefused, LeaseLost, SwapLost."""
    deadline = time.monotonic() + TRY_FOR_S
    with merge_lease(work.delivery.contract, work.heartbeat.tick) as hold:
        work.heartbeat.merge = hold
        try:
            while True:
                try:
                    return _merge_once(work, manifest_of(work.delivery.contract))
                except SwapLost as lost:
                    log.info("merge again", delivery=work.delivery.pk, month=str(lost))
                    if time.monotonic() > deadline:
                        raise
        finally:
            work.heartbeat.merge = None


def _merge_once(work: Work, before: Manifest) -> frozenset[str]:
    """One try. What was written for a swap that did not happen is removed at once.

    When the swap ends with an error of the database, nobody knows whether it was committed: then all stays, and the
    sweep finds what is not needed.
    """
    written = _Written()
    try:
        outcome, change = _prepare(work, before, written)
        work.heartbeat.step("swapping")
    except BaseException:
        written.forget(work.store)
        raise
    try:
        delivery_apply(
            delivery=work.delivery,
            claim=work.heartbeat.claim,
            store=work.store,
            before=before,
            change=change,
            outcome=outcome,
        )
    except (SwapLost, LeaseLost, BalanceBroken):
        written.forget(work.store)
        raise
    return frozenset(figures.month for figures in change.figures)


def threads_for(delivery: Delivery) -> int:
    """What several threads of a small file would say to each other costs more than it saves."""
    return 1 if delivery.size < SMALL_BYTES else settings.STORE_THREADS


@dataclass(slots=True)
class _Written:
    """What one try has written and nobody points at yet."""

    paths: tuple[str, ...] = ()
    figure_sets: tuple[int, ...] = ()

    def forget(self, store: Store) -> None:
        """Remove it; whatever is left behind here is found by the sweep."""
        for path in self.paths:
            store.remove(path)
        figures_forget(self.figure_sets)


def _prepare(work: Work, before: Manifest, written: _Written) -> tuple[Outcome, Change]:
    """New parts, new figures and the rejected rows, all of them invisible as yet."""
    work.heartbeat.step("merging")
    delivery, store, report = work.delivery, work.store, work.report
    threads = settings.STORE_THREADS if due_months(before) else threads_for(delivery)
    limits = StoreLimits(settings.STORE_MEMORY_MB, threads)
    with open_session(limits=limits, spill=work.folder / "spill", tick=work.heartbeat.tick) as session:
        merged = merge(
            session,
            staged=work.folder,
            store=store,
            contract_id=delivery.contract_id,
            live=_live_files(store, before),
            on_change=report.on_change,
            feed=delivery.feed,
            join_legs_by=delivery.contract.month_by if delivery.contract.billing_unit == "contact" else None,
            stop_at=lambda counts, lines: _refuse_conflicts(report, counts, lines),
        )
        written.paths = tuple(part.path for part in merged.parts if part.path)
        try:
            figures = _roll_up(work, session, before, [part for part in merged.parts if part.month != WAITING])
        except NoTerms as error:
            raise FileRefused(Refusal(error.code, dict(error.params))) from error
    written.figure_sets = tuple(new.figure_set_id for new in figures if new.figure_set_id is not None)
    rejected = rejected_save(
        store=store, delivery=delivery, box_file=work.folder / "rejected.jsonl", conflicts=merged.conflicts
    )
    written.paths += (rejected,) if rejected else ()
    return _outcome(report, merged, rejected), Change(merged.parts, figures)


def _roll_up(work: Work, session: Session, before: Manifest, parts: list[NewPart]) -> tuple[NewFigures, ...]:
    """New figures of the months that change and of those that are due; none while more deliveries wait."""
    contract = work.delivery.contract
    months = {part.month for part in parts}
    if are_put_off(work.delivery, before):
        check_terms(contract, months, before)
        return ()
    return months_roll_up(
        session=session,
        store=work.store,
        contract=contract,
        months=months | due_months(before),
        after=paths_after(before, parts),
    )


def _live_files(store: Store, before: Manifest) -> dict[str, dict[str, Path]]:
    """The live parts by month; what waits lies in a month of its own."""
    rooms = {month: state.paths for month, state in before.months.items()} | {WAITING: before.waiting}
    return {month: {kind: store.path(path) for kind, path in paths.items()} for month, paths in rooms.items() if paths}


def _refuse_conflicts(report: Report, counts: LineCounts, lines: Collection[int]) -> None:
    """More than one row in a hundred contradicts what is there: somebody must look at the file first."""
    conflicts = counts.conflict + report.reasons.get("conflict", 0)
    seen = report.counts
    rows = seen["lines"] - seen["header"] - seen["blank"] - seen["continuation"] - seen["elsewhere"]
    if conflicts and conflicts_are_too_many(conflicts, rows):
        params = {"conflicts": conflicts, "rows": rows}
        raise FileRefused(Refusal("too_many_conflicts", params, tuple(sorted(lines)[:NAMED_LINES])))


def _outcome(report: Report, merged: MergeResult, rejected_path: str) -> Outcome:
    """The reader's counts and the merge's together."""
    read, counts = report.counts, merged.counts
    reasons = dict(report.reasons)
    if counts.conflict:
        reasons["conflict"] = reasons.get("conflict", 0) + counts.conflict
    balance = LineBalance(
        lines=read["lines"],
        header=read["header"],
        blank=read["blank"],
        continuation=read["continuation"],
        accepted=counts.accepted,
        updated=counts.updated,
        duplicate=read["duplicate"] + counts.duplicate,
        stale=read["stale"] + counts.stale,
        unmatched=counts.unmatched,
        elsewhere=read["elsewhere"],
        rejected=read["rejected"] + counts.conflict,
    )
    return Outcome(balance, merged.months, reasons, report.warnings, rejected_path)
