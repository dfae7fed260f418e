"""Days and hours in words, in both languages."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from metrics.presentation.status_days import day_text, days_text, moment_text, short_day, usual_text


def november(*numbers: int) -> list[date]:
    return [date(2026, 11, number) for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "en", "nb"),
    [
        ((16,), "16 November", "16. november"),
        ((20, 21), "20–21 November", "20.–21. november"),
        ((16, 20, 21), "16 November and 20–21 November", "16. november og 20.–21. november"),
        ((1, 3, 5, 7, 9, 10), "1 November, 3 November, 5 November, 7 November and 2 more days", None),
    ],
)
def test_days_are_told_in_runs(numbers: tuple[int, ...], en: str, nb: str | None) -> None:
    assert days_text(november(*numbers)) == en
    if nb is not None:
        with translation.override("nb"):
            assert days_text(november(*numbers)) == nb


def test_a_day_in_a_table_is_short() -> None:
    assert short_day(date(2026, 11, 3)) == "3 Nov"
    assert day_text(date(2026, 11, 3)) == "3 November"
    with translation.override("nb"):
        assert short_day(date(2026, 11, 3)) == "3. nov"


@pytest.mark.parametrize(
    ("at", "text"),
    [("2026-11-23T06:00", "23 November at 06:00"), ("2026-11-24T00:00", "the end of 23 November")],
)
def test_midnight_is_the_end_of_the_day(at: str, text: str) -> None:
    assert moment_text(datetime.fromisoformat(at)) == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [(6, "by 06:00 the next day"), (23, "by 23:00 the next day"), (32, "by 08:00 2 days later"),
     (57, "by 09:00 3 days later")],
)  # fmt: skip
def test_the_usual_hour_is_counted_from_the_last_day(hours: int, text: str) -> None:
    assert usual_text(timedelta(hours=hours)) == text
