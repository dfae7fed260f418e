"""What an incident is: a window of time, where it was felt, and whose it was (docs/incidents_yaml.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

OWNERS: tuple[str, ...] = ("buyer", "vendor", "third_party")
# A dimension that the scope does not name is not limited.
DIMENSIONS: tuple[str, ...] = ("channel", "queue", "topic", "brand")

Scope = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class IncidentDocument:
    """One incident as somebody wrote it down. The window is half-open, in UTC: begins_at <= t < ends_at.

    `places` holds line and column of its keys, so that whoever refuses it later can say where.
    """

    key: str
    contracts: tuple[str, ...]
    begins_at: datetime
    ends_at: datetime
    scope: Scope
    owner: str
    sentence_en: str
    sentence_nb: str
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False)

    def stored_scope(self) -> dict[str, list[str]]:
        """The scope as plain JSON, in a fixed order."""
        return {name: list(self.scope[name]) for name in DIMENSIONS if name in self.scope}
