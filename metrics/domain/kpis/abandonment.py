"""Abandonment: share of inbound contacts whose customer left the queue; short abandons are left out (MATH.md 3.1)."""

from __future__ import annotations

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from metrics.domain.kpis.base import Kpi
from metrics.domain.totals import Totals


def _denominator(totals: Totals, counting: CountingRules) -> int:
    return totals["answered_in"] + totals["abandoned"]


KPI = Kpi(
    key="abandonment",
    label=N_("Abandonment"),
    unit="share",
    dimension="satisfaction",
    role="guard",
    definition=N_("Abandoned / (handled inbound + abandoned); an abandon with unknown wait is not a short one."),
    source="MATH 3.1",
    numerator=lambda totals, counting: totals["abandoned"],
    denominator=_denominator,
    why_null=lambda totals, counting: "no_inbound" if _denominator(totals, counting) == 0 else None,
)
