"""Average handle time in seconds: sums are pooled, averages never averaged (MATH.md 3.2)."""

from __future__ import annotations

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from metrics.domain.kpis.base import Kpi
from metrics.domain.totals import Totals


def _why_null(totals: Totals, counting: CountingRules) -> str | None:
    if totals["handled"] == 0:
        return "no_contacts"
    return "no_handle_time" if totals["handled_timed"] == 0 else None


KPI = Kpi(
    key="aht",
    label=N_("AHT"),
    unit="s",
    dimension="cost",
    role="balance",
    definition=N_("Handle seconds by the contract's rule / handled contacts with a known handle time."),
    source="MATH 3.2",
    numerator=lambda totals, counting: totals["handle_seconds"],
    denominator=lambda totals, counting: totals["handled_timed"],
    why_null=_why_null,
)
