"""Figures go into their tables whole, whatever their number, and nobody points at them yet."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from contracts.domain.months import Month
from contracts.models import Contract
from contracts.selectors import terms_for
from metrics.domain.counts import DAY_DIMENSIONS, DIMENSIONS, NAMES
from metrics.domain.figure_tables import (
    AGENT_COUNTS,
    AGENT_KEYS,
    BIN_COUNTS,
    BIN_KEYS,
    HOUR_COUNTS,
    HOUR_KEYS,
    SALE_COUNTS,
    SALE_KEYS,
)
from metrics.models import (
    AgentFigure,
    DailyFigure,
    FigureSet,
    HandleTimeBin,
    HourFigure,
    MonthlyFigure,
    SaleFigure,
)
from metrics.services.figures_write import ROWS_A_STEP, VALUES_A_STATEMENT, figures_forget, figures_write
from metrics.store.rollup import Figures

TABLES: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "daily": (DailyFigure, ("local_day", *DAY_DIMENSIONS, *NAMES)),
    "monthly": (MonthlyFigure, (*DIMENSIONS, *NAMES)),
    "hours": (HourFigure, (*HOUR_KEYS, *HOUR_COUNTS)),
    "bins": (HandleTimeBin, (*BIN_KEYS, *BIN_COUNTS)),
    "agents": (AgentFigure, (*AGENT_KEYS, *AGENT_COUNTS)),
    "sold": (SaleFigure, (*SALE_KEYS, *SALE_COUNTS)),
}
TEXTS = {*DIMENSIONS, *AGENT_KEYS, *SALE_KEYS}

pytestmark = pytest.mark.django_db


def given(name: str, number: int) -> Any:
    """What column `name` of row `number` holds: no two columns and no two rows alike."""
    if name == "local_day":
        return date(2026, 10, 1 + number % 31)
    if name == "hour_start":
        return datetime.fromisoformat(f"2026-10-01 {number % 24:02d}:00:00")
    if name in TEXTS:
        return f"{name[:9]}{number % 7}"
    return number if name in ("bin", "local_hour") else 1_000_000 * number + len(name)


def write(contract: Contract, **rows: int) -> FigureSet:
    """A figure set of so many rows a table."""
    made = {
        table: tuple(tuple(given(name, number) for name in TABLES[table][1]) for number in range(count))
        for table, count in rows.items()
    }
    terms = terms_for(contract, Month(2026, 10))
    number = figures_write(contract=contract, month="2026-10", paths=["a"], terms=terms, figures=Figures(**made))
    return FigureSet.all_rows.get(pk=number)


@pytest.mark.parametrize("table", TABLES)
def test_rows_come_back_as_they_went_in(contract: Contract, table: str) -> None:
    """Three statements full of rows and some more."""
    model, names = TABLES[table]
    count = 3 * (VALUES_A_STATEMENT // (len(names) + 3)) + 2
    figure_set = write(contract, **{table: count})
    rows = model.objects.within(contract).filter(figure_set=figure_set, month="2026-10").order_by("pk")
    found = [tuple(row) for row in rows.values_list(*names)]
    wanted = [tuple(given(name, number) for name in names) for number in range(count)]
    if table == "hours":
        wanted = [(row[0].replace(tzinfo=UTC), *row[1:]) for row in wanted]
    assert found == wanted


@pytest.mark.parametrize("count", [0, 1, ROWS_A_STEP, ROWS_A_STEP + 1])
def test_no_row_is_lost_at_the_edge_of_a_step(contract: Contract, count: int) -> None:
    figure_set = write(contract, sold=count)
    assert SaleFigure.objects.within(contract).filter(figure_set=figure_set).count() == count


def test_what_nobody_points_at_is_forgotten_with_all_its_rows(contract: Contract) -> None:
    kept, lost = (write(contract, **dict.fromkeys(TABLES, 2)) for _ in range(2))
    figures_forget([lost.pk])
    for model, _ in TABLES.values():
        assert set(model.objects.within(contract).values_list("figure_set", flat=True)) == {kept.pk}
