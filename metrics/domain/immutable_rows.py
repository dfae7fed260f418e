"""Minted scorecards never change; only their state moves on: preliminary, final, signed (examples/states.md)."""

from __future__ import annotations

from contracts.domain.immutable_rows import Guard

_TABLE = "metrics_scorecardversion"
_FROZEN = (
    "id", "contract_id", "month", "version", "document", "difference", "hash", "figure_set_id",
    "minted_at", "minted_by",
)  # fmt: skip
_BACKWARDS = "OLD.state = 'signed' AND NEW.state <> 'signed' OR OLD.state = 'final' AND NEW.state = 'preliminary'"

GUARDS: tuple[Guard, ...] = (
    Guard(_TABLE, "UPDATE", "a minted scorecard never changes", _BACKWARDS, _FROZEN),
    Guard(_TABLE, "DELETE", "a minted scorecard is never deleted"),
)
