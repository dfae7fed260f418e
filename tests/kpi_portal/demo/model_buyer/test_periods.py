"""Which days one file holds."""

from __future__ import annotations

from datetime import date

from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.periods import Period, periods


def names(found: tuple[Period, ...]) -> list[str]:
    return [period.name for period in found]


def test_closed_months_then_the_rest_of_a_month_then_days() -> None:
    found = names(periods(Month(2026, 8), date(2026, 11, 2), daily_days=5))
    assert found == [
        "2026-08", "2026-09", "2026-10-01_2026-10-28", "2026-10-29", "2026-10-30", "2026-10-31", "2026-11-01",
        "2026-11-02",
    ]  # fmt: skip


def test_halves_of_the_calendar_year() -> None:
    found = names(periods(Month(2025, 11), date(2026, 8, 3), daily_days=0, months_a_file=6))
    assert found == ["2025-11_2025-12", "2026-01_2026-06", "2026-07-01_2026-08-03"]


def test_every_day_is_in_one_file() -> None:
    for daily_days in (0, 1, 31, 400):
        found = periods(Month(2026, 1), date(2026, 5, 9), daily_days=daily_days)
        days = [day for period in found for day in range(period.first.toordinal(), period.last.toordinal() + 1)]
        assert days == list(range(date(2026, 1, 1).toordinal(), date(2026, 5, 10).toordinal()))


def test_the_days_of_a_period_in_a_month() -> None:
    half = Period(date(2026, 1, 1), date(2026, 6, 30))
    assert half.days_of(Month(2026, 2)) == (0, 28)
    assert half.days_of(Month(2026, 7)) is None
    assert Period(date(2026, 10, 29), date(2026, 10, 29)).days_of(Month(2026, 10)) == (28, 29)
