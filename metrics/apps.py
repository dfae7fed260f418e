"""The app of what happened and how well."""

from __future__ import annotations

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """Metrics: deliveries, figures, scorecards."""

    name = "metrics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell contracts which measures can be promised."""
        from contracts.domain import catalogue
        from metrics.domain import kpis

        catalogue.offer((kpi.key, kpi.unit, kpi.label) for kpi in kpis.ALL)
