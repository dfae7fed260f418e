"""The days that a file's name speaks of."""

from __future__ import annotations

from datetime import date

import pytest

from metrics.domain.days_in_names import covered_days, days_in_name


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("sales-2026-11-20.csv", "2026-11-20", "2026-11-20"),
        ("calls_20261101_20261107.csv", "2026-11-01", "2026-11-07"),
        ("contacts-2026-07-01_2026-11-21.csv", "2026-07-01", "2026-11-21"),
        ("20261107-20261101.csv", "2026-11-01", "2026-11-07"),
        ("eksport 20.11.2026.xlsx", "2026-11-20", "2026-11-20"),
        ("surveys-2026-10.csv", "2026-10-01", "2026-10-31"),
        ("surveys-202610.csv", "2026-10-01", "2026-10-31"),
        ("q4 2026-10 2026-12.csv", "2026-10-01", "2026-12-31"),
        ("2024-02-29.csv", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_name_with_days_gives_its_first_and_last(name: str, first: str, last: str) -> None:
    assert days_in_name(name) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "name",
    ["export.csv", "calls-17.csv", "case-1202611201.csv", "2026-02-30.csv", "2026-13-01.csv", "1999-10-01.csv",
     "2026-11-01 2026-11-02 2026-11-03.csv", "2026-11-01 2026-02-30.csv", ""],
)  # fmt: skip
def test_a_name_that_does_not_say_is_not_guessed(name: str) -> None:
    assert days_in_name(name) is None


@pytest.mark.parametrize(
    ("name", "came_on", "first", "last"),
    [
        ("sales-2026-11-20.csv", "2026-11-21", "2026-11-20", "2026-11-20"),
        ("sales-2026-11-20.csv", "2026-11-20", "2026-11-19", "2026-11-19"),
        ("sales-2026-11.csv", "2026-11-20", "2026-11-01", "2026-11-19"),
        ("sales-2026-11.csv", "2026-12-01", "2026-11-01", "2026-11-30"),
        ("calls_20261101_20261107.csv", "2026-11-07", "2026-11-01", "2026-11-06"),
    ],
)
def test_the_day_on_which_a_file_came_is_not_covered(name: str, came_on: str, first: str, last: str) -> None:
    assert covered_days(name, date.fromisoformat(came_on)) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("name", ["export.csv", "plan-2026-12.csv", "2026-11-22_2026-11-28.csv"])
def test_days_that_are_still_to_come_are_not_covered(name: str) -> None:
    assert covered_days(name, date(2026, 11, 20)) is None
