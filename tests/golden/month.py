"""The golden month as Totals: read by the pure test and by the tests that go through the tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from metrics.domain.totals import Totals

FOLDER = Path(__file__).resolve().parent
DIMENSIONS = ("channel", "brand", "topic")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a month's figures; a dimension left out is the empty text."""

    dimensions: Mapping[str, str]
    totals: Totals


def figures(month: str) -> tuple[Row, ...]:
    """The rows of a month: 2026-10, or 2026-09 before it."""
    rows = json.loads((FOLDER / "figures.json").read_text(encoding="utf-8"))[month]
    return tuple(Row({name: row.get(name, "") for name in DIMENSIONS}, Totals.of(row["counts"])) for row in rows)


def expected() -> dict[str, Any]:
    """What the scorecard must say; its slices are shortened to values by KPI."""
    document: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    return document


def check(document: Mapping[str, Any]) -> None:
    """Hold a scorecard against what was worked out by hand."""
    wanted = expected()
    slices = wanted.pop("slices")
    found = {key: value for key, value in document.items() if key not in {"hash", "inputs", "slices"}}
    assert found == wanted
    by_name = {_name(part): part for part in document["slices"]}
    assert list(by_name) == list(slices)
    for name, values in slices.items():
        assert by_name[name]["cost"] == values.pop("cost")
        assert {kpi: by_name[name]["kpis"][kpi]["value"] for kpi in values} == values


def _name(part: Mapping[str, Any]) -> str:
    ((dimension, value),) = part["by"].items()
    return f"{dimension}={value}"
