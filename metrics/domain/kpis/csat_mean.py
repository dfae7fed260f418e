"""Mean satisfaction score, on the scale of the survey (MATH.md 3.3). Not convertible into a top-box share."""

from __future__ import annotations

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from metrics.domain.kpis.base import Kpi
from metrics.domain.totals import Totals


def has_mixed_scales(totals: Totals) -> bool:
    """True when the surveys end at different top scores: n · Σ max² = (Σ max)² holds only when all are equal."""
    return totals["surveys"] * totals["scale_max_milli_squared"] != totals["scale_max_milli"] ** 2


def why_null(totals: Totals, counting: CountingRules) -> str | None:
    """A mean needs answers, all on one scale."""
    if totals["surveys"] == 0:
        return "no_surveys"
    return "mixed_scales" if has_mixed_scales(totals) else None


KPI = Kpi(
    key="csat_mean",
    label=N_("CSAT, mean score"),
    unit="score",
    dimension="satisfaction",
    role="information",
    definition=N_("Sum of the scores / surveys answered, on the scale of the survey."),
    source="MATH 3.3",
    numerator=lambda totals, counting: totals["score_milli"],
    denominator=lambda totals, counting: totals["surveys"],
    why_null=why_null,
)
