"""A month's figures from a few words per contact, survey and sale."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from contracts.domain.counting import CountingRules
from contracts.domain.terms import Terms
from metrics.domain.counts import DIMENSIONS, NAMES
from metrics.domain.records import PARTS
from metrics.store.connection import Row
from metrics.store.rollup import Figures, MonthFiles, roll_up
from tests.metrics.store.staging import session_in, stage

Roll = Callable[..., Figures]


def terms(billing_unit: str = "contact", month_by: str = "started", **counting: Any) -> Terms:
    rules = CountingRules(**({"not_billable": ()} | counting))
    return Terms("k", "NOK", "Europe/Oslo", billing_unit, month_by, 1, date(2026, 1, 1), counting=rules)


def roll_in(folder: Path) -> Roll:
    """Roll up contacts=[…], surveys=[…], sales=[…] below a folder.

    Also previous=[…], the contacts of the month before, and timely=[…], the surveys of when the month became final.
    """

    def run(
        agreed: Terms | None = None,
        *,
        previous: Sequence[Any] = (),
        timely: Sequence[Any] = (),
        late_deliveries: Collection[int] = (),
        **kinds: Any,
    ) -> Figures:
        staged = stage(folder / "month", **kinds)
        files = {kind: path for kind in PARTS if (path := staged / f"{kind}.parquet").exists()}
        if previous:
            files["previous"] = stage(folder / "before", contacts=previous) / "contacts.parquet"
        if timely:
            files["timely"] = stage(folder / "final", surveys=timely) / "surveys.parquet"
        with session_in(folder) as session:
            return roll_up(
                session,
                files=MonthFiles(**files),
                terms=agreed or terms(),
                late_deliveries=late_deliveries,
            )

    return run


def total(figures: Figures) -> dict[str, int]:
    """All slices together."""
    return sums(figures.monthly, len(DIMENSIONS), NAMES)


def sums(rows: Sequence[Row], keys: int, names: Sequence[str]) -> dict[str, int]:
    """Counts of the rows of one figure table, which stand behind so many keys."""
    return {name: sum(row[keys + place] for row in rows) for place, name in enumerate(names)}
