"""Contacts: everything that came in or went out in the month, answered or not (MATH.md 3.1)."""

from __future__ import annotations

from contracts.domain.errors import N_
from metrics.domain.kpis.base import Kpi

KPI = Kpi(
    key="contacts",
    label=N_("Contacts"),
    unit="count",
    dimension="cost",
    role="information",
    definition=N_("All contacts of the month, inbound and outbound, except tests and internal ones."),
    source="MATH 3.1",
    numerator=lambda totals, counting: totals["contacts"],
    denominator=lambda totals, counting: 1,
    why_null=lambda totals, counting: None,
)
