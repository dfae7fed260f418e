"""Look at the contacts behind a figure: the legs of one month that fall into a slice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from metrics.domain.counts import DIMENSIONS
from metrics.domain.records import PARTS
from metrics.store.connection import Session, quoted, read

NAMES: tuple[str, ...] = tuple(name for name, _ in PARTS["contacts"])


class NoSuchDimension(KeyError):
    """Contacts were asked for by something that figures are not kept by: a programming error."""


def contacts_behind(
    session: Session, *, part: Path, slice_by: Mapping[str, str], limit: int, names: tuple[str, ...] = NAMES
) -> list[dict[str, Any]]:
    """Some columns of the contacts of a slice, in order of their start; the empty text is what the source left out.

    `slice_by` may name local_day (2026-10-05) beside the dimensions of metrics.domain.counts.
    """
    wanted = " AND ".join([_condition(name, value) for name, value in sorted(slice_by.items())] or ["1 = 1"])
    chosen = ", ".join(name for name in NAMES if name in names)
    rows = session.run(
        f"SELECT {chosen} FROM {read([part])} WHERE {wanted} "  # noqa: S608 names are checked, values are quoted
        f"ORDER BY started_at, source, contact_id, leg_no LIMIT {int(limit)}"
    )
    columns = [name for name in NAMES if name in names]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _condition(name: str, value: str) -> str:
    if name == "local_day":
        return f"local_day = CAST({quoted(value)} AS DATE)"
    if name not in DIMENSIONS:
        raise NoSuchDimension(name)
    return f"COALESCE({name}, '') = {quoted(value)}"
