"""The process that brings in the example data, as the demo sees it: its lines, and how far it is."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from kpi_portal.demo.processes import Child, Household

# The line after which there is something to see.
READY = "The newest month is ready"
INCOMPLETE = "The example data are not complete; the reason stands above. The next start tries again."
COMMAND = ("manage.py", "seed_demo")
NICE = 5  # whoever looks at pages meanwhile goes first


@dataclass
class Seeding:
    """Runs beside everything else until all data are in; it is not started again when it ends."""

    child: Child
    shown: int = 0
    is_ready: bool = False
    has_complained: bool = False

    @classmethod
    def started(cls, household: Household, logs: Path) -> Seeding:
        """Start it with a fresh log."""
        log = logs / "seed.log"
        log.unlink(missing_ok=True)
        return cls(household.start_errand(Child("seed", [sys.executable, *COMMAND], log, grace_s=3, nice=NICE)))

    @property
    def is_over(self) -> bool:
        """Nothing more will come."""
        return self.child.has_ended() and not self._unread()

    @property
    def has_failed(self) -> bool:
        """It is over, and not all data are in."""
        return self.is_over and self.child.process is not None and bool(self.child.process.returncode)

    def new_lines(self) -> list[str]:
        """What it has said since it was asked last, whole lines only; and once, that it has failed."""
        lines = self._unread()
        self.shown += len(lines)
        self.is_ready = self.is_ready or READY in lines
        if self.has_failed and not self.has_complained:
            self.has_complained = True
            return [*lines, INCOMPLETE]
        return lines

    def _unread(self) -> list[str]:
        if not self.child.log.exists():
            return []
        text = self.child.log.read_text(encoding="utf-8", errors="replace")
        whole = text if self.child.has_ended() else text[: text.rfind("\n") + 1]
        return whole.splitlines()[self.shown :]
