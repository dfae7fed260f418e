"""manage.py kpis KEY --from 2021-01 --to 2021-03 [--by channel|queue|topic|brand|site|month] [--json]"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.domain.errors import DomainError
from contracts.domain.months import Month, months_between
from contracts.selectors import contract_by_key
from metrics.selectors.figures import SERIES_SPLITS, kpis_over
from metrics.services.scorecards import figures_bring_up_to_date


class Command(BaseCommand):
    """KPIs of summed months: counts are added first, ratios taken last. No score."""

    help = "Show the KPIs of a contract over months, both ends included."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the contract's key")
        parser.add_argument("--from", dest="first", required=True, help="first month, for example 2021-01")
        parser.add_argument("--to", dest="last", required=True, help="last month, for example 2021-03")
        parser.add_argument("--by", choices=SERIES_SPLITS, help="also each slice of this split")
        parser.add_argument("--json", action="store_true", help="the whole document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            contract = contract_by_key(options["key"])
            first, last = Month.parse(options["first"]), Month.parse(options["last"])
            figures_bring_up_to_date(contract=contract, months=months_between(first, last))
            document = kpis_over(contract, first, last, options["by"])
        except DomainError as error:
            raise CommandError(f"{error.code}: {error.message()}") from error
        if options["json"]:
            self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_for_people(document)))


def _for_people(document: dict[str, Any]) -> list[str]:
    """One line per KPI; with a split one line per slice and KPI."""
    lines = [f"{document['contract']} {document['from']} to {document['to']}", *_lines("", document["kpis"])]
    for part in document.get("slices", ()):
        name = next(iter(part["by"].values())) or "unknown"
        lines += _lines(f"{name}  ", part["kpis"])
    return lines


def _lines(name: str, entries: dict[str, Any]) -> list[str]:
    return [f"{name}{key}: {entry['value'] or '–'} {entry['unit']} (n {entry['n']})" for key, entry in entries.items()]
