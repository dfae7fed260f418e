"""The Celery application: workers and beat start here."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import task_postrun, task_prerun
from kombu.transport import TRANSPORT_ALIASES

from contracts.domain.request_id import request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpi_portal.settings.base")
TRANSPORT_ALIASES.update(redis="kpi_portal.broker:Transport", rediss="kpi_portal.broker:Transport")
app = Celery("kpi_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
def name_the_task(task_id: str = "", **_: Any) -> None:
    """Audit events and logs of a task carry its id."""
    request_id.set(task_id)


@task_postrun.connect
def forget_the_task(**_: Any) -> None:
    """The next task of this process must not inherit the id."""
    request_id.set("")
