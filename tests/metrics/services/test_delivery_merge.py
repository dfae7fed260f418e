"""Merge and swap: what a delivery does to its months when others work at the same time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.models import Contract
from metrics.models import ContractMonth, ContractMonthDelivery, Delivery, FigureSet
from metrics.services import delivery_merge as merging
from metrics.services.claims import Claim, claims_release, delivery_claim
from metrics.services.delivery_process import delivery_process
from metrics.services.manifest_swap import SwapLost
from tests.factories import make_contract
from tests.metrics.services.reading import deliver, figures, state_of, take
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stand_in")]


def asleep(contract: Contract, monkeypatch: pytest.MonkeyPatch, at: str) -> Delivery:
    """A worker that sleeps past its lease at some point, while the sweep gives its delivery to somebody else."""
    delivery = deliver(contract, {"id": "1"}).delivery
    taken: list[Claim | None] = []

    def sleep_over() -> None:
        row = state_of(delivery)
        assert row.lease_until is not None
        claims_release(now=row.lease_until + timedelta(seconds=1))
        taken.append(delivery_claim(delivery_id=delivery.pk, now=row.lease_until))

    original: Callable[..., Any] = getattr(merging, at)

    def then(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        sleep_over()
        return result

    monkeypatch.setattr(merging, at, then)
    return delivery_process(delivery_id=delivery.pk)


def test_a_worker_that_slept_past_its_lease_writes_nothing(
    contract: Contract, monkeypatch: pytest.MonkeyPatch, contact_store: Path
) -> None:
    delivery = asleep(contract, monkeypatch, "months_roll_up")
    assert (delivery.state, delivery.attempts) == ("reading", 2)
    assert not ContractMonth.objects.within(contract).exists()
    assert not FigureSet.objects.within(contract).exists()
    assert not list(contact_store.rglob("*.parquet"))


def test_who_loses_the_race_for_a_month_reads_and_merges_again(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between this delivery's merge and its swap another one swaps the same month: both count."""
    other = deliver(contract, {"id": "2", "talk_s": 5}).delivery
    original: Callable[..., None] = vars(merging)["delivery_apply"]

    def overtaken(**kwargs: Any) -> None:
        monkeypatch.setattr(merging, "delivery_apply", original)
        assert delivery_process(delivery_id=other.pk).state == "applied"
        original(**kwargs)

    monkeypatch.setattr(merging, "delivery_apply", overtaken)
    monkeypatch.setattr("metrics.services.merge_lease.PATIENCE_S", 0.0)
    assert take(contract, {"id": "1", "talk_s": 7}).state == "applied"
    assert (figures(contract)["contacts"], figures(contract)["handle_seconds"]) == (2, 12)
    assert ContractMonth.objects.within(contract).get().version == 2
    assert FigureSet.objects.within(contract).count() == 2


def test_a_race_that_is_never_won_waits_for_another_day(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(**_: object) -> None:
        raise SwapLost("2026-10")

    monkeypatch.setattr(merging, "delivery_apply", lose)
    monkeypatch.setattr(merging, "TRY_FOR_S", 0.0)
    delivery = take(contract, {"id": "1"})
    assert (delivery.state, delivery.attempts) == ("received", 0)
    assert not FigureSet.objects.within(contract).exists()


def test_terms_that_look_back_roll_the_next_month_up_again(world: World) -> None:
    contract = make_contract("looks-back", version={"not_billable": ["repeat"]})
    who = {"customer": "c", "topic": "bill"}
    take(contract, {"id": "2", "at": "2026-11-02 09:00:00", **who})
    assert figures(contract, "2026-11")["not_billable_repeat"] == 0
    take(contract, {"id": "1", "at": "2026-10-31 09:00:00", **who})
    assert figures(contract, "2026-11")["not_billable_repeat"] == 1
    assert ContractMonth.objects.within(contract).get(month="2026-11").version == 2


def test_a_month_that_was_only_looked_back_at_must_not_have_changed_either(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While November is rolled up, October comes in: November must know it."""
    contract = make_contract("looks-back", version={"not_billable": ["repeat"]})
    who = {"customer": "c", "topic": "bill"}
    other = deliver(contract, {"id": "1", "at": "2026-10-31 09:00:00", **who}).delivery
    original: Callable[..., None] = vars(merging)["delivery_apply"]

    def overtaken(**kwargs: Any) -> None:
        monkeypatch.setattr(merging, "delivery_apply", original)
        assert delivery_process(delivery_id=other.pk).state == "applied"
        original(**kwargs)

    monkeypatch.setattr(merging, "delivery_apply", overtaken)
    monkeypatch.setattr("metrics.services.merge_lease.PATIENCE_S", 0.0)
    assert take(contract, {"id": "2", "at": "2026-11-02 09:00:00", **who}).state == "applied"
    assert figures(contract, "2026-11")["not_billable_repeat"] == 1


def test_a_month_that_gives_a_leg_away_names_the_delivery_too(contract: Contract) -> None:
    """The second leg comes first and lies in October; with the first leg of 30 September it goes to September."""
    second = {"id": "1b", "root_contact_id": "1", "at": "2026-10-01 00:10:00"}
    take(contract, second, {"id": "2"})
    delivery = take(contract, {"id": "1", "at": "2026-09-30 23:50:00"})
    assert delivery.months == ["2026-09", "2026-10"]
    named = ContractMonthDelivery.objects.within(contract).filter(delivery=delivery)
    assert sorted(named.values_list("contract_month__month", flat=True)) == ["2026-09", "2026-10"]
    assert (figures(contract, "2026-09")["contacts"], figures(contract)["contacts"]) == (1, 1)
