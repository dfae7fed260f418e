"""Names of the measures that a contract may promise. Metrics offers them at start-up (MetricsConfig.ready)."""

from __future__ import annotations

from collections.abc import Iterable

_offered: dict[str, tuple[str, str]] = {}


def offer(measures: Iterable[tuple[str, str, str]]) -> None:
    """Make measures known: key, unit ("s", "share", "count", "score") and English label (marked where it stands)."""
    _offered.update({key: (unit, label) for key, unit, label in measures})


def units() -> dict[str, str]:
    """Key and unit of every measure that can be promised."""
    return {key: unit for key, (unit, _) in _offered.items()}


def labels() -> dict[str, str]:
    """Key and English label of every measure that can be promised."""
    return {key: label for key, (_, label) in _offered.items()}
