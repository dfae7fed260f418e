"""Incidents of a contract, by when they were felt."""

from __future__ import annotations

from datetime import datetime

from contracts.selectors import Contract
from metrics.models import Incident

_NO_BREAK_HYPHEN = "\N{NON-BREAKING HYPHEN}"


def incidents_between(contract: Contract, begins: datetime, ends: datetime) -> tuple[Incident, ...]:
    """Those that touch the half-open window, in the order in which they began."""
    touching = Incident.objects.within(contract).filter(begins_at__lt=ends, ends_at__gt=begins)
    return tuple(touching.order_by("begins_at", "number"))


def label(incident: Incident) -> str:
    """What people call it: R-1. The hyphen does not break, so that a line never ends in the middle of the name."""
    return f"R{_NO_BREAK_HYPHEN}{incident.number}"
