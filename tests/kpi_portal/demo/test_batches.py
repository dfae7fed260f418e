"""The newest months come first, then the past, quarter by quarter."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from contracts.domain.months import Month
from kpi_portal.demo.batches import SentFile, files_in, in_batches

NEWEST = Month(2026, 10)


def sent(feed: str, last_day: str, *, first_day: str = "", name: str = "") -> SentFile:
    path = name or f"{feed}-{last_day}.csv"
    first, last = date.fromisoformat(first_day or last_day), date.fromisoformat(last_day)
    return SentFile("nordlys-fjord", feed, "p", f"files/{path}", first, last)


def days(files: tuple[SentFile, ...]) -> list[str]:
    return [str(file.last_day) for file in files]


def test_whatever_has_a_day_of_the_newest_closed_month_goes_first_then_the_days_since() -> None:
    half = sent("contacts", "2026-11-21", first_day="2026-07-01")
    others = [sent("contacts", day) for day in ("2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01", "2026-11-20")]
    batches = in_batches([*others, half], NEWEST)
    assert days(batches.newest) == ["2026-10-01", "2026-10-31", "2026-11-21"]
    assert days(batches.running) == ["2026-11-01", "2026-11-20"]
    assert [days(batch) for batch in batches.past] == [["2026-09-30"]]


def test_the_past_goes_back_by_calendar_quarters() -> None:
    past = ("2025-12-31", "2026-01-31", "2026-03-31", "2026-04-30", "2026-09-30")
    batches = in_batches([sent("contacts", day) for day in past], NEWEST)
    assert (batches.newest, batches.running) == ((), ())
    assert [days(batch) for batch in batches.past] == [
        ["2026-09-30"],
        ["2026-04-30"],
        ["2026-01-31", "2026-03-31"],
        ["2025-12-31"],
    ]


def test_contacts_go_before_what_looks_for_them_and_a_correction_after_what_it_corrects() -> None:
    corrected = sent("contacts", "2026-10-20", name="contacts-2026-10-20-corrected.csv")
    files = [sent("surveys", "2026-10-01"), sent("sales", "2026-10-01"), sent("contacts", "2026-10-21"), corrected]
    assert [file.name for file in in_batches(files, NEWEST).newest] == [
        "contacts-2026-10-21.csv",
        "contacts-2026-10-20-corrected.csv",
        "surveys-2026-10-01.csv",
        "sales-2026-10-01.csv",
    ]


def test_every_listed_file_is_read_with_its_days(tmp_path: Path) -> None:
    listed = {"contract": "c", "feed": "sales", "profile": "sales", "file": "files/c/sales-1.csv"}
    span = {"first_day": "2025-01-01", "last_day": "2025-01-31"}
    (tmp_path / "deliveries.json").write_text(json.dumps([listed | span]), encoding="utf-8")
    expected = SentFile("c", "sales", "sales", "files/c/sales-1.csv", date(2025, 1, 1), date(2025, 1, 31))
    assert files_in(tmp_path) == (expected,)
