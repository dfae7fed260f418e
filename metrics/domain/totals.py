"""Totals: additive counts for one slice. Ratios are taken last (STYLE.md 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from metrics.domain.counts import NAMES

_ZERO: Mapping[str, int] = MappingProxyType(dict.fromkeys(NAMES, 0))


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of one slice by name (metrics.domain.counts); a name left out is 0. Two slices can always be added."""

    counts: Mapping[str, int] = field(default_factory=lambda: _ZERO)

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Totals:
        """Totals from some counts. Raises KeyError for a name that is no count."""
        unknown = set(counts) - set(NAMES)
        if unknown:
            raise KeyError(f"no such count: {', '.join(sorted(unknown))}")
        return cls(MappingProxyType({name: int(counts.get(name, 0)) for name in NAMES}))

    def __getitem__(self, name: str) -> int:
        return self.counts[name]

    def __add__(self, other: Totals) -> Totals:
        return Totals(MappingProxyType({name: self.counts[name] + other.counts[name] for name in NAMES}))


def sum_totals(slices: Iterable[Totals]) -> Totals:
    """The totals of several slices together; of none: all 0."""
    total = dict(_ZERO)
    for part in slices:
        for name, value in part.counts.items():
            total[name] += value
    return Totals(MappingProxyType(total))
