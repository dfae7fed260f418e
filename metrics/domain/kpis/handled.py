"""Handled: contacts that were answered, whatever time they took (MATH.md 3.1)."""

from __future__ import annotations

from contracts.domain.errors import N_
from metrics.domain.kpis.base import Kpi

KPI = Kpi(
    key="handled",
    label=N_("Handled"),
    unit="count",
    dimension="cost",
    role="information",
    definition=N_("Contacts with the outcome answered; their handle time may be 0."),
    source="MATH 3.1",
    numerator=lambda totals, counting: totals["handled"],
    denominator=lambda totals, counting: 1,
    why_null=lambda totals, counting: None,
)
