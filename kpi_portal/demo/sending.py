"""Send example files through the real ingest, a batch at a time, and wait until every month of it has its figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from django.db.models import Max, QuerySet

from contracts.models import Contract
from contracts.selectors import contract_by_key
from kpi_portal.demo.batches import SentFile
from metrics.models import ContractMonth, Delivery, DeliveryState
from metrics.selectors.deliveries import profile_of
from metrics.services.deliveries import GIVEN_UP, delivery_receive
from metrics.services.doorbell import ring

OPEN_STATES = (DeliveryState.RECEIVED, DeliveryState.READING)
STALLED_S = 300.0
POLL_S = 0.5

Tell = Callable[[int, int], None]  # files that have ended, files in all


class SeedFailed(RuntimeError):
    """The example data did not come through the ingest."""


def send(folder: Path, files: Sequence[SentFile], tell: Tell) -> None:
    """Hand a batch to the ingest and wait for its end. Files that came before are not sent again; the sent ones go.

    All are received before the first bell rings: a contract's months are counted once, when no file of it waits.
    """
    sent = [_receive(folder, file) for file in files]
    for delivery in sent:
        if delivery.state == DeliveryState.RECEIVED:
            ring(delivery)
    contracts = Contract.objects.filter(key__in={file.contract for file in files})
    _follow(contracts, [delivery.pk for delivery in sent], tell)
    for file in files:
        (folder / file.path).unlink(missing_ok=True)


def _receive(folder: Path, file: SentFile) -> Delivery:
    """The delivery of a file: the one that stands, or a new one."""
    contract = contract_by_key(file.contract)
    same = Delivery.objects.within(contract).filter(feed=file.feed, file_name=file.name, door="command")
    standing = same.exclude(state__in=GIVEN_UP).first()
    if standing is not None:
        return standing
    profile = profile_of(contract, file.profile)
    with (folder / file.path).open("rb") as stream:
        return delivery_receive(
            contract=contract,
            feed=file.feed,
            profile=profile,
            file=stream,
            file_name=file.name,
            by=None,
            door="command",
        ).delivery


def _follow(contracts: QuerySet[Contract], sent: Iterable[int], tell: Tell) -> None:
    """Wait for the last delivery and the last figures. Raises SeedFailed when one was not applied or nothing moves."""
    rows = Delivery.objects.within(contracts).filter(pk__in=list(sent))
    due = ContractMonth.objects.within(contracts).filter(figures_due_since__isnull=False)
    total = rows.count()
    moved: object = None
    deadline = 0.0
    while True:
        waiting = rows.filter(state__in=OPEN_STATES).count()
        months_due = due.count()
        tell(total - waiting, total)
        if not waiting and not months_due:
            break
        seen = (waiting, months_due, rows.aggregate(at=Max("lease_until"))["at"])
        if seen != moved:
            moved, deadline = seen, time.monotonic() + STALLED_S
        if time.monotonic() > deadline:
            raise SeedFailed("the worker does not go on; see var/log/worker.log")
        time.sleep(POLL_S)
    refused = rows.exclude(state=DeliveryState.APPLIED).values_list("file_name", "refusal_code")
    if bad := [f"{name} ({code})" for name, code in refused]:
        raise SeedFailed(f"not applied: {', '.join(bad)}")
