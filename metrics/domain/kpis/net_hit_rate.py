"""Net hit rate: contacts with at least one accepted sale that lasted, neither withdrawn nor cancelled (MATH.md 3.3).

A source that never says what became of a sale cannot give it: null, not the gross hit rate (docs/kpis.md).
"""

from __future__ import annotations

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from metrics.domain.kpis import hit_rate
from metrics.domain.kpis.base import Kpi
from metrics.domain.totals import Totals


def _hits(totals: Totals, counting: CountingRules) -> int:
    return totals["eligible_with_net_sale" if hit_rate.is_eligible(counting) else "contacts_with_net_sale"]


def _why_null(totals: Totals, counting: CountingRules) -> str | None:
    gross = hit_rate.KPI.reason(totals, counting)
    if gross is not None:
        return gross
    followed = totals["sales_active"] + totals["sales_withdrawn"] + totals["sales_cancelled"]
    return "sale_states_unknown" if totals["sales"] > 0 and followed == 0 else None


KPI = Kpi(
    key="net_hit_rate",
    label=N_("Net hit rate"),
    unit="share",
    dimension="sales",
    role="information",
    definition=N_(
        "Contacts with at least one accepted sale that was neither withdrawn nor cancelled"
        " / handled contacts whose sale status is known."
    ),
    source="MATH 3.3",
    numerator=_hits,
    denominator=hit_rate.KPI.denominator,
    why_null=_why_null,
)
