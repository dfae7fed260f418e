"""Store a month's figures: invisible until a swap points at them, so they go in by short steps of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain

from django.db import connection, models, transaction

from contracts.domain.terms import Terms
from contracts.selectors import Contract
from metrics.domain.counts import DAY_DIMENSIONS, DEFINITION_VERSION, DIMENSIONS, NAMES
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
from metrics.store.connection import Row
from metrics.store.rollup import Figures

# SQLite has one writer: a page that wants to write waits for no more than so many rows.
ROWS_A_STEP = 2_000
# Fewer than the 999 that any SQLite takes.
VALUES_A_STATEMENT = 900
_OWN = ("contract_id", "figure_set_id", "month")


def parts_hash(paths: Sequence[str]) -> str:
    """Names the part files that figures were rolled up from, in this order."""
    return hashlib.sha256("\n".join(paths).encode()).hexdigest()


def figures_write(*, contract: Contract, month: str, paths: Sequence[str], terms: Terms, figures: Figures) -> int:
    """Write one figure set and its rows; gives its id. Nobody sees it before a swap."""
    figure_set = FigureSet.all_rows.create(
        contract=contract,
        month=month,
        parts_hash=parts_hash(paths),
        part_paths=list(paths),
        terms_hash=terms.counting_hash(),
        definition_version=DEFINITION_VERSION,
    )
    own = (contract.pk, figure_set.pk, month)
    for model, columns, rows in (
        (MonthlyFigure, (*DIMENSIONS, *NAMES), figures.monthly),
        (DailyFigure, ("local_day", *DAY_DIMENSIONS, *NAMES), figures.daily),
        (HourFigure, (*HOUR_KEYS, *HOUR_COUNTS), figures.hours),
        (HandleTimeBin, (*BIN_KEYS, *BIN_COUNTS), figures.bins),
        (AgentFigure, (*AGENT_KEYS, *AGENT_COUNTS), figures.agents),
        (SaleFigure, (*SALE_KEYS, *SALE_COUNTS), figures.sold),
    ):
        _insert(model, (*_OWN, *columns), own, rows)
    return figure_set.pk


def figures_forget(ids: Sequence[int]) -> None:
    """Remove figure sets that nobody points at."""
    for figure_set in FigureSet.all_rows.filter(pk__in=ids):
        figure_set.delete()


def _insert(model: type[models.Model], names: Sequence[str], own: Row, rows: Sequence[Row]) -> None:
    """Rows go in by executemany, several a statement: each statement that meets a trigger costs as much as its rows."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in names)
    into = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 our own names
    marks = f"({', '.join('%s' for _ in names)})"
    together = max(1, VALUES_A_STATEMENT // len(names))
    for start in range(0, len(rows), ROWS_A_STEP):
        step = [(*own, *row) for row in rows[start : start + ROWS_A_STEP]]
        whole = len(step) - len(step) % together
        several = [tuple(chain.from_iterable(step[at : at + together])) for at in range(0, whole, together)]
        with transaction.atomic(), connection.cursor() as cursor:
            if several:
                cursor.executemany(into + ", ".join([marks] * together), several)
            if step[whole:]:
                cursor.executemany(into + marks, step[whole:])
