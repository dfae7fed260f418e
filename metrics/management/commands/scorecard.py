"""manage.py scorecard KEY 2026-10|latest|current [--version n|draft] [--json] [--mint]: a month's scorecard."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from contracts.domain.errors import DomainError
from contracts.domain.months import Month
from contracts.selectors import Contract, contract_by_key
from metrics.domain import kpis
from metrics.selectors.scorecards import current_month, latest_month, scorecard_of
from metrics.services.scorecards import figures_bring_up_to_date, scorecard_mint

ROW = "{:<20} {:>14} {:>6} {:>9}  {:<10} {:<20} {:>7}"


class Command(BaseCommand):
    """The document that REST gives too; with --mint the month gets a numbered version first."""

    help = "Show the scorecard of a month: 2026-10, latest (newest past its cut-off) or current (the running month)."

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        """Django's own --version gives way to the version of the scorecard."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the contract's key")
        parser.add_argument("month", help="2026-10, latest or current")
        parser.add_argument("--version", type=_version, default=None, help="a minted version by number, or draft")
        parser.add_argument("--json", action="store_true", help="the whole document")
        parser.add_argument("--mint", action="store_true", help="mint a version if the result differs from the newest")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = self._document(options, timezone.now())
        except DomainError as error:
            raise CommandError(f"{error.code}: {error.message()}") from error
        if options["json"]:
            self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_for_people(document)))

    def _document(self, options: dict[str, Any], now: datetime) -> dict[str, Any]:
        contract = contract_by_key(options["key"])
        month = _month(contract, options["month"], now)
        figures_bring_up_to_date(contract=contract, months=(month.previous, month))
        if not options["mint"]:
            return scorecard_of(contract, month, options["version"])
        minted = scorecard_mint(contract=contract, month=month, by="command", actor=None, now=now)
        return scorecard_of(contract, month, minted.version)


def _version(text: str) -> int | str:
    return text if text == "draft" else int(text)


def _month(contract: Contract, word: str, now: datetime) -> Month:
    today = now.astimezone(ZoneInfo(contract.time_zone)).date()
    named = {"latest": latest_month, "current": current_month}
    return named[word](contract, today) if word in named else Month.parse(word)


def _for_people(document: dict[str, Any]) -> list[str]:
    """The document as a table: score, KPIs with their judgement, cost."""
    score, cost = document["score"], document["cost"]
    version = "" if document["version"] is None else f" v{document['version']}"
    partial = f", partial: without {', '.join(score['missing'])}" if score["partial"] else ""
    return [
        f"{document['contract']} {document['month']}{version} ({document['state']}, {document['basis']})",
        f"Balance score {score['value'] or '–'} ({score['state'] or 'no data'}{partial}{_bounds(score)})",
        ROW.format("KPI", "value", "unit", "n", "result", "verdict", "lost"),
        *(_row(kpi.key, document["kpis"][kpi.key]) for kpi in kpis.ALL),
        f"Cost {cost['total'] or '–'} {cost['currency']}",
        *(f"{one['label']} {one['key']} ({one['owner']}): {one['sentence']}" for one in document["incidents"]),
    ]


def _bounds(score: dict[str, Any]) -> str:
    """How far chance (or what is missing) could have moved the score, and when its zone says nothing."""
    if score["lower"] is None:
        return ""
    open_to_all = "; every zone is possible" if score.get("distinguishable") is False else ""
    return f", {score['lower']} to {score['upper']}{open_to_all}"


def _row(key: str, entry: dict[str, Any]) -> str:
    words = (entry["value"], entry["unit"], entry["n"], entry["result"], entry["verdict"], entry["points_lost"])
    return ROW.format(key, *("–" if word is None else word for word in words)).rstrip()
