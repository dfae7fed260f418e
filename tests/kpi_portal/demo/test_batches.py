"""The newest months come first, then the past, quarter by quarter."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from contracts.domain.months import Month
from kpi_portal.demo.batches import SentFile, files_in, in_batches

NEWEST = Month(2026, 10)


def sent(feed: str, last_day: str, path: str = "") -> SentFile:
    return SentFile("nordlys-fjord", feed, "p", path or f"files/{feed}-{last_day}.csv", date.fromisoformat(last_day))


def test_whatever_reaches_into_the_newest_closed_month_or_later_goes_first() -> None:
    days = ("2026-09-30", "2026-10-21", "2026-10-22", "2026-11-21")
    first, second = in_batches([sent("contacts", day) for day in days], NEWEST)
    assert [str(file.last_day) for file in first] == ["2026-10-21", "2026-10-22", "2026-11-21"]
    assert [str(file.last_day) for file in second] == ["2026-09-30"]


def test_the_past_goes_back_by_calendar_quarters() -> None:
    days = ("2025-12-31", "2026-01-31", "2026-03-31", "2026-04-30", "2026-09-30", "2026-10-31")
    batches = in_batches([sent("contacts", day) for day in days], NEWEST)
    assert [[str(file.last_day) for file in batch] for batch in batches] == [
        ["2026-10-31"],
        ["2026-09-30"],
        ["2026-04-30"],
        ["2026-01-31", "2026-03-31"],
        ["2025-12-31"],
    ]


def test_older_months_of_the_newest_quarter_are_a_batch_of_their_own() -> None:
    batches = in_batches([sent("contacts", day) for day in ("2026-10-31", "2026-11-30", "2026-12-31")], Month(2026, 12))
    assert [len(batch) for batch in batches] == [1, 2]


def test_contacts_go_before_what_looks_for_them_and_a_correction_after_what_it_corrects() -> None:
    corrected = sent("contacts", "2026-10-20", "files/contacts-2026-10-20-corrected.csv")
    files = [sent("surveys", "2026-10-01"), sent("sales", "2026-10-01"), sent("contacts", "2026-10-21"), corrected]
    (batch,) = in_batches(files, NEWEST)
    assert [file.name for file in batch] == [
        "contacts-2026-10-21.csv",
        "contacts-2026-10-20-corrected.csv",
        "surveys-2026-10-01.csv",
        "sales-2026-10-01.csv",
    ]


def test_every_listed_file_is_in_one_batch(tmp_path: Path) -> None:
    listed = [
        {"contract": "c", "feed": "sales", "profile": "sales", "file": "files/c/sales-1.csv", "last_day": "2025-01-31"},
        {"contract": "c", "feed": "contacts", "profile": "t", "file": "files/c/c-1.csv", "last_day": "2026-11-01"},
    ]
    (tmp_path / "deliveries.json").write_text(json.dumps(listed), encoding="utf-8")
    files = files_in(tmp_path)
    assert files[0] == SentFile("c", "sales", "sales", "files/c/sales-1.csv", date(2025, 1, 31))
    assert sorted(file.path for batch in in_batches(files, NEWEST) for file in batch) == [
        "files/c/c-1.csv",
        "files/c/sales-1.csv",
    ]
