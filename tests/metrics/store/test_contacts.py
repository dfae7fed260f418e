"""The contacts behind a slice of a month."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics.store.contacts import NoSuchDimension, contacts_behind
from tests.metrics.store.staging import contact, session_in, stage


@pytest.fixture
def part(tmp_path: Path) -> Path:
    rows = [
        contact("2", "2026-10-05 10:00:00", queue="o'hara"),
        contact("1", "2026-10-05 09:00:00", queue="o'hara"),
        contact("3", "2026-10-06 09:00:00"),
    ]
    return stage(tmp_path / "month", contacts=rows) / "contacts.parquet"


@pytest.mark.parametrize(
    ("slice_by", "found"),
    [
        ({}, ["1", "2", "3"]),
        ({"queue": "o'hara"}, ["1", "2"]),
        ({"queue": ""}, ["3"]),
        ({"local_day": "2026-10-05", "channel": "phone"}, ["1", "2"]),
        ({"queue": "' OR 1 = 1 --"}, []),
    ],
)
def test_contacts_of_a_slice_come_in_order_of_their_start(
    tmp_path: Path, part: Path, slice_by: dict[str, str], found: list[str]
) -> None:
    with session_in(tmp_path) as session:
        rows = contacts_behind(session, part=part, slice_by=slice_by, limit=10, names=("contact_id", "talk_s"))
    assert rows == [{"contact_id": contact_id, "talk_s": 60} for contact_id in found]


def test_no_more_than_the_limit(tmp_path: Path, part: Path) -> None:
    with session_in(tmp_path) as session:
        assert len(contacts_behind(session, part=part, slice_by={}, limit=2)) == 2


def test_contacts_are_not_found_by_what_figures_are_not_kept_by(tmp_path: Path, part: Path) -> None:
    with session_in(tmp_path) as session, pytest.raises(NoSuchDimension):
        contacts_behind(session, part=part, slice_by={"agent": "x"}, limit=1)
