"""What a merge makes of a delivery's rows, against the parts that are there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.store.parts import LineCounts
from tests.metrics.store.staging import Shelf, contact, sale, survey

Row = dict[str, Any]
# Each example merges up to nine times.
EXAMPLES = int(os.environ.get("MERGE_EXAMPLES", "8"))
NOVEMBER = "2026-11-02 09:00:00"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_rows_of_two_months_go_into_two_parts(shelf: Shelf) -> None:
    result = shelf.take(contacts=[contact("1"), contact("2", NOVEMBER)])
    assert result.counts == LineCounts(accepted=2)
    assert [(p.month, p.kind, p.rows) for p in result.parts] == [("2026-10", "contacts", 1), ("2026-11", "contacts", 1)]
    assert result.months == ("2026-10", "2026-11")


def test_the_same_rows_again_are_duplicates_and_change_no_part(shelf: Shelf) -> None:
    rows = [contact("1"), contact("2")]
    shelf.take(contacts=rows, surveys=[survey("1")])
    result = shelf.take(contacts=rows, surveys=[survey("1")], delivery=2)
    assert result.counts == LineCounts(duplicate=2)
    assert result.parts == ()


def test_a_newer_row_updates_and_an_older_one_is_stale(shelf: Shelf) -> None:
    shelf.take(contacts=[contact("1", updated_at="2026-10-06 10:00:00", talk_s=60)])
    newer = shelf.take(contacts=[contact("1", updated_at="2026-10-07 10:00:00", talk_s=90)], delivery=2)
    older = shelf.take(contacts=[contact("1", updated_at="2026-10-05 10:00:00", talk_s=30)], delivery=3)
    assert (newer.counts, older.counts) == (LineCounts(updated=1), LineCounts(stale=1))
    assert older.parts == ()
    assert shelf.rows("contacts", "2026-10", "talk_s", "delivery") == [(90, 2)]


def test_a_row_without_a_time_of_change_is_older_than_one_with(shelf: Shelf) -> None:
    shelf.take(contacts=[contact("1", updated_at="2026-10-06 10:00:00", talk_s=60)])
    assert shelf.take(contacts=[contact("1", talk_s=61)], delivery=2).counts == LineCounts(stale=1)


def test_later_delivery_wins_by_receive_order_even_when_processed_first(shelf: Shelf) -> None:
    shelf.take(on_change="later_delivery_wins", delivery=3, contacts=[contact("1", talk_s=90)])
    result = shelf.take(on_change="later_delivery_wins", delivery=2, contacts=[contact("1", talk_s=30)])
    assert result.counts == LineCounts(stale=1)
    assert shelf.rows("contacts", "2026-10", "talk_s") == [(90,)]


def test_the_same_content_again_holds_its_place_against_an_earlier_delivery(shelf: Shelf) -> None:
    shelf.take(on_change="later_delivery_wins", delivery=1, contacts=[contact("1", talk_s=60)])
    same = shelf.take(on_change="later_delivery_wins", delivery=3, contacts=[contact("1", talk_s=60)])
    between = shelf.take(on_change="later_delivery_wins", delivery=2, contacts=[contact("1", talk_s=30)])
    assert (same.counts, between.counts) == (LineCounts(duplicate=1), LineCounts(stale=1))
    assert shelf.rows("contacts", "2026-10", "talk_s") == [(60,)]


def test_an_id_that_moves_to_another_month_leaves_the_old_one_and_takes_its_followers_along(shelf: Shelf) -> None:
    shelf.take(
        on_change="later_delivery_wins", delivery=1,
        contacts=[contact("1"), contact("2")], surveys=[survey("1"), survey("2")], sales=[sale("1")],
    )  # fmt: skip
    result = shelf.take(on_change="later_delivery_wins", delivery=2, contacts=[contact("1", NOVEMBER)])
    assert result.counts == LineCounts(updated=1)
    assert result.months == ("2026-10", "2026-11")
    assert shelf.rows("contacts", "2026-10", "contact_id") == [("2",)]
    assert shelf.rows("contacts", "2026-11", "contact_id") == [("1",)]
    assert shelf.rows("surveys", "2026-10", "contact_id") == [("2",)]
    assert shelf.rows("surveys", "2026-11", "contact_id") == [("1",)]
    assert shelf.rows("sales", "2026-10", "contact_id") == []
    assert shelf.rows("sales", "2026-11", "contact_id") == [("1",)]


def test_a_month_that_loses_its_last_row_has_no_part(shelf: Shelf) -> None:
    shelf.take(on_change="later_delivery_wins", delivery=1, contacts=[contact("1")])
    result = shelf.take(on_change="later_delivery_wins", delivery=2, contacts=[contact("1", NOVEMBER)])
    assert [(p.month, p.path is None) for p in result.parts] == [("2026-10", True), ("2026-11", False)]


def test_a_corrected_contact_keeps_its_survey(shelf: Shelf) -> None:
    shelf.take(on_change="later_delivery_wins", delivery=1, contacts=[contact("1")], surveys=[survey("1")])
    shelf.take(on_change="later_delivery_wins", delivery=2, contacts=[contact("1", talk_s=99)])
    assert shelf.rows("surveys", "2026-10", "contact_id", "score") == [("1", 5)]


def test_a_line_whose_contact_is_the_same_but_whose_survey_changed_is_updated(shelf: Shelf) -> None:
    shelf.take(on_change="later_delivery_wins", delivery=1, contacts=[contact("1")], surveys=[survey("1", "5")])
    result = shelf.take(
        on_change="later_delivery_wins", delivery=2, contacts=[contact("1")], surveys=[survey("1", "2")]
    )
    assert result.counts == LineCounts(updated=1)
    assert shelf.rows("surveys", "2026-10", "score") == [(2,)]


def test_conflict_rejects_the_whole_line_and_keeps_what_was_there(shelf: Shelf) -> None:
    shelf.take(on_change="conflict", delivery=1, contacts=[contact("1")])
    result = shelf.take(
        on_change="conflict", delivery=2, contacts=[contact("1", talk_s=99), contact("2")], surveys=[survey("1")]
    )
    assert result.counts == LineCounts(accepted=1, conflict=1)
    assert result.conflicts == (2,)
    assert shelf.rows("contacts", "2026-10", "contact_id", "talk_s") == [("1", 60), ("2", 60)]
    assert shelf.rows("surveys", "2026-10", "contact_id") == []


def test_a_survey_of_a_feed_without_its_contact_is_unmatched(shelf: Shelf) -> None:
    shelf.take(contacts=[contact("1")])
    result = shelf.take(feed="surveys", delivery=2, surveys=[survey("1", survey_key="a"), survey("9", survey_key="b")])
    assert result.counts == LineCounts(accepted=1, unmatched=1)
    assert result.months == ("2026-10",)
    assert shelf.rows("surveys", "2026-10", "survey_key") == [("a",)]


def test_a_staged_survey_follows_its_contact_into_the_month_where_it_already_lives(shelf: Shelf) -> None:
    shelf.take(contacts=[contact("1", updated_at="2026-10-06 10:00:00")])
    result = shelf.take(
        delivery=2, contacts=[contact("1", NOVEMBER, updated_at="2026-10-05 10:00:00")], surveys=[survey("1")]
    )
    assert result.counts == LineCounts(updated=1)
    assert shelf.rows("surveys", "2026-10", "contact_id") == [("1",)]


def test_a_merge_that_is_stopped_writes_nothing(shelf: Shelf, tmp_path: Path) -> None:
    from metrics.store.parts import merge
    from tests.metrics.store.staging import session_in, stage

    def stop(*_: object) -> None:
        raise InterruptedError

    staged = stage(tmp_path / "staged", contacts=[contact("1")])
    with session_in(tmp_path) as session, pytest.raises(InterruptedError):
        merge(session, staged=staged, store=shelf.store, contract_id=1, live={}, on_change="conflict", feed="contacts",
              stop_at=stop)  # fmt: skip
    assert not shelf.store.root.exists()


# Rows of few contacts in many versions, cut into deliveries and processed in any order.
_VERSION = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["a", "b", "c"]),
        "month": st.sampled_from(["2026-10-31 23:00:00", NOVEMBER]),
        "talk": st.integers(0, 2),
        "updated": st.sampled_from([None, "2026-11-03 00:00:00", "2026-11-04 00:00:00"]),
        "score": st.sampled_from([None, "1", "5"]),
        "sold": st.booleans(),
    }
)


def _apply(shelf: Shelf, on_change: str, number: int, versions: list[dict[str, object]]) -> None:
    """One delivery; of several rows of a key the reader has kept the winner."""
    contacts: dict[str, list[Row]] = {}
    surveys: dict[str, list[Row]] = {}
    sales: dict[str, list[Row]] = {}
    for line, v in enumerate(versions, start=2):
        lineage: Row = {"line": line, "updated_at": v["updated"]}
        key = str(v["id"])
        contacts.setdefault(key, []).append(contact(key, str(v["month"]), talk_s=v["talk"], **lineage))
        if v["score"]:
            surveys.setdefault(key, []).append(survey(key, str(v["score"]), **lineage))
        if v["sold"]:
            sales.setdefault(key, []).append(sale(key, **lineage))
    kinds: dict[str, Any] = {
        kind: [_winner(kind, on_change, rows) for rows in found.values()]
        for kind, found in (("contacts", contacts), ("surveys", surveys), ("sales", sales))
    }
    shelf.take(on_change=on_change, delivery=number, **kinds)


def _winner(kind: str, on_change: str, rows: list[Row]) -> Row:
    from tests.metrics.store.staging import content_hash

    if on_change == "later_delivery_wins":
        return max(rows, key=lambda row: row["line"])
    return max(rows, key=lambda row: (str(row["updated_at"] or ""), content_hash(kind, row)))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    deliveries=st.lists(st.lists(_VERSION, min_size=1, max_size=4), min_size=1, max_size=4),
    order=st.randoms(use_true_random=False),
    on_change=st.sampled_from(["newest_wins", "later_delivery_wins"]),
)
def test_the_order_in_which_deliveries_are_processed_never_matters(
    tmp_path_factory: pytest.TempPathFactory,
    deliveries: list[list[dict[str, object]]],
    order: object,
    on_change: str,
) -> None:
    numbered = list(enumerate(deliveries, start=1))
    straight, shuffled = Shelf(tmp_path_factory.mktemp("a")), Shelf(tmp_path_factory.mktemp("b"))
    for number, versions in numbered:
        _apply(straight, on_change, number, versions)
    order.shuffle(numbered)  # type: ignore[attr-defined]
    for number, versions in [*numbered, numbered[0]]:
        _apply(shuffled, on_change, number, versions)
    assert shuffled.content() == straight.content()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(versions=st.lists(_VERSION, min_size=1, max_size=6), cut=st.integers(0, 6))
def test_newest_wins_gives_the_same_from_one_file_and_from_two(
    tmp_path_factory: pytest.TempPathFactory, versions: list[dict[str, object]], cut: int
) -> None:
    whole, split = Shelf(tmp_path_factory.mktemp("a")), Shelf(tmp_path_factory.mktemp("b"))
    _apply(whole, "newest_wins", 1, versions)
    for number, part in enumerate((versions[cut:], versions[:cut]), start=1):
        if part:
            _apply(split, "newest_wins", number, part)
    assert split.content() == whole.content()
