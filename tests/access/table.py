"""The access table: read from table.csv, which is the specification and is edited by hand."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

PATH = Path(__file__).with_name("table.csv")


@dataclass(frozen=True, slots=True)
class Row:
    """One address with one method: the status that each actor gets."""

    route: str
    method: str
    expected: dict[str, int]


def read_table() -> tuple[Row, ...]:
    """All rows; a line may name several methods."""
    with PATH.open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    return tuple(
        Row(line["route"], method, {name: int(line[name]) for name in line if name not in {"route", "methods"}})
        for line in lines
        for method in line["methods"].split()
    )
