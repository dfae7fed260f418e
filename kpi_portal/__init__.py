"""The project: wiring only, no business rule."""

from __future__ import annotations

from kpi_portal.celery import app as celery_app

__all__ = ["celery_app"]
