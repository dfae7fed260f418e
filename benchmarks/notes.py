"""What a run knows of its files and contracts, light enough for the process that only starts the others."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

KEY = "nordlys-fjord"
FEEDS = {"contacts": "telephony", "surveys": "surveys", "sales": "sales"}  # feed -> source profile
DELIMITERS = {"contacts": ";", "surveys": ",", "sales": ","}
# The contracts of the pages: the newer of two files alone makes the shorter history.
SHORT, LONG = "thirteen", "twenty-four"
TWO_YEARS = (11, 13)
PAGES_FIRST, PAGES_LAST = "2024-11", "2026-10"
_NOTES = "notes.json"


@dataclass(frozen=True, slots=True)
class Notes:
    """What was made: files by feed (in the order of sending), the largest corrected day, rows, and what must come out.

    `totals`: sums over all months by name of the count, counted while writing; `totals_corrected`: the same once the
    corrected day has come, too.
    """

    first: str
    files: dict[str, list[str]]
    corrected: str
    rows: dict[str, int]
    rejected: dict[str, int]
    totals: dict[str, int]
    totals_corrected: dict[str, int]

    def save(self, folder: Path) -> None:
        """Beside the files."""
        (folder / _NOTES).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Notes:
        """As saved."""
        return cls(**json.loads((folder / _NOTES).read_text(encoding="utf-8")))
