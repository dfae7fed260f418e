"""Whatever was left lying is found: silent workers, bells that nobody heard, stale figures and drafts, garbage."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone

from contracts.domain.months import Month
from contracts.models import AuditEvent, Contract
from metrics.models import ContractMonth, Delivery, FigureSet, JobLease, MonthlyFigure, Part, ScorecardDraft
from metrics.selectors.scorecards import scorecard_of
from metrics.services import sweep as sweeping
from metrics.services.claims import delivery_claim
from metrics.services.delivery_process import delivery_process
from metrics.services.month_recount import months_out_of_date
from metrics.services.recompute import recompute
from metrics.services.scorecards import scorecard_mint, scorecard_refresh
from metrics.services.sweep import sweep
from tests.factories import make_version
from tests.metrics.services.reading import deliver, state_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stand_in")]
LONG = timedelta(seconds=121)


def test_a_silent_workers_delivery_waits_again_and_is_rung_for(contract: Contract) -> None:
    now = timezone.now()
    delivery = deliver(contract, {"id": "1"}).delivery
    delivery_claim(delivery_id=delivery.pk, now=now)
    assert sweep(now=now + timedelta(seconds=119)).released == []
    report = sweep(now=now + LONG)
    assert (report.released, report.to_ring) == ([delivery.pk], [delivery.pk])
    assert state_of(delivery).state == "received"


def test_after_three_silent_workers_a_delivery_has_failed(contract: Contract) -> None:
    now = timezone.now()
    delivery = deliver(contract, {"id": "1"}).delivery
    for _ in range(3):
        assert delivery_claim(delivery_id=delivery.pk, now=now) is not None
        report = sweep(now=(now := now + LONG))
    assert (report.failed, report.to_ring) == ([delivery.pk], [])
    assert (state_of(delivery).state, state_of(delivery).refusal_code) == ("failed", "gave_up")
    assert AuditEvent.objects.filter(action="delivery_process", object_id=delivery.public_id).count() == 1
    assert sweep(now=now + LONG).failed == []


def test_a_delivery_that_waits_is_rung_for_once_a_minute(contract: Contract) -> None:
    delivery = deliver(contract, {"id": "1"}).delivery
    received = delivery.received_at
    at = [timedelta(seconds=seconds) for seconds in (30, 61, 90, 122)]
    rung = [sweep(now=received + moment).to_ring for moment in at]
    assert rung == [[], [delivery.pk], [], [delivery.pk]]


def test_two_sweeps_at_once_are_one(contract: Contract) -> None:
    now = timezone.now()
    JobLease.objects.create(job="sweep", token="other", until=now + timedelta(seconds=60))
    assert not sweep(now=now).ran
    assert sweep(now=now + timedelta(seconds=61)).ran


def test_a_step_that_fails_does_not_hold_up_the_others(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError

    delivery = deliver(contract, {"id": "1"}).delivery
    monkeypatch.setattr(sweeping, "claims_release", fail)
    report = sweep(now=delivery.received_at + LONG)
    assert (report.broken, report.to_ring) == (["leases"], [delivery.pk])
    assert sweep(now=delivery.received_at + LONG).ran


def test_figures_of_other_terms_are_rolled_up_again(contract: Contract) -> None:
    delivery_process(delivery_id=deliver(contract, {"id": "1", "talk_s": 60, "wrap_s": 7}).delivery.pk)
    assert months_out_of_date(contract) == ()
    month = ContractMonth.objects.within(contract).get()
    make_version(contract, number=2, valid_from=date(2026, 10, 1), handle_time=["wrap_s"])
    assert [str(found) for found in months_out_of_date(contract)] == ["2026-10"]
    report = sweep(now=timezone.now())
    assert report.recomputed == ["nordlys-fjord 2026-10"]
    again = ContractMonth.objects.within(contract).get()
    rows = MonthlyFigure.objects.within(contract).filter(figure_set=again.figure_set)
    assert list(rows.values_list("handle_seconds", flat=True)) == [7]
    assert (again.version, again.contacts_part_id) == (month.version + 1, month.contacts_part_id)
    assert sweep(now=timezone.now()).recomputed == []


def test_a_scorecard_is_never_drawn_from_figures_of_other_terms(contract: Contract) -> None:
    month = Month(2026, 10)
    delivery_process(delivery_id=deliver(contract, {"id": "1", "talk_s": 60, "wrap_s": 7}).delivery.pk)
    before = scorecard_of(contract, month)
    make_version(contract, number=2, valid_from=date(2026, 10, 1), handle_time=["wrap_s"])
    assert scorecard_of(contract, month) == before
    scorecard_refresh(contract=contract, month=month)
    assert scorecard_of(contract, month) == before
    minted = scorecard_mint(contract=contract, month=month, by="test", actor=None, now=timezone.now())
    assert (minted.document["contract_version"], minted.document["kpis"]["aht"]["value"]) == (2, "7")
    assert scorecard_of(contract, month, "draft")["kpis"]["aht"]["value"] == "7"


def test_a_draft_that_was_not_drawn_is_drawn(contract: Contract) -> None:
    delivery_process(delivery_id=deliver(contract, {"id": "1"}).delivery.pk)
    ScorecardDraft.objects.within(contract).all().delete()
    report = sweep(now=timezone.now())
    assert "nordlys-fjord 2026-10" in report.refreshed
    assert ScorecardDraft.objects.within(contract).count() == 1
    assert sweep(now=timezone.now()).refreshed == []


def test_recompute_rolls_up_again_and_changes_no_figure(contract: Contract) -> None:
    delivery_process(delivery_id=deliver(contract, {"id": "1"}, {"id": "2", "at": "2026-11-02 09:00:00"}).delivery.pk)
    drafts = list(ScorecardDraft.objects.within(contract).values_list("month", "hash"))
    assert [str(month) for month in recompute(contract=contract)] == ["2026-10", "2026-11"]
    assert list(ScorecardDraft.objects.within(contract).values_list("month", "hash")) == drafts
    assert FigureSet.objects.within(contract).count() == 4


@pytest.fixture
def replaced(contract: Contract, settings: LazySettings) -> list[str]:
    """A month of two deliveries; paths of the part that was replaced and of the one that is live."""
    for row in ({"id": "1"}, {"id": "1", "talk_s": 9}):
        delivery_process(delivery_id=deliver(contract, row).delivery.pk)
    return list(Part.objects.within(contract).order_by("number").values_list("path", flat=True))


def test_what_was_replaced_goes_after_the_grace_of_hours(
    contract: Contract, contact_store: Path, replaced: list[str]
) -> None:
    old, live = replaced
    now = timezone.now()
    sweep(now=now + timedelta(hours=5, minutes=59))
    assert (contact_store / old).exists()
    report = sweep(now=now + timedelta(hours=6, minutes=1))
    assert (report.removed.figure_sets, report.removed.parts) == (1, 1)
    assert not (contact_store / old).exists()
    assert (contact_store / live).exists()
    assert FigureSet.objects.within(contract).count() == 1
    assert delivery_process(delivery_id=deliver(contract, {"id": "2"}).delivery.pk).state == "applied"


def test_the_grace_runs_from_the_swap_however_old_the_part_is(
    contract: Contract, contact_store: Path, replaced: list[str]
) -> None:
    old, _ = replaced
    later = timezone.now() + timedelta(days=30)
    ContractMonth.objects.within(contract).update(changed_at=later)
    report = sweep(now=later)
    assert (report.removed.figure_sets, report.removed.parts) == (0, 0)
    assert (contact_store / old).exists()


def test_a_minted_scorecard_keeps_its_figures_and_their_parts(
    contract: Contract, contact_store: Path, replaced: list[str]
) -> None:
    now = timezone.now()
    scorecard_mint(contract=contract, month=Month(2026, 10), by="test", actor=None, now=now)
    delivery_process(delivery_id=deliver(contract, {"id": "1", "talk_s": 11}).delivery.pk)
    report = sweep(now=now + timedelta(days=1))
    assert (report.broken, report.removed.figure_sets) == ([], 1)
    assert (contact_store / replaced[1]).exists()
    assert FigureSet.objects.within(contract).count() == 2


def test_files_that_nobody_knows_go_after_the_grace(
    contract: Contract, contact_store: Path, replaced: list[str]
) -> None:
    orphans = [
        "parts/1/2026-10/contacts-x.parquet",
        "uploads/1/x.part",
        "rejected/1/x.jsonl",
        "work/7-x/contacts.parquet",
    ]
    for name in orphans:
        path = contact_store / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    delivery = Delivery.objects.within(contract).first()
    assert delivery is not None
    sweep(now=timezone.now())
    assert all((contact_store / name).exists() for name in orphans)
    sweep(now=timezone.now() + timedelta(hours=7))
    assert not any((contact_store / name).exists() for name in orphans)
    assert (contact_store / delivery.file_path).exists()


def test_a_sweep_that_was_killed_holds_up_the_next_no_longer_than_a_file(
    contract: Contract, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    now, held = timezone.now(), []

    def look(*_: object) -> None:
        held.append(JobLease.objects.get(job="sweep").until)

    monkeypatch.setattr(sweeping, "STEPS", (look,))
    sweep(now=now)
    assert held == [now + timedelta(seconds=settings.DELIVERY_LEASE_S)]
