"""Make new parts and figures live: compare-and-swap on each month's version, in the caller's one short transaction.

Who changes parts also passes the contract's guard: in which month a key lives no single month's version can say.
This is the only correctness mechanism of the contact store (DESIGN.md 2). Who finds a version changed has lost the
race and must read and merge again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Max
from django.utils import timezone

from contracts.selectors import Contract
from metrics.domain.waiting import WAITING, Age, ages
from metrics.models import ContractMonth, Part, Waiting
from metrics.selectors.months import Manifest
from metrics.services.month_figures import NewFigures
from metrics.store.parts import NewPart

Values = dict[str, object]


class SwapLost(RuntimeError):
    """Another worker changed one of the months meanwhile."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become live. A month with new parts and no new figures keeps its figures, and newer ones are due."""

    parts: tuple[NewPart, ...] = ()
    figures: tuple[NewFigures, ...] = ()

    def months(self) -> set[str]:
        """The months that get something new."""
        return self.touched() | {figures.month for figures in self.figures}

    def touched(self) -> set[str]:
        """The months that get a new part."""
        return {part.month for part in self.parts} - {WAITING}

    def read(self) -> set[str]:
        """Further months that the figures were rolled up from."""
        return {figures.read for figures in self.figures if figures.read} - self.months()


def manifest_swap(*, contract: Contract, before: Manifest, change: Change) -> dict[str, int]:
    """Point the months at their new parts and figures; gives the manifest's row ids by month. Raises SwapLost.

    Must run in a transaction, which the caller rolls back when this raises.
    """
    if change.parts:
        _pass_guard(contract, before, change)
    held = _hold(contract, before, change)
    values = {month: _part_values(contract, month, change.parts) for month in sorted(change.months())}
    for month in change.touched():
        values[month]["figures_due_since"] = before.at(month).figures_due_since or timezone.now()
    for figures in change.figures:
        values[figures.month] |= {"figure_set_id": figures.figure_set_id, "figures_due_since": None}
    for month, new in values.items():
        rows = ContractMonth.objects.within(contract).filter(pk=held[month], version=before.at(month).version)
        if not rows.update(version=F("version") + 1, changed_at=timezone.now(), **new):
            raise SwapLost(month)
    return {month: held[month] for month in values}


def _pass_guard(contract: Contract, before: Manifest, change: Change) -> None:
    """Whoever changed parts since they were read has changed the guard's version; with it go the waiting parts."""
    rows = Waiting.objects.within(contract)
    rows.bulk_create([Waiting(contract=contract)], ignore_conflicts=True)
    guard = rows.select_for_update().filter(version=before.version).first()
    if guard is None:
        raise SwapLost(WAITING)
    values = _part_values(contract, WAITING, change.parts)
    if values:
        values["ages"] = _ages(contract, guard, change.parts)
    if not rows.filter(version=before.version).update(version=F("version") + 1, changed_at=timezone.now(), **values):
        raise SwapLost(WAITING)


def _ages(contract: Contract, guard: Waiting, parts: Iterable[NewPart]) -> list[object]:
    """Since when how many rows wait, of the parts that change anew."""
    new = [part for part in parts if part.month == WAITING]
    kept = [age for age in map(Age.from_json, guard.ages) if age.feed not in {part.kind for part in new}]
    found = [age for part in new for age in ages(part.kind, part.hours, contract.time_zone)]
    return [age.to_json() for age in sorted((*kept, *found), key=lambda age: age.feed)]


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
