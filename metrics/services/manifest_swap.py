"""Make new parts and figures live: compare-and-swap on each month's version, in the caller's one short transaction.

This is the only correctness mechanism of the contact store (DESIGN.md 2). Who finds a version changed has lost the
race and must read and merge again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Max
from django.utils import timezone

from contracts.selectors import Contract
from metrics.models import ContractMonth, Part
from metrics.selectors.months import Manifest
from metrics.services.month_figures import NewFigures
from metrics.store.parts import NewPart

Values = dict[str, object]


class SwapLost(RuntimeError):
    """Another worker changed one of the months meanwhile."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become live."""

    parts: tuple[NewPart, ...] = ()
    figures: tuple[NewFigures, ...] = ()

    def months(self) -> set[str]:
        """The months that get something new."""
        return {part.month for part in self.parts} | {figures.month for figures in self.figures}

    def read(self) -> set[str]:
        """Further months that the figures were rolled up from."""
        return {figures.read for figures in self.figures if figures.read} - self.months()


def manifest_swap(*, contract: Contract, before: Manifest, change: Change) -> dict[str, int]:
    """Point the months at their new parts and figures; gives the manifest's row ids by month. Raises SwapLost.

    Must run in a transaction, which the caller rolls back when this raises.
    """
    held = _hold(contract, before, change)
    values = {month: _part_values(contract, month, change.parts) for month in sorted(change.months())}
    for figures in change.figures:
        values[figures.month]["figure_set_id"] = figures.figure_set_id
    for month, new in values.items():
        rows = ContractMonth.objects.within(contract).filter(pk=held[month], version=before.at(month).version)
        if not rows.update(version=F("version") + 1, changed_at=timezone.now(), **new):
            raise SwapLost(month)
    return {month: held[month] for month in values}


def _hold(contract: Contract, before: Manifest, change: Change) -> dict[str, int]:
    """Lock the rows in the order of months, so that two swaps never wait for each other; new months get a row."""
    rows = ContractMonth.objects.within(contract)
    fresh = sorted(month for month in change.months() if month not in before.months)
    rows.bulk_create([ContractMonth(contract=contract, month=month) for month in fresh], ignore_conflicts=True)
    wanted = change.months() | change.read()
    found = rows.select_for_update().filter(month__in=wanted).order_by("month")
    held = {}
    for pk, month, version in found.values_list("pk", "month", "version"):
        if version != before.at(month).version:
            raise SwapLost(month)
        held[month] = pk
    return held


def _part_values(contract: Contract, month: str, parts: Iterable[NewPart]) -> Values:
    """Columns of the month's row: new part rows by kind, or none where the month lost its last row."""
    values: Values = {}
    for new in parts:
        if new.month == month:
            values[f"{new.kind}_part_id"] = None if new.path is None else _add_part(contract, new, new.path).pk
    return values


def _add_part(contract: Contract, new: NewPart, path: str) -> Part:
    same = Part.objects.within(contract).filter(month=new.month, kind=new.kind)
    newest = same.aggregate(newest=Max("number"))["newest"] or 0
    part = Part(
        contract=contract,
        month=new.month,
        kind=new.kind,
        number=newest + 1,
        path=path,
        rows=new.rows,
        first_day=new.first_day,
        last_day=new.last_day,
    )
    part.save(force_insert=True)
    return part
