"""Work on one delivery: claim, read in the box, merge, swap. Running it twice, or twice at once, changes nothing."""

from __future__ import annotations

import errno
import shutil
import time
from dataclasses import replace
from pathlib import Path

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from contracts.domain.months import Month
from contracts.selectors import Contract
from metrics.domain.line_balance import BalanceBroken
from metrics.ingest.job import Job, Limits
from metrics.ingest.warm import read_in_box
from metrics.models import Delivery
from metrics.services.claims import Claim, LeaseLost, claim_give_up, claim_put_back, delivery_claim, is_spent
from metrics.services.delivery_end import FileRefused, delivery_refuse
from metrics.services.delivery_merge import Work, delivery_merge, threads_for
from metrics.services.heartbeat import Heartbeat
from metrics.services.manifest_swap import SwapLost
from metrics.services.rejected_write import rejected_save
from metrics.services.uploads import contact_store, most_bytes
from metrics.store.files import Store, forget_folder

log = structlog.get_logger(__name__)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ENOMEM}
_ROOM_BYTES = 32_000_000
_TRIES_TO_PUT_BACK = 10
_BETWEEN_TRIES_S = 1.0


def delivery_process(*, delivery_id: int) -> Delivery:
    """Bring a waiting delivery to its end, if nobody else has it in hand; gives it as it stands afterwards."""
    claim = delivery_claim(delivery_id=delivery_id, now=timezone.now())
    if claim is not None:
        _attempt(claim)
    return Delivery.all_rows.select_related("contract", "profile").get(pk=delivery_id)


def _attempt(claim: Claim) -> None:
    """One attempt; whatever goes wrong, the delivery waits again or ends, and other deliveries go on."""
    try:
        changed = _work(claim)
    except LeaseLost:
        log.warning("lease lost", delivery=claim.delivery_id)
    except BalanceBroken:
        log.exception("lines do not add up", delivery=claim.delivery_id)
        claim_give_up(claim, "balance_broken")
    except Exception as error:
        log.exception("attempt failed", delivery=claim.delivery_id)
        _let_go(claim, counts=not _is_no_fault_of_the_file(error))
    except BaseException:
        # The worker is being stopped: the next one may begin at once.
        _let_go(claim, counts=False)
        raise
    else:
        _refresh_scorecards(changed)
    _catch_up(claim)


Changed = tuple[Contract, frozenset[str]]


def _work(claim: Claim) -> Changed:
    delivery = Delivery.all_rows.select_related("contract__buyer", "profile").get(pk=claim.delivery_id)
    store = contact_store()
    folder = store.new_work(delivery.pk)
    heartbeat = Heartbeat(claim)
    try:
        report = read_in_box(_job(delivery, store, folder), tick=heartbeat.progress)
        work = Work(delivery, store, folder, report, heartbeat)
        try:
            if report.refusal is not None:
                raise FileRefused(report.refusal)
            return delivery.contract, delivery_merge(work)
        except FileRefused as refused:
            _refuse(work, refused)
            return delivery.contract, frozenset()
    finally:
        forget_folder(folder)


def _job(delivery: Delivery, store: Store, folder: Path) -> Job:
    contract = delivery.contract
    limits = Limits.for_command() if delivery.door == "command" else Limits.for_page()
    return Job(
        file=store.path(delivery.file_path),
        file_name=delivery.file_name,
        profile=delivery.profile.document,
        delivery=delivery.pk,
        out=folder,
        time_zone=contract.time_zone,
        month_by=contract.month_by,
        start=contract.start,
        end=contract.end,
        agent_key=bytes(contract.pseudonym_key),
        customer_key=bytes(contract.buyer.pseudonym_key),
        limits=replace(
            limits,
            file_bytes=most_bytes(delivery.door),
            memory_mb=settings.STORE_MEMORY_MB,
            threads=threads_for(delivery),
        ),
    )


def _refuse(work: Work, refused: FileRefused) -> None:
    path = rejected_save(
        store=work.store, delivery=work.delivery, box_file=work.folder / "rejected.jsonl", conflicts=()
    )
    delivery_refuse(
        delivery=work.delivery,
        claim=work.heartbeat.claim,
        store=work.store,
        refusal=refused.refusal,
        report=work.report,
        rejected_path=path,
    )


def _is_no_fault_of_the_file(error: Exception) -> bool:
    """A full disk, a database that is away or a race that was never won: the same file will do later."""
    if isinstance(error, OperationalError | InterfaceError | SwapLost):
        return True
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    return _disk_is_full()


def _disk_is_full() -> bool:
    try:
        return shutil.disk_usage(settings.CONTACT_STORE).free < _ROOM_BYTES
    except OSError:
        return True


def _let_go(claim: Claim, *, counts: bool) -> None:
    """Let the delivery wait again, or fail when it was the last attempt. While the database is away, try for a while;
    after that the lease runs out."""
    for _ in range(_TRIES_TO_PUT_BACK):
        try:
            if counts and is_spent(claim):
                claim_give_up(claim, "gave_up")
            else:
                claim_put_back(claim, counts=counts)
        except LeaseLost:
            return
        except (OperationalError, InterfaceError):
            close_old_connections()
            time.sleep(_BETWEEN_TRIES_S)
        else:
            return


def _catch_up(claim: Claim) -> None:
    """However the attempt ended: when nobody else waits, months whose figures were put off are counted. Never a
    reason to fail; the sweep does it later."""
    from metrics.services.recompute import recompute_due

    try:
        recompute_due(contract=Delivery.all_rows.select_related("contract").get(pk=claim.delivery_id).contract)
    except Exception:
        log.exception("figures are still due", delivery=claim.delivery_id)


def _refresh_scorecards(changed: Changed) -> None:
    """Draw the drafts of the months anew, and of the next ones, which show the month before. Never a reason to fail."""
    from metrics.services.scorecards import scorecard_refresh

    contract, months = changed
    touched = {Month.parse(month) for month in months}
    for month in sorted(touched | {month.next for month in touched}):
        try:
            scorecard_refresh(contract=contract, month=month)
        except Exception:
            # The sweep draws it later; what was taken in stands.
            log.exception("scorecard not drawn", contract=contract.key, month=str(month))
