"""Times of a file: read strictly, placed before they are converted, on the contract's own clock."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.metrics.ingest.boxes import lines, profile, row, take_in
from tests.vectors import cases

FORMAT = '{{zone: {zone}, formats: ["%Y-%m-%d %H:%M:%S"], ambiguous: {ambiguous}, nonexistent: {nonexistent}}}'
ISO = "{zone: Europe/Oslo, formats: [iso8601]}"
DAY = '{zone: America/New_York, formats: ["%m/%d/%Y"], precision: day}'
TRAILING = [row(number) for number in range(2, 12)]  # good rows, so that one bad row does not refuse the file


def at(text: str) -> datetime:
    """An instant in UTC, without a zone attached, as it is staged."""
    return datetime.fromisoformat(text)


def time(zone: str = "Europe/Oslo", ambiguous: str = "reject", nonexistent: str = "reject") -> str:
    return FORMAT.format(zone=zone, ambiguous=ambiguous, nonexistent=nonexistent)


def first_row(folder: Path, started: str, time: str, **facts: Any) -> dict[str, Any] | str:
    """The staged row, or the code of its rejection; ten good rows stand behind it."""
    taken = take_in(folder, lines(row(1, started), *others(time)), profile(time=time), **facts)
    assert taken.report.refusal is None, taken.report.refusal
    if taken.codes:
        return taken.codes[0]
    return taken.rows()[0]


def others(time: str) -> list[str]:
    if "iso" in time:
        return [row(number, "2026-10-05T09:00:00Z") for number in range(2, 12)]
    return [row(number, "10/5/2026" if "%m/%d" in time else "2026-10-05 09:00:00") for number in range(2, 12)]


@pytest.mark.parametrize(
    ("written", "utc", "hour"),
    [
        ("2026-10-05 09:15:30", at("2026-10-05 07:15:30"), 9),
        ("2026-01-05 00:00:00", at("2026-01-04 23:00:00"), 0),
        ("2026-03-29 01:59:59", at("2026-03-29 00:59:59"), 1),
        ("2026-03-29 03:00:00", at("2026-03-29 01:00:00"), 3),
        ("2026-10-25 01:59:59", at("2026-10-24 23:59:59"), 1),
        ("2026-10-25 03:00:00", at("2026-10-25 02:00:00"), 3),
        ("2026-9-5 9:05:07", at("2026-09-05 07:05:07"), 9),
    ],
)
def test_local_times_are_stored_in_utc(written: str, utc: datetime, hour: int, tmp_path: Path) -> None:
    found = first_row(tmp_path, written, time())

    assert isinstance(found, dict)
    assert (found["started_at"], found["local_hour"]) == (utc, hour)
    assert found["hour_start"] == utc.replace(minute=0, second=0)


@pytest.mark.parametrize(
    ("written", "rules", "expected"),
    [
        ("2026-10-25 02:30:00", {}, "ambiguous_time"),
        ("2026-10-25 02:00:00", {}, "ambiguous_time"),
        ("2026-10-25 02:59:59", {}, "ambiguous_time"),
        ("2026-10-25 02:30:00", {"ambiguous": "first"}, at("2026-10-25 00:30:00")),
        ("2026-10-25 02:30:00", {"ambiguous": "second"}, at("2026-10-25 01:30:00")),
        ("2026-03-29 02:30:00", {}, "nonexistent_time"),
        ("2026-03-29 02:00:00", {}, "nonexistent_time"),
        ("2026-03-29 02:30:00", {"nonexistent": "shift"}, at("2026-03-29 01:30:00")),
        ("2026-03-29 02:30:00", {"zone": "UTC"}, at("2026-03-29 02:30:00")),
    ],
)
def test_an_hour_that_comes_twice_or_never_is_never_guessed(
    written: str, rules: dict[str, str], expected: object, tmp_path: Path
) -> None:
    found = first_row(tmp_path, written, time(**rules))

    assert (found["started_at"] if isinstance(found, dict) else found) == expected


def test_times_placed_by_the_profiles_rule_are_counted(tmp_path: Path) -> None:
    content = lines(row(1, "2026-10-25 02:30:00"), row(2, "2026-03-29 02:30:00"), row(3))
    taken = take_in(tmp_path, content, profile(time=time(ambiguous="second", nonexistent="shift")))

    assert taken.report.warnings == (
        {"code": "clock_change", "params": {"rows": 2, "ambiguous": "second", "nonexistent": "shift"}},
    )
    assert [found["local_hour"] for found in taken.rows()] == [2, 3, 9]


@pytest.mark.parametrize(
    "written",
    ["2026-02-31 10:00:00", "2026-10-05 23:59:60", "2026-10-05 24:00:00", "2026-10-05", "26-10-05 09:00:00",
     "2026-10-05 09:00:00x", "05.10.2026 09:00:00", "2026-10-05T09:00:00", "2026-10-05 09:00", "yesterday", "46000",
     "2026-10-05 09:00:00 UTC", "٢٠٢٦-10-05 09:00:00", "2026-10-05 -1:00:00", "+2026-10-05 09:00:00"],
)  # fmt: skip
def test_a_time_that_does_not_match_its_format_wholly_is_rejected(written: str, tmp_path: Path) -> None:
    assert first_row(tmp_path, written, time()) == "bad_time"


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-10-25T02:30:00+02:00", at("2026-10-25 00:30:00")),
        ("2026-10-25T02:30:00+01:00", at("2026-10-25 01:30:00")),
        ("2026-10-25T00:30:00Z", at("2026-10-25 00:30:00")),
        ("2026-10-05T09:00:00", at("2026-10-05 07:00:00")),
        ("2026-10-05 09:00", at("2026-10-05 07:00:00")),
        ("2026-10-05T09:00:00.250-0330", at("2026-10-05 12:30:00.250000")),
        ("2026-10-25T02:30:00", "ambiguous_time"),
        ("2026-10-05T25:00:00Z", "bad_time"),
        ("2026-10-05T09:00:00+25:00", "bad_time"),
        ("2026-10-05T09:00:00 Europe/Oslo", "bad_time"),
    ],
)
def test_iso_times_keep_their_own_offset(written: str, utc: object, tmp_path: Path) -> None:
    found = first_row(tmp_path, written, ISO)

    assert (found["started_at"] if isinstance(found, dict) else found) == utc


def test_seconds_since_1970_are_utc(tmp_path: Path) -> None:
    of = profile(time="{zone: Europe/Oslo, formats: [epoch_ms]}")
    taken = take_in(tmp_path, lines(row(1, "1791190800123")), of)

    assert taken.one()["started_at"] == at("2026-10-05 09:00:00.123000")
    assert taken.one()["local_hour"] == 11


def test_a_day_belongs_to_the_day_as_written_and_has_no_hour(tmp_path: Path) -> None:
    found = first_row(tmp_path, "1/31/2026", DAY)

    assert isinstance(found, dict)
    assert (found["local_day"], found["local_hour"], found["hour_start"]) == (date(2026, 1, 31), None, None)
    assert found["time_precision"] == "day"


def test_a_text_date_and_a_time_column_make_one_instant(tmp_path: Path) -> None:
    of = profile(
        time='{zone: Europe/Oslo, formats: ["%d.%m.%Y"]}', columns={"started_at": "{date: [day], time: [clock]}"}
    )
    content = "id;day;clock;outcome;wait;talk\nC1;5.1.2026;9:05;answered;1;2\nC2;05.01.2026;23:59:59;answered;1;2\n"
    taken = take_in(tmp_path, content, of)

    assert [found["started_at"] for found in taken.rows()] == [
        at("2026-01-05 08:05:00"), at("2026-01-05 22:59:59"),
    ]  # fmt: skip


def test_a_day_without_its_time_is_no_midnight(tmp_path: Path) -> None:
    of = profile(
        time='{zone: Europe/Oslo, formats: ["%d.%m.%Y"]}', columns={"started_at": "{date: [day], time: [clock]}"}
    )
    good = "".join(f"C{number};5.1.2026;9:05;answered;1;2\n" for number in range(2, 12))
    taken = take_in(tmp_path, "id;day;clock;outcome;wait;talk\nC1;5.1.2026;;answered;1;2\n" + good, of)

    assert taken.codes == ["missing_time"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-11-24 13:00:01", "in_future"),
        ("2026-11-23 13:00:00", None),
        ("2019-12-31 23:59:59", "outside_contract"),
        ("2020-01-01 00:00:00", None),
        ("2026-10-31 23:59:59", None),
        ("2026-11-01 00:00:00", "outside_contract"),
    ],
)
def test_a_contact_lies_within_the_contracts_term_and_not_in_the_future(
    written: str, expected: str | None, tmp_path: Path
) -> None:
    end = date(2026, 10, 31) if "11-2" not in written else None
    found = first_row(tmp_path, written, time(), end=end)

    assert (found if isinstance(found, str) else None) == expected


def test_the_term_is_counted_in_the_contracts_own_days(tmp_path: Path) -> None:
    """22:30Z on the last of March is April in Oslo."""
    found = first_row(tmp_path, "2026-03-31 22:30:00", time("UTC"))

    assert isinstance(found, dict)
    assert (found["local_day"], found["local_hour"]) == (date(2026, 4, 1), 0)


@pytest.mark.parametrize("case", [case for case in cases("time") if str(case.id).startswith("stamp-")])
def test_stamps_fall_on_the_local_day_of_the_worked_examples(case: Any, tmp_path: Path) -> None:
    found = first_row(tmp_path, case["inputs"]["utc"], ISO)

    assert isinstance(found, dict)
    local = datetime.fromisoformat(case["expected"]["local"])
    assert f"{found['local_day']:%Y-%m}" == case["expected"]["month"]
    assert (found["local_day"], found["local_hour"]) == (local.date(), local.hour)


def test_a_contract_by_the_end_takes_day_and_hour_from_the_end(tmp_path: Path) -> None:
    of = profile(columns={"ended_at": "{from: [ended]}"})
    header = "id;started;outcome;wait;talk;ended"
    cells = [row(1, "2026-08-31 23:50:00", ended="2026-09-01 00:20:00"), row(2, ended="")]
    many = [row(number, ended="2026-10-05 10:00:00") for number in range(3, 13)]
    taken = take_in(tmp_path, lines(*cells, *many, header=header), of, month_by="ended")

    assert (taken.rows()[0]["local_day"], taken.rows()[0]["local_hour"]) == (date(2026, 9, 1), 0)
    assert taken.codes == ["missing_time"]


def test_a_profile_without_an_end_is_counted_by_the_start_and_says_so(tmp_path: Path) -> None:
    taken = take_in(tmp_path, lines(row()), month_by="ended")

    assert taken.one()["local_day"] == date(2026, 10, 5)
    assert [warning["code"] for warning in taken.report.warnings] == ["month_by_start"]


def test_hours_of_a_zone_with_half_hours_begin_at_the_half(tmp_path: Path) -> None:
    found = first_row(tmp_path, "2026-10-05 09:15:00", time("Asia/Kolkata"), time_zone="Asia/Kolkata")

    assert isinstance(found, dict)
    assert (found["local_hour"], found["hour_start"]) == (9, at("2026-10-05 03:30:00"))


def test_a_swapped_day_refuses_the_file_and_names_its_lines(tmp_path: Path) -> None:
    content = lines(*(row(number, f"2026-{number}-10 09:00:00") for number in range(1, 28)))
    taken = take_in(tmp_path, content)

    assert taken.report.refusal is not None
    assert taken.refused == "date_order"
    assert taken.report.refusal.lines == tuple(range(14, 29))


def test_a_wrong_day_in_any_order_is_the_rows_fault_alone(tmp_path: Path) -> None:
    taken = take_in(tmp_path, lines(row(1, "2026-31-31 09:00:00"), *TRAILING))

    assert (taken.refused, taken.codes) == (None, ["bad_time"])
