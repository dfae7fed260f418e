"""Minted scorecards never change; only their state moves on: preliminary, final, signed (examples/states.md).

Nor does what they stand on: figures are written once, and those that a minted scorecard pins neither go nor get more;
a version of a source profile stays as the files that came by it were read.
"""

from __future__ import annotations

from contracts.domain.immutable_rows import Guard, sealed

_TABLE = "metrics_scorecardversion"
_FROZEN = (
    "id", "contract_id", "month", "version", "document", "difference", "hash", "figure_set_id",
    "minted_at", "minted_by",
)  # fmt: skip
_BACKWARDS = "OLD.state = 'signed' AND NEW.state <> 'signed' OR OLD.state = 'final' AND NEW.state = 'preliminary'"
_PINNED = "EXISTS (SELECT 1 FROM metrics_scorecardversion s WHERE s.figure_set_id = {row})"
_KEPT = "a minted scorecard keeps its figures"


def _written_once(table: str, figure_set: str) -> tuple[Guard, Guard]:
    """No update; no delete while a minted scorecard pins the figure set. The rest is the garbage's."""
    return (
        Guard(table, "UPDATE", "figures are written once"),
        Guard(table, "DELETE", _KEPT, _PINNED.format(row=f"OLD.{figure_set}")),
    )


def _rows_of_figures(table: str) -> tuple[Guard, ...]:
    """As their figure set; one that is pinned gets no further rows."""
    added = Guard(table, "INSERT", _KEPT, _PINNED.format(row="NEW.figure_set_id"))
    return (*_written_once(table, "figure_set_id"), added)


GUARDS: tuple[Guard, ...] = (
    Guard(_TABLE, "UPDATE", "a minted scorecard never changes", _BACKWARDS, _FROZEN),
    Guard(_TABLE, "DELETE", "a minted scorecard is never deleted"),
    *_written_once("metrics_figureset", "id"),
    *_rows_of_figures("metrics_monthlyfigure"),
    *_rows_of_figures("metrics_dailyfigure"),
    *sealed("metrics_sourceprofile", "a version of a source profile never changes"),
)

# The tables of 0004 (metrics.domain.figure_tables).
NARROW_FIGURES: tuple[Guard, ...] = (
    *_rows_of_figures("metrics_hourfigure"),
    *_rows_of_figures("metrics_handletimebin"),
    *_rows_of_figures("metrics_agentfigure"),
    *_rows_of_figures("metrics_salefigure"),
)
