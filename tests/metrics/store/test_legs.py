"""Legs that run over a month's edge lie in the month of their contact, in whatever order they come in."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.metrics.store.staging import Shelf, contact, survey

FIRST = contact("1", "2026-10-31 23:50:00")
HANDED_ON = contact("2", "2026-11-01 00:10:00", root_contact_id="1")
BACK = contact("3", "2026-11-01 09:00:00", root_contact_id="1")
A_WEEK_LATER = contact("4", "2026-11-08 09:00:00", root_contact_id="1")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def where(shelf: Shelf) -> dict[str, list[str]]:
    """Contact ids by month."""
    months = sorted(shelf.live)
    found = {month: [row[0] for row in shelf.rows("contacts", month, "contact_id")] for month in months}
    return {month: ids for month, ids in found.items() if ids}


def test_a_call_handed_on_after_midnight_is_one_contact_of_the_old_month(shelf: Shelf) -> None:
    result = shelf.take(contacts=[FIRST, HANDED_ON, BACK], surveys=[survey("2")])
    assert where(shelf) == {"2026-10": ["1", "2", "3"]}
    assert shelf.rows("surveys", "2026-10", "contact_id") == [("2",)]
    assert result.months == ("2026-10",)


def test_counted_by_the_end_it_belongs_to_the_new_month(shelf: Shelf) -> None:
    shelf.take(by="ended", contacts=[FIRST, HANDED_ON])
    assert where(shelf) == {"2026-11": ["1", "2"]}


def test_where_each_leg_counts_by_itself_it_lies_in_its_own_month(shelf: Shelf) -> None:
    shelf.take(by=None, contacts=[FIRST, HANDED_ON])
    assert where(shelf) == {"2026-10": ["1"], "2026-11": ["2"]}


def test_a_case_that_comes_again_later_is_a_new_contact_of_its_own_month(shelf: Shelf) -> None:
    shelf.take(contacts=[FIRST, A_WEEK_LATER])
    assert where(shelf) == {"2026-10": ["1"], "2026-11": ["4"]}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_legs_come_in_never_matters(shelf: Shelf, order: tuple[int, ...]) -> None:
    files: list[dict[str, Any]] = [
        {"contacts": [FIRST]},
        {"contacts": [HANDED_ON, A_WEEK_LATER], "surveys": [survey("2")]},
        {"contacts": [BACK]},
    ]
    for place in order:
        shelf.take(delivery=place + 1, **files[place])
    assert where(shelf) == {"2026-10": ["1", "2", "3"], "2026-11": ["4"]}
    assert shelf.rows("surveys", "2026-10", "contact_id") == [("2",)]
    assert shelf.rows("surveys", "2026-11", "contact_id") == []


def test_when_the_first_leg_is_corrected_away_the_others_go_home(shelf: Shelf) -> None:
    shelf.take(on_change="later_delivery_wins", delivery=1, contacts=[FIRST, HANDED_ON], surveys=[survey("2")])
    moved = contact("1", "2026-09-01 09:00:00")
    result = shelf.take(on_change="later_delivery_wins", delivery=2, contacts=[moved])
    assert where(shelf) == {"2026-09": ["1"], "2026-11": ["2"]}
    assert shelf.rows("surveys", "2026-11", "contact_id") == [("2",)]
    assert {part.month for part in result.parts} == {"2026-09", "2026-10", "2026-11"}


def test_legs_under_one_id_stay_together_too(shelf: Shelf) -> None:
    shelf.take(contacts=[contact("1", "2026-10-31 23:50:00", leg_no=1)])
    shelf.take(delivery=2, contacts=[contact("1", "2026-11-01 00:10:00", leg_no=2)])
    assert where(shelf) == {"2026-10": ["1", "1"]}
