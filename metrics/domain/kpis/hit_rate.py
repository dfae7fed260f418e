"""Hit rate: contacts with at least one accepted sale; several sales in one contact are one hit (MATH.md 3.3)."""

from __future__ import annotations

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from metrics.domain.kpis.base import Kpi
from metrics.domain.totals import Totals


def is_eligible(counting: CountingRules) -> bool:
    """Does the contract count only contacts in which a sale was offered?"""
    return counting.hit_rate_denominator == "eligible"


def _hits(totals: Totals, counting: CountingRules) -> int:
    return totals["eligible_with_sale" if is_eligible(counting) else "contacts_with_sale"]


def _tries(totals: Totals, counting: CountingRules) -> int:
    return totals["sale_eligible" if is_eligible(counting) else "sale_known"]


def _why_null(totals: Totals, counting: CountingRules) -> str | None:
    if totals["handled"] == 0:
        return "no_contacts"
    if totals["sale_known"] == 0:
        return "sales_unknown"
    return "no_eligible" if _tries(totals, counting) == 0 else None


KPI = Kpi(
    key="hit_rate",
    label=N_("Hit rate"),
    unit="share",
    dimension="sales",
    role="balance",
    definition=N_("Contacts with at least one accepted sale / handled contacts whose sale status is known."),
    source="MATH 3.3",
    numerator=_hits,
    denominator=_tries,
    why_null=_why_null,
)
