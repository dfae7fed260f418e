"""Surveys and sales that come before their contact: they wait, are tried again at each delivery, and are never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from contracts.models import Contract
from metrics.models import ContractMonth, Delivery, Part, Waiting
from metrics.selectors.waiting import WaitingRows, waiting_of
from metrics.services import delivery_merge as merging
from metrics.services.delivery_process import delivery_process
from metrics.services.garbage import garbage_remove
from tests.metrics.services.reading import deliver, figures, make_profile, take

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stand_in")]
RULE = "later_delivery_wins"


def take_surveys(contract: Contract, *rows: dict[str, Any], nth: int = 1) -> Delivery:
    """A file of surveys; each row is a contact's id and a score."""
    return take(contract, *rows, profile=make_profile(contract, key="surveys", feed="surveys"), nth=nth)


def take_sales(contract: Contract, *ids: str) -> Delivery:
    rows = [{"id": key, "sold": True} for key in ids]
    return take(contract, *rows, profile=make_profile(contract, key="sales", feed="sales"))


def waiting(contract: Contract) -> dict[str, int]:
    return {rows.feed: rows.rows for rows in waiting_of(contract)}


def test_a_survey_without_a_contact_waits_and_counts_when_it_comes(contract: Contract) -> None:
    take(contract, {"id": "1"})
    early = take_surveys(contract, {"id": "1", "score": "5"}, {"id": "2", "score": "4"})
    assert (early.accepted, early.unmatched, early.months) == (1, 1, ["2026-10"])
    assert waiting(contract) == {"surveys": 1}
    assert figures(contract)["surveys"] == 1

    take(contract, {"id": "2", "at": "2026-11-02 09:00:00"})
    assert waiting(contract) == {}
    assert (figures(contract)["surveys"], figures(contract, "2026-11")["surveys"]) == (1, 1)


def test_surveys_and_sales_may_come_before_any_contact(contract: Contract) -> None:
    take_surveys(contract, {"id": "1", "score": "5"})
    take_sales(contract, "1", "2")
    assert waiting(contract) == {"surveys": 1, "sales": 2}
    assert not ContractMonth.objects.within(contract).exists()

    take(contract, {"id": "1"})
    assert waiting(contract) == {"sales": 1}
    assert (figures(contract)["surveys"], figures(contract)["sales"]) == (1, 1)


def test_two_sales_of_one_contact_count_once_each(contract: Contract) -> None:
    profile = make_profile(contract, key="sales", feed="sales")
    take(contract, {"id": "1", "sold": True, "sale": "A"}, {"id": "1", "sold": True, "sale": "B"}, profile=profile)
    take(contract, {"id": "1"})
    assert (figures(contract)["sales"], waiting(contract)) == (2, {})


def test_the_same_row_again_waits_once_and_the_later_one_wins(contract: Contract) -> None:
    take_surveys(contract, {"id": "1", "score": "5"})
    again = take_surveys(contract, {"id": "1", "score": "5"}, nth=2)
    assert (again.unmatched, again.duplicate) == (0, 1)
    other = take_surveys(contract, {"id": "1", "score": "2"})
    assert (other.unmatched, waiting(contract)) == (1, {"surveys": 1})
    take(contract, {"id": "1"})
    assert (figures(contract)["surveys"], figures(contract)["score_milli"]) == (1, 2_000)


def test_a_row_whose_contact_is_there_now_leaves_the_waiting_part(contract: Contract) -> None:
    """The same survey comes again together with nothing new: its contact had come, the first one had moved already."""
    take_surveys(contract, {"id": "1", "score": "5"})
    take(contract, {"id": "1"})
    again = take_surveys(contract, {"id": "1", "score": "5"}, nth=2)
    assert (again.duplicate, waiting(contract)) == (1, {})
    assert figures(contract)["surveys"] == 1


def test_what_had_waited_goes_along_when_its_contact_moves(contract: Contract) -> None:
    profile = make_profile(contract, on_change=RULE)
    take_surveys(contract, {"id": "1", "score": "5"})
    take(contract, {"id": "1"}, profile=profile)
    take(contract, {"id": "1", "at": "2026-11-02 09:00:00"}, {"id": "2"}, profile=profile)
    assert (figures(contract)["surveys"], figures(contract, "2026-11")["surveys"]) == (0, 1)


def test_a_contact_that_comes_while_the_survey_is_merged_is_not_missed(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The survey was judged as unmatched; before it is put to wait its contact is swapped in, in another month."""
    take(contract, {"id": "9", "at": "2026-09-02 09:00:00"})
    other = deliver(contract, {"id": "1"}).delivery
    original: Callable[..., None] = vars(merging)["delivery_apply"]

    def overtaken(**kwargs: Any) -> None:
        monkeypatch.setattr(merging, "delivery_apply", original)
        assert delivery_process(delivery_id=other.pk).state == "applied"
        original(**kwargs)

    monkeypatch.setattr(merging, "delivery_apply", overtaken)
    monkeypatch.setattr("metrics.services.merge_lease.PATIENCE_S", 0.0)
    assert take_surveys(contract, {"id": "1", "score": "5"}).accepted == 1
    assert (waiting(contract), figures(contract)["surveys"]) == ({}, 1)


def test_an_id_in_two_months_at_once_is_found_out(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files put a contact into different months at the same time: no month's version tells, the guard does."""
    other = deliver(contract, {"id": "1"}).delivery
    original: Callable[..., None] = vars(merging)["delivery_apply"]

    def overtaken(**kwargs: Any) -> None:
        monkeypatch.setattr(merging, "delivery_apply", original)
        assert delivery_process(delivery_id=other.pk).state == "applied"
        original(**kwargs)

    monkeypatch.setattr(merging, "delivery_apply", overtaken)
    monkeypatch.setattr("metrics.services.merge_lease.PATIENCE_S", 0.0)
    take(contract, {"id": "1", "at": "2026-11-02 09:00:00"})
    rows = ContractMonth.objects.within(contract).exclude(contacts_part=None)
    assert list(rows.values_list("month", flat=True)) == ["2026-11"]


def test_the_age_is_told_by_feed_and_local_day(contract: Contract) -> None:
    profile = make_profile(contract, key="surveys", feed="surveys")
    take(contract, {"id": "1", "score": "5"}, profile=profile)
    guard = Waiting.objects.within(contract).get()
    assert guard.ages == [{"feed": "surveys", "day": None, "rows": 1}]
    guard.ages = [
        {"feed": "surveys", "day": "2026-11-03", "rows": 12},
        {"feed": "surveys", "day": "2026-11-20", "rows": 2},
    ]
    guard.save()
    assert waiting_of(contract) == (WaitingRows("surveys", 14, date(2026, 11, 3)),)
    assert waiting_of(contract)[0].days(date(2026, 11, 22)) == 19


def test_garbage_leaves_what_waits_and_takes_what_has_waited(contract: Contract, contact_store: Path) -> None:
    take_surveys(contract, {"id": "1", "score": "5"})
    take_surveys(contract, {"id": "2", "score": "5"})
    later = timezone.now() + timedelta(days=2)
    garbage_remove(now=later)
    assert Part.objects.within(contract).filter(month="waiting").count() == 1
    assert len(list(contact_store.rglob("waiting/*.parquet"))) == 1
    take(contract, {"id": "1"}, {"id": "2"})
    garbage_remove(now=later)
    assert not list(contact_store.rglob("waiting/*.parquet"))
    assert figures(contract)["surveys"] == 2
