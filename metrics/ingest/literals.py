"""Values as SQL literals. Everything that comes from a profile or a file enters SQL through here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def text(value: str) -> str:
    """A text."""
    return "'" + value.replace("'", "''") + "'"


def texts(values: Iterable[str]) -> str:
    """Texts for IN (…)."""
    return ", ".join(text(value) for value in values)


def moment(value: datetime) -> str:
    """A TIMESTAMP, without zone."""
    return f"TIMESTAMP '{value.replace(tzinfo=None).isoformat(sep=' ')}'"


def constant(value: str | bool | None) -> str:
    """A text, a truth, or null."""
    if value is None:
        return "NULL"
    return str(value).upper() if isinstance(value, bool) else text(value)
