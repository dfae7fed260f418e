"""CSAT: share of satisfied answers (default), or the mean score when the contract says so (MATH.md 3.3)."""

from __future__ import annotations

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from metrics.domain.kpis import csat_mean
from metrics.domain.kpis.base import Kpi
from metrics.domain.totals import Totals


def _is_mean(counting: CountingRules) -> bool:
    return counting.csat_kind == "mean"


def _why_null(totals: Totals, counting: CountingRules) -> str | None:
    if _is_mean(counting):
        return csat_mean.why_null(totals, counting)
    return "no_surveys" if totals["surveys"] == 0 else None


KPI = Kpi(
    key="csat",
    label=N_("CSAT"),
    unit="share",
    dimension="satisfaction",
    role="balance",
    definition=N_("Satisfied answers / surveys answered; one survey per contact, the first one counts."),
    source="MATH 3.1, 3.3",
    numerator=lambda totals, counting: totals["score_milli" if _is_mean(counting) else "satisfied"],
    denominator=lambda totals, counting: totals["surveys"],
    why_null=_why_null,
    unit_by=lambda counting: "score" if _is_mean(counting) else "share",
)
