"""The demo's example data; `manage.py demo` runs this beside everything else, from the first second on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contracts.domain.errors import DomainError
from kpi_portal.demo.history import Size
from kpi_portal.demo.seed import seed
from kpi_portal.demo.sending import SeedFailed


class Command(BaseCommand):
    """Write the model buyer's files, load the contracts, make the users and send the files."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        """Everything in its place, or one sentence that says what is not."""
        if settings.ENV == "prod":
            raise CommandError("ENV=prod: example users have known passwords.")
        size = Size(settings.DEMO_CONTACTS, settings.DEMO_MONTHS, settings.DEMO_DAILY_DAYS)
        try:
            seed(settings.VAR_DIR / "demo", timezone.localdate(), size, self.say)
        except (DomainError, SeedFailed) as error:
            raise CommandError(str(error)) from error

    def say(self, text: str) -> None:
        """A line, at once."""
        self.stdout.write(text)
        self.stdout.flush()
