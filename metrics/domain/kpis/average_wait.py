"""Average wait in seconds of answered inbound contacts (MATH.md 3.1)."""

from __future__ import annotations

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from metrics.domain.kpis.base import Kpi
from metrics.domain.totals import Totals


def _why_null(totals: Totals, counting: CountingRules) -> str | None:
    if totals["answered_in"] == 0:
        return "no_inbound"
    return "wait_missing" if totals["answered_wait_known"] == 0 else None


KPI = Kpi(
    key="average_wait",
    label=N_("Average wait"),
    unit="s",
    dimension="satisfaction",
    role="guard",
    definition=N_("Waiting seconds of answered inbound contacts / those of them with a known wait."),
    source="MATH 3.1",
    numerator=lambda totals, counting: totals["wait_seconds"],
    denominator=lambda totals, counting: totals["answered_wait_known"],
    why_null=_why_null,
)
