"""Roll up the months that a change of parts touches: those months, and a next month whose terms look back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from contracts.domain.months import Month
from contracts.selectors import Contract, terms_for
from metrics.selectors.late_surveys import late_surveys
from metrics.selectors.months import Manifest, Paths
from metrics.services.figures_write import figures_write
from metrics.store.connection import Session
from metrics.store.files import Store
from metrics.store.parts import NewPart
from metrics.store.rollup import MonthFiles, looks_back, roll_up

_KINDS = ("contacts", "surveys", "sales")


@dataclass(frozen=True, slots=True)
class NewFigures:
    """The figure set that a month will have (None: it has no contacts left), and the other month that was read."""

    month: str
    figure_set_id: int | None
    read: str | None = None


def paths_after(before: Manifest, parts: Collection[NewPart]) -> dict[str, dict[str, str]]:
    """The parts of every month once these new ones are live."""
    after = {month: dict(state.paths) for month, state in before.months.items()}
    for part in parts:
        paths = after.setdefault(part.month, {})
        paths.pop(part.kind, None)
        if part.path is not None:
            paths[part.kind] = part.path
    return after


def months_roll_up(
    *, session: Session, store: Store, contract: Contract, months: Collection[str], after: Mapping[str, Paths]
) -> tuple[NewFigures, ...]:
    """Write figure sets for these months and for next months that look back on them."""
    follow = {str(Month.parse(month).next) for month in months}
    follow = {month for month in follow if after.get(month) and _looks_back(contract, month)}
    return tuple(_roll_up_month(session, store, contract, month, after) for month in sorted({*months, *follow}))


def _looks_back(contract: Contract, month: str) -> bool:
    return looks_back(terms_for(contract, Month.parse(month)).counting)


def _roll_up_month(
    session: Session,
    store: Store,
    contract: Contract,
    month: str,
    after: Mapping[str, Paths],
) -> NewFigures:
    paths = after.get(month, {})
    if "contacts" not in paths:
        return NewFigures(month, None)
    this = Month.parse(month)
    terms = terms_for(contract, this)
    read = str(this.previous) if looks_back(terms.counting) else None
    previous = after.get(read, {}).get("contacts") if read else None
    late = late_surveys(contract, month)
    files = {**paths, "previous": previous, "timely": late.timely_path}
    figures = roll_up(
        session,
        files=MonthFiles(**{kind: store.path(path) for kind, path in files.items() if path}),
        terms=terms,
        late_deliveries=late.deliveries,
    )
    used = [paths[kind] for kind in _KINDS if kind in paths] + ([previous] if previous else [])
    figure_set_id = figures_write(contract=contract, month=month, paths=used, terms=terms, figures=figures)
    return NewFigures(month, figure_set_id, read)
