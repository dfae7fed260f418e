"""A chart as a page shows it: finding, drawing, words for those who cannot see it, and the same numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

FEW_ROWS = 4  # a table of so many stands open
FEW_COLUMNS = 4  # more become blocks of label and value where there is no room


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table as the page prints it, with the heading of its column."""

    text: str
    heading: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class FigureBox:
    """One figure of a page; its table is what the page prints and what CSV and XLSX hold.

    `key` is its id on the page, the name of its files and the end of its address (a slug). `rows` are printed texts in
    the reader's language, `data` the same cells as values (Decimal, int, date text, None), for files. `total` is a row
    below a rule, `total_data` its values.
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
    total: tuple[str, ...] = ()
    total_data: tuple[object, ...] = ()

    @property
    def figure_id(self) -> str:
        """The id of the script block that holds the drawings."""
        return f"figure-{self.key}"

    @property
    def wide_height(self) -> int:
        """What the page reserves for the wide drawing, in px."""
        return int(self.drawings["wide"]["layout"]["height"])

    @property
    def narrow_height(self) -> int:
        """What the page reserves for the narrow drawing, in px."""
        return int(self.drawings["narrow"]["layout"]["height"])

    @property
    def is_short(self) -> bool:
        """Short enough that its table stands open."""
        return len(self.rows) <= FEW_ROWS

    @property
    def has_many_columns(self) -> bool:
        """Too many columns for a narrow place."""
        return len(self.heading) > FEW_COLUMNS

    @property
    def columns(self) -> tuple[Cell, ...]:
        """The head of the table."""
        return self._cells((self.heading,))[0]

    @property
    def table(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows as cells."""
        return self._cells(self.rows)

    @property
    def table_total(self) -> tuple[Cell, ...]:
        """The row below the rule, if there is one."""
        return self._cells((self.total,))[0] if self.total else ()

    @property
    def file_rows(self) -> tuple[tuple[object, ...], ...]:
        """What the files hold below the heading: values where known, else the printed texts; the total last."""
        rows: tuple[tuple[object, ...], ...] = self.data or self.rows
        total = self.total_data or self.total
        return (*rows, total) if total else rows

    def _cells(self, rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
        columns = tuple((heading, self._is_number(column)) for column, heading in enumerate(self.heading))
        return tuple(
            tuple(Cell(text, heading, is_number) for text, (heading, is_number) in zip(row, columns, strict=True))
            for row in rows
        )

    def _is_number(self, column: int) -> bool:
        """Figures stand to the right. The first column names its row."""
        known = [row[column] for row in self.data if row[column] is not None]
        return column > 0 and all(isinstance(value, int | float | Decimal) for value in known)
