"""How many contacts a running month will have, from the weekdays of the last full months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.months import Month
from metrics.domain.expected_volume import ExpectedVolume, expected_volume

SEPTEMBER, OCTOBER, NOVEMBER = Month(2026, 9), Month(2026, 10), Month(2026, 11)
WEEK = (100, 90, 80, 70, 60, 0, 0)  # Monday to Sunday; closed at weekends


def days(month: Month, week: tuple[int, ...] = WEEK, to: int = 31) -> dict[date, int]:
    """Contacts per day of a month by weekday; closed days have no entry."""
    found = [month.first_day + timedelta(days=step) for step in range((month.last_day - month.first_day).days + 1)]
    return {day: week[day.weekday()] for day in found if day.day <= to and week[day.weekday()]}


def volume(daily: Mapping[date, int], known_to: int | None, missing: tuple[date, ...] = ()) -> ExpectedVolume:
    """November after October."""
    day = None if known_to is None else date(2026, 11, known_to)
    return expected_volume(daily, month=NOVEMBER, known_to=day, full_months=[OCTOBER], missing=missing)


def test_a_month_like_the_last_one_has_what_its_weekdays_bring() -> None:
    """November 2026 begins on a Sunday and has five Mondays, four of each other weekday."""
    found = volume({**days(OCTOBER), **days(NOVEMBER, to=15)}, 15)
    assert (found.so_far, found.still_expected, found.whole_month, found.days_left) == (800, 900, 1700, 15)
    assert found.level == 1


def test_a_busier_month_stays_busier() -> None:
    busier = tuple(contacts * 3 // 2 for contacts in WEEK)
    found = volume({**days(OCTOBER), **days(NOVEMBER, busier, to=15)}, 15)
    assert (found.so_far, found.still_expected, found.level) == (1200, 1350, Decimal("1.5"))


@pytest.mark.parametrize(("known_to", "level"), [(6, Decimal(1)), (7, Decimal(2))])
def test_the_level_needs_a_week(known_to: int, level: Decimal) -> None:
    doubled = tuple(contacts * 2 for contacts in WEEK)
    assert volume({**days(OCTOBER), **days(NOVEMBER, doubled, to=known_to)}, known_to).level == level


def test_before_the_first_day_the_profile_is_all_there_is() -> None:
    found = volume(days(OCTOBER), None)
    assert (found.so_far, found.still_expected, found.days_left, found.level) == (0, 1700, 30, Decimal(1))


def test_a_month_that_is_over_has_nothing_to_come() -> None:
    found = volume({**days(OCTOBER), **days(NOVEMBER)}, 30)
    assert (found.so_far, found.still_expected, found.whole_month, found.days_left) == (1700, 0, 1700, 0)


def test_a_missing_delivery_is_expected_and_not_zero() -> None:
    lost = date(2026, 11, 9)
    daily = {**days(OCTOBER), **days(NOVEMBER, to=15)}
    del daily[lost]
    found = volume(daily, 15, missing=(lost,))
    assert (found.so_far, found.still_expected, found.days_left) == (700, 1000, 15)
    assert volume(daily, 15).whole_month != 1700


def test_a_closed_day_without_figures_is_a_day_without_contacts() -> None:
    assert volume(days(OCTOBER), None).whole_month == sum(days(NOVEMBER).values())


def test_several_full_months_give_the_average_weekday() -> None:
    """September without a contact: 50 on a Monday (8 of them), 90 · 4/9, 80 · 4/9, 70 · 5/9 and 60 · 5/9 otherwise."""
    months = [SEPTEMBER, OCTOBER, OCTOBER]
    found = expected_volume(days(OCTOBER), month=NOVEMBER, known_to=None, full_months=months)
    assert found.still_expected == 841  # 5 · 50 + 4 · 147.78 = 841.1


@pytest.mark.parametrize("full_months", [[], [SEPTEMBER]])
def test_without_a_full_month_nothing_is_expected(full_months: list[Month]) -> None:
    daily = days(NOVEMBER, to=15)
    found = expected_volume(daily, month=NOVEMBER, known_to=date(2026, 11, 15), full_months=full_months)
    assert (found.so_far, found.still_expected, found.whole_month) == (800, None, None)
    assert (found.level, found.reason) == (None, "needs_full_month")


def test_a_first_month_that_is_over_needs_no_profile() -> None:
    found = expected_volume(days(NOVEMBER), month=NOVEMBER, known_to=date(2026, 11, 30), full_months=[])
    assert (found.whole_month, found.reason) == (1700, None)


@given(st.lists(st.integers(0, 5000), min_size=61, max_size=61), st.integers(0, 30))
def test_the_whole_is_never_less_than_what_came(contacts: list[int], known_to: int) -> None:
    daily = {date(2026, 10, 1) + timedelta(days=step): count for step, count in enumerate(contacts)}
    found = volume(daily, known_to or None)
    assert found.so_far == sum(count for day, count in daily.items() if day.month == 11 and day.day <= known_to)
    assert found.whole_month is None or found.whole_month >= found.so_far
    assert found.days_left == 30 - known_to
