"""Words that come from a file, made fit for every database: PostgreSQL refuses NUL and half a surrogate pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def storable(value: Any) -> Any:
    """Plain JSON with every text in it storable: NUL is left out, a lone surrogate becomes a question mark."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {storable(name): storable(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value
