"""From a received delivery to its end: what counts, what is refused, and what happens when a worker fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import OperationalError

from contracts.models import AuditEvent, Contract
from metrics.ingest.job import BoxDied
from metrics.models import (
    ContractMonth,
    ContractMonthDelivery,
    DailyFigure,
    Part,
    RejectedRow,
    ScorecardDraft,
)
from metrics.selectors.deliveries import delivery_document, rejected_rows
from metrics.services.claims import delivery_claim
from metrics.services.delivery_process import delivery_process
from tests.metrics.services.reading import deliver, figures, make_profile, read_stand_in, state_of, take

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stand_in")]
READER = "metrics.services.delivery_process.read_in_box"


def test_an_applied_delivery_counts_and_says_so(contract: Contract) -> None:
    delivery = take(contract, {"id": "1", "score": "5"}, {"id": "2", "at": "2026-11-02 09:00:00"})
    assert delivery.state == "applied"
    rows = delivery_document(delivery)["rows"]
    assert (rows["lines"], rows["header"], rows["accepted"], rows["rejected"]) == (3, 1, 2, 0)
    assert delivery.months == ["2026-10", "2026-11"]
    assert (delivery.claim_token, delivery.lease_until, delivery.attempts) == ("", None, 1)
    assert figures(contract)["contacts"] == 1
    assert figures(contract)["satisfied"] == 1
    assert figures(contract, "2026-11")["contacts"] == 1
    assert DailyFigure.objects.within(contract).count() == 2
    assert ContractMonthDelivery.objects.within(contract).count() == 2
    assert AuditEvent.objects.filter(action="delivery_process", object_id=delivery.public_id).count() == 1


def test_a_scorecard_is_drawn_for_each_month_that_changed(contract: Contract) -> None:
    take(contract, {"id": "1"})
    assert list(ScorecardDraft.objects.within(contract).values_list("month", flat=True)) == ["2026-10"]


def test_a_correction_replaces_and_never_adds(contract: Contract) -> None:
    take(contract, {"id": "1", "talk_s": 60}, {"id": "2"})
    second = take(contract, {"id": "1", "talk_s": 90})
    assert (second.updated, second.accepted) == (1, 0)
    assert figures(contract)["handle_seconds"] == 150
    month = ContractMonth.objects.within(contract).get()
    assert (month.version, month.contacts_part.number if month.contacts_part else None) == (2, 2)


def test_an_id_that_moved_leaves_its_old_month_in_the_same_swap(contract: Contract) -> None:
    take(contract, {"id": "1", "score": "5"}, {"id": "2"})
    second = take(contract, {"id": "1", "at": "2026-11-02 09:00:00"})
    assert second.months == ["2026-10", "2026-11"]
    assert (figures(contract)["contacts"], figures(contract)["surveys"]) == (1, 0)
    assert (figures(contract, "2026-11")["contacts"], figures(contract, "2026-11")["surveys"]) == (1, 1)


def test_a_month_that_lost_its_last_contact_has_no_figures(contract: Contract) -> None:
    take(contract, {"id": "1"})
    take(contract, {"id": "1", "at": "2026-11-02 09:00:00"})
    row = ContractMonth.objects.within(contract).get(month="2026-10")
    assert (row.contacts_part, row.figure_set) == (None, None)


def test_rows_that_are_all_there_already_change_no_month(contract: Contract) -> None:
    profile = make_profile(contract, on_change="newest_wins")
    take(contract, {"id": "1"}, profile=profile)
    before = ContractMonth.objects.within(contract).get()
    again = take(contract, {"id": "1"}, profile=profile, counts={"blank": 1})
    after = ContractMonth.objects.within(contract).get()
    assert (again.state, again.duplicate, again.blank, again.months) == ("applied", 1, 1, ["2026-10"])
    assert (after.version, after.contacts_part_id) == (before.version, before.contacts_part_id)


def test_rejected_rows_are_kept_in_the_book_and_all_of_them_in_a_file(contract: Contract) -> None:
    delivery = take(contract, {"id": "1"}, counts={"rejected": 2})
    assert (delivery.rejected, delivery.reasons) == (2, {"date_format": 2})
    assert RejectedRow.objects.within(contract).filter(delivery=delivery).count() == 2
    rows = list(rejected_rows(delivery))
    assert [(row["line"], row["code"], row["values"]) for row in rows] == [(9, "date_format", {"started": "x"})] * 2


def test_a_refused_file_says_why_and_changes_nothing(contract: Contract) -> None:
    delivery = take(contract, {"id": "1"}, refusal=["date_order", {"order": "month first"}, [2, 3]])
    document = delivery_document(delivery)
    assert (delivery.state, document["refusal"]["code"], document["refusal"]["lines"]) == (
        "refused",
        "date_order",
        [2, 3],
    )
    assert [row["line"] for row in rejected_rows(delivery)] == [2, 3]
    assert not ContractMonth.objects.within(contract).exists()
    assert AuditEvent.objects.filter(action="delivery_process", object_id=delivery.public_id).count() == 1


def test_a_refused_file_may_be_delivered_again(contract: Contract) -> None:
    first = take(contract, {"id": "1"}, refusal=["date_order", {}, []])
    again = deliver(contract, {"id": "1"}, refusal=["date_order", {}, []])
    assert not again.repeat
    assert again.delivery.pk != first.pk


def test_more_than_one_conflict_in_a_hundred_rows_refuses_the_file(contract: Contract) -> None:
    profile = make_profile(contract, on_change="conflict")
    take(contract, *({"id": str(n)} for n in range(100)), profile=profile)
    one = take(contract, {"id": "0", "talk_s": 1}, *({"id": str(n)} for n in range(1, 100)), profile=profile)
    assert (one.state, one.rejected, one.duplicate, one.reasons) == ("applied", 1, 99, {"conflict": 1})
    assert [row["code"] for row in rejected_rows(one)] == ["conflict"]
    two = take(contract, {"id": "0", "talk_s": 1}, {"id": "1", "talk_s": 1}, *({"id": str(n)} for n in range(2, 100)),
               profile=profile)  # fmt: skip
    assert (two.state, two.refusal_code, two.refusal_params["lines"]) == ("refused", "too_many_conflicts", [2, 3])
    assert figures(contract)["handle_seconds"] == 6000


def test_lines_that_do_not_add_up_fail_the_delivery_and_change_nothing(contract: Contract) -> None:
    delivery = take(contract, {"id": "1"}, lost=1)
    assert (delivery.state, delivery.refusal_code) == ("failed", "balance_broken")
    assert not ContractMonth.objects.within(contract).exists()
    assert not Part.objects.within(contract).exists()


def test_a_month_without_terms_refuses_the_file(contract: Contract) -> None:
    delivery = take(contract, {"id": "1", "at": "2023-12-05 09:00:00"})
    assert (delivery.state, delivery.refusal_code) == ("refused", "no_terms")


def test_a_file_that_ends_the_reader_fails_after_three_attempts(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise BoxDied("killed")

    monkeypatch.setattr(READER, die)
    delivery = deliver(contract, {"id": "1"}).delivery
    states = [delivery_process(delivery_id=delivery.pk).state for _ in range(4)]
    assert states == ["received", "received", "failed", "failed"]
    assert state_of(delivery).refusal_code == "gave_up"
    assert state_of(delivery).attempts == 3


def test_a_database_that_is_away_is_not_held_against_the_file(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the server went away")

    monkeypatch.setattr(READER, away)
    delivery = deliver(contract, {"id": "1"}).delivery
    for _ in range(5):
        delivery_process(delivery_id=delivery.pk)
    assert (state_of(delivery).state, state_of(delivery).attempts) == ("received", 0)
    monkeypatch.setattr(READER, read_stand_in)
    assert delivery_process(delivery_id=delivery.pk).state == "applied"


def test_a_worker_that_is_stopped_hands_its_delivery_on(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise SystemExit

    monkeypatch.setattr(READER, stop)
    delivery = deliver(contract, {"id": "1"}).delivery
    with pytest.raises(SystemExit):
        delivery_process(delivery_id=delivery.pk)
    assert (state_of(delivery).state, state_of(delivery).attempts) == ("received", 0)


def test_a_delivery_that_is_done_or_in_hand_is_left_alone(contract: Contract) -> None:
    delivery = take(contract, {"id": "1"})
    assert delivery_process(delivery_id=delivery.pk).attempts == 1
    other = deliver(contract, {"id": "2"}).delivery
    assert delivery_claim(delivery_id=other.pk, now=other.received_at) is not None
    assert delivery_process(delivery_id=other.pk).state == "reading"


def test_nothing_is_left_in_the_scratch_folder(contract: Contract, contact_store: Path) -> None:
    take(contract, {"id": "1"})
    assert list((contact_store / "work").iterdir()) == []
