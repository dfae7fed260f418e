"""Months, days and stamps in the contract's time zone: half-open, and every length taken in UTC (MATH.md 2)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.months import Month, MonthInvalid, bounds, cut_off_day, local_start, month_of, months_between

VECTORS = Path(__file__).resolve().parents[2] / "data" / "vectors" / "time.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]
MONTHS = [case for case in CASES if "month" in case["inputs"]]
STAMPS = [case for case in CASES if "utc" in case["inputs"]]
DAYS = [case for case in CASES if "local_day" in case["inputs"]]
MIDNIGHT = [case for case in CASES if "started" in case["inputs"]]
ELAPSED = [case for case in CASES if "from_local" in case["inputs"]]
# Local times without an offset are the reader's business: tests/metrics/ingest.
NAIVE = [case for case in CASES if "naive_local" in case["inputs"]]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def hours(first: datetime, last: datetime) -> float:
    assert first.tzinfo is last.tzinfo is UTC
    return (last - first) / timedelta(hours=1)


def named(case: dict[str, Any]) -> str:
    return str(case["id"])


def test_every_vector_is_tested_somewhere() -> None:
    assert len(MONTHS + STAMPS + DAYS + MIDNIGHT + ELAPSED + NAIVE) == len(CASES)
    assert len(MONTHS) == 7
    assert len(STAMPS) == 8


@pytest.mark.parametrize("case", MONTHS, ids=named)
def test_a_month_is_half_open_in_the_contracts_zone(case: dict[str, Any]) -> None:
    given_, expected = case["inputs"], case["expected"]
    first, last = bounds(Month(given_["year"], given_["month"]), given_["zone"])
    assert (first, last) == (instant(expected["start"]), instant(expected["end"]))
    assert hours(first, last) == expected["hours"]


@pytest.mark.parametrize("case", STAMPS, ids=named)
def test_an_instant_belongs_to_its_local_month(case: dict[str, Any]) -> None:
    zone, stamp = case["inputs"]["zone"], instant(case["inputs"]["utc"])
    assert str(month_of(stamp, zone)) == case["expected"]["month"]
    local = stamp.astimezone(ZoneInfo(zone))
    assert local.isoformat() == case["expected"]["local"]
    first, last = bounds(month_of(stamp, zone), zone)
    assert first <= stamp < last


@pytest.mark.parametrize("case", DAYS, ids=named)
def test_a_local_day_has_23_to_25_hours(case: dict[str, Any]) -> None:
    zone, day = case["inputs"]["zone"], date.fromisoformat(case["inputs"]["local_day"])
    first, last = local_start(day, zone), local_start(day + timedelta(days=1), zone)
    assert (first, last) == (instant(case["expected"]["start"]), instant(case["expected"]["end"]))
    assert hours(first, last) == case["expected"]["hours"]


@pytest.mark.parametrize("case", MIDNIGHT, ids=named)
def test_one_moment_decides_the_month_of_a_contact(case: dict[str, Any]) -> None:
    inputs, expected = case["inputs"], case["expected"]
    assert str(month_of(instant(inputs["started"]), inputs["zone"])) == expected["month_by_started"]
    assert str(month_of(instant(inputs["wrap_end"]), inputs["zone"])) == expected["month_by_ended"]


@pytest.mark.parametrize("case", ELAPSED, ids=named)
def test_a_difference_is_taken_in_utc(case: dict[str, Any]) -> None:
    first, last = (instant(case["inputs"][name]).astimezone(UTC) for name in ("from_local", "to_local"))
    assert hours(first, last) == case["expected"]["hours"]


@pytest.mark.parametrize("written", ["2026-10", "1900-01", "2200-12"])
def test_a_month_is_read_and_written_alike(written: str) -> None:
    assert str(Month.parse(written)) == written


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "2026-1",
        "26-10",
        "2026/10",
        "2026-10-01",
        "٢٠٢٦-10",
        "2026-1٠",
        "0000-01",
        "1899-12",
        "2201-01",
        "9999-12",
        " 2026-10",
    ],
)
def test_what_is_no_month_is_refused(written: str) -> None:
    with pytest.raises(MonthInvalid) as refused:
        Month.parse(written)
    assert refused.value.code == "month_invalid"


def test_months_follow_each_other_over_the_turn_of_the_year() -> None:
    assert (Month(2026, 12).next, Month(2027, 1).previous) == (Month(2027, 1), Month(2026, 12))
    assert Month(2026, 10).plus(-22) == Month(2024, 12)
    assert Month(2025, 12) < Month(2026, 1)


def test_a_month_knows_its_days() -> None:
    assert (Month(2028, 2).first_day, Month(2028, 2).last_day) == (date(2028, 2, 1), date(2028, 2, 29))
    assert Month.of(date(2026, 10, 31)) == Month(2026, 10)


def test_months_between_are_both_ends_and_all_that_lie_between() -> None:
    assert [str(m) for m in months_between(Month(2026, 11), Month(2027, 1))] == ["2026-11", "2026-12", "2027-01"]
    assert months_between(Month(2026, 11), Month(2026, 11)) == (Month(2026, 11),)
    assert months_between(Month(2026, 11), Month(2026, 10)) == ()


def test_the_cut_off_is_a_day_of_the_month_after() -> None:
    assert cut_off_day(Month(2026, 10), 10) == date(2026, 11, 10)
    assert cut_off_day(Month(2026, 12), 1) == date(2027, 1, 1)


@given(st.integers(1971, 2060), st.integers(1, 12), st.sampled_from(["Europe/Oslo", "America/New_York", "UTC"]))
def test_months_tile_time_without_gap_or_overlap(year: int, number: int, zone: str) -> None:
    month = Month(year, number)
    first, last = bounds(month, zone)
    assert bounds(month.next, zone)[0] == last
    assert month_of(first, zone) == month
    assert month_of(last - timedelta(microseconds=1), zone) == month
