"""Celery: the broker is a doorbell that may be lost; time limits, leases and the sweep are what counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kpi_portal.env import env_choice, env_int, env_str, socket_path

_VAR = Path(env_str("VAR_DIR", str(Path(__file__).resolve().parent.parent.parent / "var")))
_ENV = env_choice("ENV", ("prod", "demo", "test"), "prod")
_LOCAL = "redis://127.0.0.1:6379/0" if _ENV == "prod" else f"redis+socket://{socket_path(_VAR)}"
REDIS_URL = env_str("REDIS_URL", _LOCAL)

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": 900,
    "health_check_interval": 25,
    "socket_keepalive": True,
    "socket_connect_timeout": 3,
    "retry_on_timeout": True,
    "global_keyprefix": f"kpi-portal-{_ENV}-",
    "unacked_restore_throttle": 1,
}
if REDIS_URL.startswith("filesystem:"):
    _FOLDER = str(_VAR / "broker")
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": _FOLDER,
        "data_folder_out": _FOLDER,
        "control_folder": str(_VAR / "broker-control"),
        "polling_interval": 0.2,
    }
CELERY_VISIBILITY_TIMEOUT = 900
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# A page that rings waits less than a second; the sweep finds what was not heard.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 800_000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

CELERY_TASK_DEFAULT_QUEUE = "compute"
CELERY_TASK_ROUTES = (
    [
        ("metrics.tasks.delivery_*", {"queue": "ingest"}),
        ("metrics.tasks.mail_*", {"queue": "mail"}),
    ],
)
CELERY_BEAT_SCHEDULE_FILENAME = str(_VAR / "beat-schedule")
_SWEEP_S = env_int("SWEEP_EVERY_S", 60, low=1)
_CLOSE_S = 3600
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "metrics.tasks.sweep_task", "schedule": float(_SWEEP_S), "options": {"expires": _SWEEP_S}},
    "close": {
        "task": "metrics.tasks.months_close_task",
        "schedule": float(_CLOSE_S),
        "options": {"expires": _CLOSE_S},
    },
}
