"""Service level: share of inbound contacts answered within the contract's threshold (MATH.md 3.1).

Three denominators are common and differ; the contract version names the one it uses.
"""

from __future__ import annotations

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from metrics.domain.kpis.base import Kpi
from metrics.domain.totals import Totals


def _denominator(totals: Totals, counting: CountingRules) -> int:
    if counting.service_level_formula == "answered_within_over_offered":
        return totals["offered_in"]
    if counting.service_level_formula == "answered_within_over_answered":
        return totals["answered_in"]
    return totals["answered_in"] + totals["abandoned_after"]


def _why_null(totals: Totals, counting: CountingRules) -> str | None:
    if totals["answered_wait_known"] < totals["answered_in"]:
        return "wait_missing"
    return "no_inbound" if _denominator(totals, counting) == 0 else None


KPI = Kpi(
    key="service_level",
    label=N_("Service level"),
    unit="share",
    dimension="satisfaction",
    role="guard",
    definition=N_("Inbound contacts answered within the threshold / the denominator that the contract names."),
    source="MATH 3.1",
    numerator=lambda totals, counting: totals["in_service_level"],
    denominator=_denominator,
    why_null=_why_null,
)
