"""manage.py close_months [--contract KEY] [--settle-hours 24] [--json]: what beat does each hour."""

from __future__ import annotations

import json as json_text
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from contracts.domain.errors import DomainError
from contracts.selectors import contract_by_key
from metrics.services.month_close import CloseReport, months_close


class Command(BaseCommand):
    """Make final the scorecards of months past their cut-off that have settled."""

    help = "Make final the scorecards of months past their cut-off whose last delivery is old enough."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """All contracts unless one is named; the hours of CLOSE_SETTLE_HOURS unless given."""
        parser.add_argument("--contract", metavar="KEY")
        parser.add_argument("--settle-hours", type=int, metavar="HOURS", help="since the month's last delivery")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *, contract: str | None, settle_hours: int | None, json: bool, **_: Any) -> None:
        """Exit 1 when a month could not be closed, 2 when the contract does not exist."""
        try:
            contracts = None if contract is None else [contract_by_key(contract)]
        except DomainError as error:
            raise CommandError(error.message(), returncode=2) from None
        report = months_close(now=timezone.now(), contracts=contracts, settle_hours=settle_hours)
        self.stdout.write(json_text.dumps(asdict(report)) if json else "\n".join(_for_people(report)))
        if report.broken:
            raise CommandError(f"Not closed: {', '.join(report.broken)} (see the log)", returncode=1)


def _for_people(report: CloseReport) -> list[str]:
    if not report.ran:
        return ["Another run is closing months."]
    lines = [f"{name}: final" for name in report.closed]
    lines += [f"{name}: past its cut-off, still settling" for name in report.settling]
    return lines or ["Nothing to close."]
