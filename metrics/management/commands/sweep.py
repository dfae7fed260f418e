"""manage.py sweep [--json]: what beat does each minute, for cron and for people."""

from __future__ import annotations

import json as json_text
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from metrics.services.doorbell import ring_for
from metrics.services.sweep import sweep


class Command(BaseCommand):
    """Find what workers, broker or a crash left lying: leases, waiting deliveries, stale figures, garbage."""

    help = "Find what workers, broker or a crash left lying: leases, waiting deliveries, stale figures, garbage."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """For programs."""
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *, json: bool, **_: Any) -> None:
        """One sweep; exit 1 when a step of it failed."""
        report = sweep(now=timezone.now())
        rung = [delivery_id for delivery_id in report.to_ring if ring_for(delivery_id)]
        if json:
            self.stdout.write(json_text.dumps({**asdict(report), "rung": rung}))
        elif not report.ran:
            self.stdout.write("Another sweep is running.")
        else:
            removed = report.removed
            self.stdout.write(
                f"{len(report.released)} released, {len(report.failed)} failed, {len(rung)} of {len(report.to_ring)} "
                f"rung, {len(report.recomputed)} months rolled up, {len(report.refreshed)} drafts looked at, "
                f"{removed.figure_sets + removed.parts + removed.files} things removed"
            )
        if report.broken:
            raise CommandError(f"Failed: {', '.join(report.broken)} (see the log)", returncode=1)
