"""The manifest of a contract: which parts and which figure set each of its months has now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from contracts.selectors import Contract, contract_by_key
from metrics.models import ContractMonth

Paths = Mapping[str, str]  # kind -> path below the contact store
_NONE: Paths = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class MonthState:
    """One month as the manifest has it; `version` counts its swaps."""

    version: int = 0
    paths: Paths = field(default_factory=lambda: _NONE)
    figure_set_id: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """All months of a contract at one moment."""

    months: Mapping[str, MonthState]

    def at(self, month: str) -> MonthState:
        """A month, empty and of version 0 when the contract has none."""
        return self.months.get(month, MonthState())


def manifest_of(contract: Contract) -> Manifest:
    """The manifest, read by one query: parts and figures that belong together."""
    rows = ContractMonth.objects.within(contract).values_list(
        "month", "version", "figure_set_id", "contacts_part__path", "surveys_part__path", "sales_part__path"
    )
    months = {}
    for month, version, figure_set_id, *paths in rows:
        named = zip(("contacts", "surveys", "sales"), paths, strict=True)
        months[month] = MonthState(version, {kind: path for kind, path in named if path}, figure_set_id)
    return Manifest(MappingProxyType(months))


def contracts_with_months() -> list[Contract]:
    """The operator's door, for commands only: every contract that has contacts, by key."""
    keys = ContractMonth.all_rows.values_list("contract__key", flat=True).order_by("contract__key").distinct()
    return [contract_by_key(key) for key in keys]
