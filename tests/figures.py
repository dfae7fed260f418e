"""Builders of months with figures, as the store would leave them: manifest row, part, figure set, figure rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from contracts.domain.months import Month
from contracts.models import Contract
from contracts.selectors import terms_over
from metrics.domain.counts import DEFINITION_VERSION
from metrics.domain.totals import Totals
from metrics.models import ContractMonth, FigureSet, MonthlyFigure, Part
from tests.golden.month import Row, figures

_running = count(1)


def make_figures(contract: Contract, month: str, rows: Iterable[Row]) -> FigureSet:
    """A figure set with one figure row per row."""
    n = next(_running)
    made = FigureSet.all_rows.create(
        contract=contract,
        month=month,
        parts_hash=f"parts-{n}",
        terms_hash=_counted_under(contract, month),
        definition_version=DEFINITION_VERSION,
    )
    MonthlyFigure.all_rows.bulk_create(
        MonthlyFigure(contract=contract, figure_set=made, month=month, **row.dimensions, **row.totals.counts)
        for row in rows
    )
    return made


def _counted_under(contract: Contract, month: str) -> str:
    """The mark of the terms that the figures were counted under; a month without terms has none."""
    terms = terms_over(contract, (Month.parse(month),)).get(Month.parse(month))
    return "none" if terms is None else terms.counting_hash()


def put_month(contract: Contract, month: str, rows: Iterable[Row]) -> ContractMonth:
    """Swap a month to these figures, as a delivery does: new part, new figure set, next version of the manifest."""
    rows = tuple(rows)
    n = next(_running)
    contacts = sum(row.totals["contacts"] for row in rows)
    part = Part.all_rows.create(
        contract=contract, month=month, kind="contacts", number=n, path=f"{month}/contacts-{n}", rows=contacts
    )
    row = ContractMonth.all_rows.filter(contract=contract, month=month).first()
    row = row or ContractMonth(contract=contract, month=month)
    row.version += 1
    row.contacts_part = part
    row.figure_set = make_figures(contract, month, rows)
    row.save()
    return row


def of_month(row: ContractMonth) -> dict[str, Any]:
    """What every row of a month's live figure set names, whatever its table."""
    return {"contract": row.contract, "figure_set": row.figure_set, "month": row.month}


def put_golden_months(contract: Contract) -> None:
    """September and October 2026, worked out by hand (tests/golden)."""
    for month in ("2026-09", "2026-10"):
        put_month(contract, month, figures(month))


def phone(counts: Mapping[str, int], **dimensions: str) -> Row:
    """One row of phone contacts of the brand main."""
    return Row({"channel": "phone", "brand": "main", **dimensions}, Totals.of(counts))


def calls(n: int, seconds: int = 350) -> Row:
    """Answered calls of so many seconds each, all billable, nothing sold, no survey."""
    return phone(
        {"contacts": n, "handled": n, "handled_timed": n, "handle_seconds": n * seconds, "billable": n, "sale_known": n}
    )
