"""Norwegian holidays and the tides of traffic."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.holidays import easter_sunday, half_days, holidays
from kpi_portal.demo.model_buyer.tides import cell_shares, day_kind, day_weight, hour_shares, hour_starts


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter(year: int, easter: date) -> None:
    assert easter_sunday(year) == easter


def test_the_holidays_of_2026() -> None:
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6), date(2026, 5, 1),
        date(2026, 5, 14), date(2026, 5, 17), date(2026, 5, 24), date(2026, 5, 25), date(2026, 12, 25),
        date(2026, 12, 26),
    ]  # fmt: skip
    assert date(2026, 4, 1) in half_days(2026)


def test_few_people_call_on_a_holiday_and_many_on_the_day_after() -> None:
    monday, next_monday = date(2026, 4, 6), date(2026, 4, 13)
    assert day_weight(monday) < 0.3 * day_weight(next_monday)
    assert day_weight(date(2026, 4, 7)) > day_weight(date(2026, 4, 14))
    assert day_kind(monday) == "closed"
    assert day_kind(date(2026, 4, 11)) == "saturday"


def test_a_calendar_year_sums_to_one() -> None:
    assert sum(cell_shares(Month(2026, number)).sum() for number in range(1, 13)) == pytest.approx(1)


@pytest.mark.parametrize("channel", ["phone", "chat", "email"])
def test_nobody_calls_in_an_hour_that_the_clock_change_takes_away(channel: str) -> None:
    for kind in ("weekday", "saturday", "closed"):
        shares = hour_shares(channel, kind)
        assert len(shares) == 24
        assert shares[2] == 0


def test_hours_begin_where_the_clock_says() -> None:
    starts = hour_starts(Month(2026, 10))
    assert starts[0, 0] == 1_790_805_600  # 2026-09-30T22:00Z
    assert starts[24, 12] - starts[24, 0] == 13 * 3_600  # 25 October has an hour more
