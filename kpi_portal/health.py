"""Is the process alive, and can it serve? A silent broker is no reason to take the portal away."""

from __future__ import annotations

import os
from pathlib import Path

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger(__name__)


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """The book can be read and the contact store written; uploads need both, and nothing else."""
    checks = {"database": _database_answers(), "contact_store": _store_is_writable(settings.CONTACT_STORE)}
    ready = all(checks.values())
    return JsonResponse({"status": "ok" if ready else "unready", **checks}, status=200 if ready else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.warning("database does not answer", error=str(error))
        return False
    return True


def _store_is_writable(folder: Path) -> bool:
    """The folder is made on first use, so the nearest existing parent decides."""
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
