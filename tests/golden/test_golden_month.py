"""The month that was worked out by hand (README.md beside this file)."""

from __future__ import annotations

from contracts.domain.counting import CountingRules
from contracts.domain.months import Month
from metrics.domain.kpi_entries import read_all, short_entry
from metrics.domain.scorecard import MonthFigures, draw
from metrics.domain.slices import Slice
from metrics.domain.totals import Totals, sum_totals
from tests.golden.month import Row, check, figures
from tests.metrics.domain.agreed import TERMS


def by_channel(rows: list[Row]) -> dict[str, Totals]:
    return {row.dimensions["channel"]: row.totals for row in rows}


def test_the_scorecard_says_what_was_worked_out_by_hand() -> None:
    rows = list(figures("2026-10"))
    slices = [
        Slice(by_channel([row for row in rows if row.dimensions[dimension] == value]), dimension, value or None)
        for dimension, value in [
            ("channel", "phone"), ("channel", "chat"), ("channel", "email"),
            ("brand", "nordlys"), ("brand", "nice"), ("topic", "invoice"), ("topic", ""),
        ]
    ]  # fmt: skip
    totals = sum_totals(row.totals for row in figures("2026-09"))
    previous = {key: short_entry(reading) for key, reading in read_all(totals, CountingRules()).items()}
    month = MonthFigures(Month(2026, 10), Slice(by_channel(rows)), tuple(slices), previous)
    check(draw(month, TERMS, {}))
