"""Tell a worker that a delivery waits. The bell may be lost: the row is the queue, and the sweep rings again."""

from __future__ import annotations

import structlog
from celery import current_app

from metrics.models import Delivery

log = structlog.get_logger(__name__)
PROCESS_TASK = "metrics.tasks.delivery_process_task"


def ring(delivery: Delivery) -> bool:
    """Ring for one delivery; False when the broker did not hear it. Never raises, and never waits long."""
    return ring_for(delivery.pk)


def ring_for(delivery_id: int) -> bool:
    """The same by the delivery's number. Only the number travels."""
    try:
        current_app.send_task(PROCESS_TASK, args=[delivery_id])
    except Exception as error:
        # Whatever is wrong with the broker, the delivery is safe: this is latency, not loss.
        log.warning("bell not heard", delivery=delivery_id, error=str(error))
        return False
    return True
