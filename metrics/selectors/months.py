"""The manifest of a contract: which parts and which figure set each of its months has now, and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from contracts.selectors import Contract, contract_by_key
from metrics.models import ContractMonth, Waiting

Paths = Mapping[str, str]  # kind -> path below the contact store
_NONE: Paths = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class MonthState:
    """One month as the manifest has it; `version` counts its swaps."""

    version: int = 0
    paths: Paths = field(default_factory=lambda: _NONE)
    figure_set_id: int | None = None
    figures_due_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """All months of a contract at one moment, and the surveys and sales that wait for a contact.

    `version` guards what no single month does: where the contact of a key lives, or that it lives nowhere.
    """

    months: Mapping[str, MonthState]
    version: int = 0
    waiting: Paths = field(default_factory=lambda: _NONE)

    def at(self, month: str) -> MonthState:
        """A month, empty and of version 0 when the contract has none."""
        return self.months.get(month, MonthState())


def manifest_of(contract: Contract) -> Manifest:
    """The manifest: parts and figures that belong together, by one query. The guard is read before them, so that a
    swap in between is noticed."""
    guard = Waiting.objects.within(contract).values_list("version", "surveys_part__path", "sales_part__path").first()
    version, surveys, sales = guard or (0, None, None)
    rows = ContractMonth.objects.within(contract).values_list(
        "month", "version", "figure_set_id", "figures_due_since",
        "contacts_part__path", "surveys_part__path", "sales_part__path",
    )  # fmt: skip
    months = {
        month: MonthState(number, _paths(*paths), figure_set_id, due_since)
        for month, number, figure_set_id, due_since, *paths in rows
    }
    return Manifest(MappingProxyType(months), version, _paths(None, surveys, sales))


def _paths(contacts: str | None, surveys: str | None, sales: str | None) -> Paths:
    found = {"contacts": contacts, "surveys": surveys, "sales": sales}
    return {kind: path for kind, path in found.items() if path}


def contracts_with_months() -> list[Contract]:
    """The operator's door, for commands only: every contract that has contacts, by key."""
    keys = ContractMonth.all_rows.values_list("contract__key", flat=True).order_by("contract__key").distinct()
    return [contract_by_key(key) for key in keys]
