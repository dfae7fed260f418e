"""manage.py recompute [--contract KEY] [--month 2026-10] [--json]"""

from __future__ import annotations

import json as json_text
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.domain.errors import DomainError
from contracts.domain.months import Month
from contracts.selectors import Contract, contract_by_key
from metrics.selectors.months import contracts_with_months
from metrics.services.recompute import recompute


class Command(BaseCommand):
    """Roll months up again from their contacts and draw their scorecards anew; the contacts stay as they are."""

    help = "Roll months up again from their contacts and draw their scorecards anew."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """All contracts and months unless named."""
        parser.add_argument("--contract", metavar="KEY")
        parser.add_argument("--month", metavar="2026-10")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, json: bool, contract: str | None, month: str | None, **_: Any) -> None:
        """One broken contract does not hold up the others; it makes the exit code 1."""
        try:
            contracts = [contract_by_key(contract)] if contract else contracts_with_months()
            months = None if month is None else (Month.parse(month),)
        except DomainError as error:
            raise CommandError(error.message(), returncode=2) from None
        broken = [each.key for each in contracts if not self._recompute(each, months, json)]
        if broken:
            raise CommandError(f"Not recomputed: {', '.join(broken)}", returncode=1)

    def _recompute(self, contract: Contract, months: tuple[Month, ...] | None, json: bool) -> bool:
        try:
            done = [str(month) for month in recompute(contract=contract, months=months)]
        except DomainError as error:
            self.stderr.write(f"{contract.key}: {error.message()}")
            return False
        document = {"contract": contract.key, "months": done}
        self.stdout.write(json_text.dumps(document) if json else f"{contract.key}: {', '.join(done) or 'no data'}")
        return True
