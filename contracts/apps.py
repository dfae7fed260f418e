"""The app of what was agreed."""

from __future__ import annotations

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Contracts: parties, agreements, terms."""

    name = "contracts"
    default_auto_field = "django.db.models.BigAutoField"
