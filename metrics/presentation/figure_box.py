"""A chart as a page shows it: finding, drawing, words for those who cannot see it, and the same numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FigureBox:
    """One figure of a page; its table is what the page prints and what CSV and XLSX hold.

    `key` is its id on the page, the name of its files and the end of its address. `rows` are printed texts in the
    reader's language, `data` the same cells as values (Decimal, int, date text, None), for files.
    """

    key: str
    title: str  # the finding
    subtitle: str  # unit, period, level of intervals
    summary: str  # extremes, last value, verdict: the figure in a sentence
    drawings: dict[str, Any]  # {"wide": …, "narrow": …}, plain Plotly
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    data: tuple[tuple[object, ...], ...] = field(default=())
    csv_url: str = ""
    xlsx_url: str = ""
    notes: tuple[str, ...] = ()

    @property
    def figure_id(self) -> str:
        """The id of the script block that holds the drawings."""
        return f"figure-{self.key}"
