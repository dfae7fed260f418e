"""One run of a periodic job at a time: two beats, or a beat and a command, are harmless."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Q

from metrics.models import JobLease


@contextmanager
def job_lease(job: str, *, now: datetime, seconds: int) -> Iterator[bool]:
    """Hold the job's lease for at most so many seconds; False when another run has it."""
    token = secrets.token_hex(16)
    JobLease.objects.get_or_create(job=job)
    free = Q(until=None) | Q(until__lt=now)
    taken = JobLease.objects.filter(free, job=job).update(
        token=token, until=now + timedelta(seconds=seconds), last_run_at=now
    )
    try:
        yield bool(taken)
    finally:
        JobLease.objects.filter(job=job, token=token).update(token="", until=None)
