"""Celery entrances: a number comes in, one service is called. The rows are the queue; a lost task is latency."""

from __future__ import annotations

from typing import Any

import structlog
from celery import Task, shared_task
from django.db import DatabaseError
from django.utils import timezone

from metrics.models import DeliveryState, WorkerBeat
from metrics.services.delivery_process import delivery_process
from metrics.services.doorbell import ring, ring_for
from metrics.services.month_close import months_close
from metrics.services.sweep import sweep

log = structlog.get_logger(__name__)
__all__ = ["delivery_process_task", "months_close_task", "ring", "sweep_task"]


@shared_task(bind=True)
def delivery_process_task(self: Task[Any, Any], delivery_id: int) -> None:
    """Work on one delivery. A file that ended the attempt is tried again at once, until its attempts are spent."""
    give_sign_of_life(self)
    delivery = delivery_process(delivery_id=delivery_id)
    if delivery.state == DeliveryState.RECEIVED and delivery.attempts:
        ring(delivery)


@shared_task(bind=True)
def sweep_task(self: Task[Any, Any]) -> None:
    """Look for what was left lying, and ring for it."""
    give_sign_of_life(self)
    for delivery_id in sweep(now=timezone.now()).to_ring:
        ring_for(delivery_id)


@shared_task(bind=True)
def months_close_task(self: Task[Any, Any]) -> None:
    """Make final what has passed its cut-off."""
    give_sign_of_life(self)
    months_close(now=timezone.now())


def give_sign_of_life(task: Task[Any, Any]) -> None:
    """Pages say whether anybody works. A busy database is no reason not to work."""
    name = str(task.request.hostname or "here")[:100]
    try:
        WorkerBeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})
    except DatabaseError as error:
        log.warning("no sign of life", worker=name, error=str(error))
