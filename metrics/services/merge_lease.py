"""One merge per contract at a time, so that workers do not do each other's work over and over.

This is for liveness alone: who does not get the lease in time merges anyway, and compare-and-swap decides.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from contracts.selectors import Contract
from metrics.models import MergeLease

PATIENCE_S = 30.0
_LOOK_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class MergeHold:
    """The lease on a contract's merges that one worker has."""

    contract_id: int
    token: str

    def row(self) -> QuerySet[MergeLease]:
        """The lease, while it is held."""
        return MergeLease.objects.filter(contract=self.contract_id, token=self.token)


@contextmanager
def merge_lease(contract: Contract, tick: Callable[[], object]) -> Iterator[MergeHold | None]:
    """Wait for the contract's merges to be free, calling `tick`; None when patience ran out first."""
    hold = MergeHold(contract.pk, secrets.token_hex(16))
    MergeLease.objects.get_or_create(contract=contract)
    deadline = time.monotonic() + PATIENCE_S
    while not (held := _take(hold)) and time.monotonic() < deadline:
        tick()
        time.sleep(_LOOK_EVERY_S)
    try:
        yield hold if held else None
    finally:
        hold.row().update(token="", until=None)


def merge_lease_renew(hold: MergeHold) -> None:
    """Keep the lease; when it is gone, only liveness is."""
    hold.row().update(until=_end())


def _take(hold: MergeHold) -> bool:
    free = Q(until=None) | Q(until__lt=timezone.now())
    rows = MergeLease.objects.filter(free, contract=hold.contract_id)
    return bool(rows.update(token=hold.token, until=_end()))


def _end() -> object:
    return timezone.now() + timedelta(seconds=settings.DELIVERY_LEASE_S)
