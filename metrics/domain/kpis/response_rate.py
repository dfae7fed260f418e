"""Response rate: surveys that count over handled contacts (MATH.md 3.1).

Without a single survey, late ones included, nothing says that anybody was asked: null, not 0 (docs/kpis.md).
"""

from __future__ import annotations

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from metrics.domain.kpis.base import Kpi
from metrics.domain.totals import Totals


def _why_null(totals: Totals, counting: CountingRules) -> str | None:
    if totals["handled"] == 0:
        return "no_contacts"
    return "no_surveys" if totals["surveys"] + totals["surveys_late"] == 0 else None


KPI = Kpi(
    key="response_rate",
    label=N_("Response rate"),
    unit="share",
    dimension="satisfaction",
    role="information",
    definition=N_("Surveys answered in time / handled contacts."),
    source="MATH 3.1",
    numerator=lambda totals, counting: totals["surveys"],
    denominator=lambda totals, counting: totals["handled"],
    why_null=_why_null,
)
