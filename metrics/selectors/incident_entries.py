"""Incidents as a scorecard lists them: what disturbed a month, when, where, and whose it was. Nothing is relieved."""

from __future__ import annotations

from collections.abc import Collection

from contracts.domain.months import Month, bounds, local_text
from contracts.selectors import Contract
from metrics.domain.scorecard import Document
from metrics.models import Incident
from metrics.selectors.incidents import incidents_between


def incident_entries(contract: Contract, months: Collection[Month]) -> dict[Month, tuple[Document, ...]]:
    """The entries of the incidents that touch each month, in the order in which they began; one query for all."""
    if not months:
        return {}
    windows = {month: bounds(month, contract.time_zone) for month in months}
    first, last = min(begins for begins, _ in windows.values()), max(ends for _, ends in windows.values())
    found = incidents_between(contract, first, last)
    return {
        month: tuple(_entry(contract, one) for one in found if one.begins_at < ends and one.ends_at > begins)
        for month, (begins, ends) in windows.items()
    }


def _entry(contract: Contract, incident: Incident) -> Document:
    return {
        "label": f"R-{incident.number}",
        "key": incident.key,
        "owner": incident.owner,
        "begins_at": local_text(incident.begins_at, contract.time_zone),
        "ends_at": local_text(incident.ends_at, contract.time_zone),
        "scope": incident.scope,
        "sentence": incident.sentence_en,
    }
