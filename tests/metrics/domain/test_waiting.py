"""Ages of waiting rows: by the local day, the oldest first."""

from __future__ import annotations

from datetime import date, datetime

from metrics.domain.waiting import Age, ages


def test_hours_become_days_on_the_contracts_clock() -> None:
    hours = [
        (datetime.fromisoformat("2026-11-03 22:00"), 2),
        (datetime.fromisoformat("2026-11-03 23:00"), 3),
        (None, 1),
        (datetime.fromisoformat("2026-11-04"), 4),
    ]
    assert ages("surveys", hours, "Europe/Oslo") == (
        Age("surveys", date(2026, 11, 3), 2), Age("surveys", date(2026, 11, 4), 7), Age("surveys", None, 1),
    )  # fmt: skip


def test_an_age_survives_the_book() -> None:
    for age in (Age("sales", date(2026, 11, 3), 2), Age("sales", None, 1)):
        assert Age.from_json(age.to_json()) == age
