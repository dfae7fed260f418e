"""The demo's example data; `manage.py demo` runs this while worker and web server are up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contracts.domain.errors import DomainError
from kpi_portal.demo.seed import SeedFailed, seed


class Command(BaseCommand):
    """Load the example contracts, make the users and send the contact files."""

    help = __doc__ or ""

    def handle(self, *_: Any, **__: Any) -> None:
        """Everything in its place, or one sentence that says what is not."""
        if settings.ENV == "prod":
            raise CommandError("ENV=prod: example users have known passwords.")
        try:
            seed(settings.VAR_DIR / "demo", timezone.localdate(), self.say)
        except (DomainError, SeedFailed) as error:
            raise CommandError(str(error)) from error

    def say(self, text: str) -> None:
        """A line, at once."""
        self.stdout.write(text)
        self.stdout.flush()
