"""The balance of a delivery: every line of the file is accounted for exactly once (DESIGN.md 4)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

# In the order of the public document.
NAMES: tuple[str, ...] = (
    "lines", "header", "blank", "continuation", "accepted", "updated", "duplicate", "stale", "unmatched", "elsewhere",
    "rejected",
)  # fmt: skip


class BalanceBroken(RuntimeError):
    """Lines got lost or were counted twice: a fault of ours. Nothing of the file may count."""


@dataclass(frozen=True, slots=True)
class LineBalance:
    """What became of a file's lines: 100 = 1 header + 2 blank + 90 accepted + 4 duplicate + 3 rejected."""

    lines: int = 0
    header: int = 0
    blank: int = 0
    continuation: int = 0
    accepted: int = 0
    updated: int = 0
    duplicate: int = 0
    stale: int = 0
    unmatched: int = 0
    elsewhere: int = 0
    rejected: int = 0

    def counts(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)

    def check(self) -> None:
        """Raise BalanceBroken unless the lines are the sum of the rest."""
        counts = self.counts()
        lines = counts.pop("lines")
        if lines != sum(counts.values()) or min(counts.values()) < 0:
            raise BalanceBroken(f"{lines} lines, but {counts}")


def conflicts_are_too_many(conflicts: int, rows: int) -> bool:
    """More than one row in a hundred contradicts what is stored under its key (RELIABILITY.md 5.5)."""
    return conflicts * 100 > rows
