"""manage.py rejected DELIVERY [--json]"""

from __future__ import annotations

import json as json_text
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.domain.errors import DomainError
from metrics.selectors.deliveries import delivery_by_id, rejected_rows


class Command(BaseCommand):
    """Print the rejected rows of a delivery, one a line; a refused file gives its reason the same way."""

    help = "Print the rejected rows of a delivery, one a line; a refused file gives its reason the same way."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Which delivery."""
        parser.add_argument("delivery", help="its id, as ingest_file prints it")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *, delivery: str, json: bool, **_: Any) -> None:
        """Rows are printed as they are read: there may be many."""
        try:
            found = delivery_by_id(delivery)
        except DomainError:
            raise CommandError(f"There is no delivery {delivery}.", returncode=2) from None
        for row in rejected_rows(found):
            self.stdout.write(json_text.dumps(row, ensure_ascii=False) if json else _in_words(row))


def _in_words(row: dict[str, Any]) -> str:
    place = f"line {row['line']}" if row["line"] is not None else "file"
    column = f", {row['column']}" if row["column"] else ""
    return f"{place}{column}: {row['code']}: {row['message']}"
