"""Signs of life of a worker at a delivery: often enough to keep its leases, seldom enough not to hinder others."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from django.conf import settings

from metrics.ingest.job import Progress
from metrics.services.claims import Claim, claim_renew
from metrics.services.merge_lease import MergeHold, merge_lease_renew

PROGRESS_EVERY_S = 1.0
_SIGNS_PER_LEASE = 6


@dataclass(slots=True)
class Heartbeat:
    """Called often; writes at most once a second when there is progress, else six times per lease. Raises LeaseLost."""

    claim: Claim
    merge: MergeHold | None = None
    _shown: Progress | None = None
    _last: float = field(default_factory=time.monotonic)

    def progress(self, progress: Progress) -> None:
        """How far the reading is."""
        due = PROGRESS_EVERY_S if progress != self._shown else settings.DELIVERY_LEASE_S / _SIGNS_PER_LEASE
        if time.monotonic() - self._last < due:
            return
        self._write(step=progress.step, rows_read=progress.rows_read, rows_expected=progress.rows_expected)
        self._shown = progress

    def step(self, name: str) -> None:
        """A new step begins."""
        self._write(step=name)

    def tick(self) -> None:
        """Still at the same step."""
        if time.monotonic() - self._last >= settings.DELIVERY_LEASE_S / _SIGNS_PER_LEASE:
            self._write()

    def _write(self, **progress: object) -> None:
        claim_renew(self.claim, **progress)
        if self.merge is not None:
            merge_lease_renew(self.merge)
        self._last = time.monotonic()
