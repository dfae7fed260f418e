"""Names of the measures that a contract may promise. Metrics offers them at start-up (MetricsConfig.ready)."""

from __future__ import annotations

from collections.abc import Iterable

_offered: dict[str, str] = {}


def offer(measures: Iterable[tuple[str, str]]) -> None:
    """Make measures known: pairs of key and unit ("s", "share", "count", "score")."""
    _offered.update(measures)


def units() -> dict[str, str]:
    """Key and unit of every measure that can be promised."""
    return dict(_offered)
