"""Which deliveries are missing, from those that came before. November 2026 begins on a Sunday."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.domain.expected_deliveries import Arrival, cadence_of, expect, runs, usual_lag

DAY = timedelta(days=1)
NOVEMBER = tuple(date(2026, 11, 1) + step * DAY for step in range(30))
OCTOBER = tuple(date(2026, 10, 1) + step * DAY for step in range(31))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def arrival(first: date, last: date, after: timedelta) -> Arrival:
    """A file that came so long after the end of its last day."""
    return Arrival(datetime.combine(last + DAY, time()) + after, (first, last))


def daily(days: Iterable[date], hour: int = 5, minute: int = 40) -> list[Arrival]:
    """A file for each day, on the next morning."""
    return [arrival(day, day, timedelta(hours=hour, minutes=minute)) for day in days]


def without(days: Iterable[date], *numbers: int) -> list[date]:
    return [day for day in days if day.day not in numbers]


def test_two_days_that_did_not_come_are_missing() -> None:
    came = [*OCTOBER, *NOVEMBER[:19]]
    found = expect(daily(came), came, days=NOVEMBER, now=at("2026-11-22T12:00"))
    assert found.cadence == "daily"
    assert found.usual_by == timedelta(hours=6)
    assert found.missing == (date(2026, 11, 20), date(2026, 11, 21))
    assert found.due == at("2026-11-23T06:00")
    assert found.files == 50


@pytest.mark.parametrize(
    ("now", "missing"), [("2026-11-22T05:59", 0), ("2026-11-22T06:00", 1), ("2026-11-21T23:00", 0)]
)
def test_a_day_is_missing_from_the_hour_by_which_it_is_usually_here(now: str, missing: int) -> None:
    came = [*OCTOBER, *NOVEMBER[:20]]
    assert len(expect(daily(came), came, days=NOVEMBER, now=at(now)).missing) == missing


def test_a_gap_is_missing_although_later_days_came() -> None:
    came = [*OCTOBER, *without(NOVEMBER[:21], 9)]
    assert expect(daily(came), came, days=NOVEMBER, now=at("2026-11-22T05:00")).missing == (date(2026, 11, 9),)


def test_days_on_which_nothing_ever_comes_are_not_missing() -> None:
    """Closed at weekends: Saturday 14 and Sunday 15 are not asked for, Friday 13 is."""
    came = [day for day in [*OCTOBER, *without(NOVEMBER[:16], 13)] if day.weekday() < 5]
    assert expect(daily(came), came, days=NOVEMBER, now=at("2026-11-17T12:00")).missing == (date(2026, 11, 13),)


def test_a_long_silence_is_missing_to_its_end() -> None:
    found = expect(daily(OCTOBER), OCTOBER, days=NOVEMBER, now=at("2026-11-22T12:00"))
    assert found.missing == NOVEMBER[:21]


def test_only_the_days_of_the_month_are_named() -> None:
    came = [*without(OCTOBER, 20), *NOVEMBER[:21]]
    assert expect(daily(came), came, days=NOVEMBER, now=at("2026-11-22T05:00")).missing == ()


@pytest.mark.parametrize("now", ["2026-11-22T12:00", "2027-03-01T12:00"])
def test_too_few_files_give_no_expectation_but_a_gap_is_a_gap(now: str) -> None:
    came = [*OCTOBER, *without(NOVEMBER[:19], 9)]
    found = expect(daily(came[-4:]), came, days=NOVEMBER, now=at(now))
    assert (found.cadence, found.usual_by, found.due) == (None, None, None)
    assert found.missing == (date(2026, 11, 9),)


def test_the_first_days_of_a_contract_are_not_expected() -> None:
    came = NOVEMBER[10:21]
    assert expect(daily(came), came, days=NOVEMBER, now=at("2026-11-22T05:00")).missing == ()


def test_history_loaded_in_one_go_says_nothing_of_the_usual_hour() -> None:
    """All files of a month came on the 22nd at 10: daily by what they cover; the day after is given to each."""
    came = [*OCTOBER, *NOVEMBER[:21]]
    loaded = [Arrival(at("2026-11-22T10:00"), (day, day)) for day in came]
    found = expect(loaded, came, days=NOVEMBER, now=at("2026-11-23T23:00"))
    assert (found.cadence, found.usual_by, found.missing) == ("daily", None, ())
    assert expect(loaded, came, days=NOVEMBER, now=at("2026-11-24T00:00")).missing == (date(2026, 11, 22),)


def test_files_of_a_week_are_weekly() -> None:
    weeks = [(date(2026, 10, 5) + week * 7 * DAY, date(2026, 10, 11) + week * 7 * DAY) for week in range(6)]
    came = [arrival(first, last, timedelta(hours=8)) for first, last in weeks]
    covered = [first + step * DAY for first, _ in weeks for step in range(7)]
    monday = expect(came, covered, days=NOVEMBER, now=at("2026-11-23T07:59"))
    assert (monday.cadence, monday.usual_by, monday.missing) == ("weekly", timedelta(hours=8), ())
    assert monday.due == at("2026-11-23T08:00")
    late = expect(came, covered, days=NOVEMBER, now=at("2026-11-23T08:00"))
    assert late.missing == NOVEMBER[15:22]


def test_files_of_a_month_are_monthly_and_not_missing_within_it() -> None:
    months = [(date(2026, 8, 1), date(2026, 8, 31)), (date(2026, 9, 1), date(2026, 9, 30)), (OCTOBER[0], OCTOBER[-1])]
    came = [arrival(first, last, DAY + timedelta(hours=9)) for first, last in months]
    covered = [date(2026, 8, 1) + step * DAY for step in range(92)]
    found = expect(came, covered, days=NOVEMBER, now=at("2026-11-28T12:00"))
    assert (found.cadence, found.missing, found.due) == ("monthly", (), at("2026-12-02T09:00"))
    assert expect(came, covered, days=NOVEMBER, now=at("2026-12-02T09:00")).missing == NOVEMBER


def test_the_newest_files_say_how_often_now() -> None:
    """Monthly files until September, a file a day since."""
    history = [Arrival(at("2026-10-02T05:00"), (date(2026, month, 1), date(2026, month, 28))) for month in range(1, 10)]
    assert cadence_of(history) == "monthly"
    assert cadence_of([*history, *daily(OCTOBER[:4])]) == "monthly"
    assert cadence_of([*history, *daily(OCTOBER[:9])]) == "daily"


def test_files_of_any_length_have_no_cadence() -> None:
    assert cadence_of([Arrival(at("2026-11-22T10:00"), (date(2026, 7, 1), date(2026, 11, 21)))] * 8) is None
    assert cadence_of([]) is None


@pytest.mark.parametrize(
    ("step", "count", "cadence"), [(1, 6, "daily"), (1, 5, None), (7, 4, "weekly"), (7, 3, None), (15, 9, None)]
)
def test_without_known_days_the_days_between_files_tell(step: int, count: int, cadence: str | None) -> None:
    assert cadence_of([Arrival(at("2026-10-01T07:00") + step * n * DAY) for n in range(count)]) == cadence


def test_a_feed_that_fell_silent_is_said_to_be_silent() -> None:
    came = [Arrival(at("2026-11-01T07:00") + n * DAY) for n in range(19)]
    found = expect(came, (), days=NOVEMBER, now=at("2026-11-22T12:00"))
    assert (found.cadence, found.silent_since, found.missing) == ("daily", date(2026, 11, 19), ())
    in_time = expect(came, (), days=NOVEMBER, now=at("2026-11-21T07:00"))
    assert (in_time.silent_since, in_time.due) == (None, at("2026-11-21T07:00"))


def test_a_feed_of_which_nothing_came_is_not_expected() -> None:
    found = expect([], (), days=NOVEMBER, now=at("2026-11-22T12:00"))
    assert (found.cadence, found.files, found.missing, found.silent_since) == (None, 0, (), None)


def test_one_late_file_of_twenty_does_not_move_the_usual_hour() -> None:
    punctual, late = daily(OCTOBER[:19], hour=4, minute=0), daily(OCTOBER[19:20], hour=21)
    assert usual_lag([*punctual, *late], "daily") == timedelta(hours=4)
    assert usual_lag([*punctual[:4], *late], "daily") == timedelta(hours=22)


def test_days_are_told_in_runs() -> None:
    assert runs([date(2026, 11, 21), date(2026, 11, 16), date(2026, 11, 20)]) == (
        (date(2026, 11, 16), date(2026, 11, 16)),
        (date(2026, 11, 20), date(2026, 11, 21)),
    )
    assert runs([]) == ()


@given(st.sets(st.sampled_from([*OCTOBER, *NOVEMBER])), st.integers(0, 60 * 24))
def test_what_is_here_is_never_missing_nor_what_is_to_come(covered: set[date], hours: int) -> None:
    now = at("2026-10-01T00:00") + timedelta(hours=hours)
    here = sorted(day for day in covered if day < now.date())
    found = expect(daily(here), here, days=NOVEMBER, now=now)
    assert not set(found.missing) & set(here)
    assert all(day < now.date() for day in found.missing)
