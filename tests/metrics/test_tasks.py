"""The worker's entrances: a number in, one service called, and a bell that may be lost."""

from __future__ import annotations

import pytest
from django.utils import timezone

from contracts.models import Contract
from kpi_portal.celery import app
from metrics import tasks
from metrics.ingest.job import BoxDied
from metrics.models import Delivery, ScorecardVersion, WorkerBeat
from metrics.selectors.deliveries import somebody_works
from metrics.services import doorbell
from metrics.services.doorbell import ring, ring_for
from metrics.tasks import delivery_process_task, months_close_task, sweep_task
from tests.figures import calls, put_month
from tests.metrics.services.reading import deliver, read_stand_in, state_of

pytestmark = pytest.mark.django_db(transaction=True)
READER = "metrics.services.delivery_process.read_in_box"


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Who was rung for."""
    rung: list[int] = []
    monkeypatch.setattr(tasks, "ring", lambda delivery: rung.append(delivery.pk))
    monkeypatch.setattr(tasks, "ring_for", rung.append)
    return rung


def test_a_task_works_on_its_delivery_and_gives_a_sign_of_life(
    contract: Contract, monkeypatch: pytest.MonkeyPatch, bell: list[int]
) -> None:
    monkeypatch.setattr(READER, read_stand_in)
    assert not somebody_works(timezone.now())
    delivery = deliver(contract, {"id": "1"}).delivery
    delivery_process_task(delivery.pk)
    assert state_of(delivery).state == "applied"
    assert WorkerBeat.objects.count() == 1
    assert somebody_works(timezone.now())
    assert bell == []


def test_a_file_that_broke_off_is_tried_again_at_once_until_it_has_failed(
    contract: Contract, monkeypatch: pytest.MonkeyPatch, bell: list[int]
) -> None:
    def die(*_: object, **__: object) -> None:
        raise BoxDied("killed")

    monkeypatch.setattr(READER, die)
    delivery = deliver(contract, {"id": "1"}).delivery
    for _ in range(3):
        delivery_process_task(delivery.pk)
    assert bell == [delivery.pk, delivery.pk]
    assert state_of(delivery).state == "failed"


def test_the_sweep_rings_for_what_waits(contract: Contract, bell: list[int]) -> None:
    delivery = deliver(contract, {"id": "1"}).delivery
    Delivery.all_rows.filter(pk=delivery.pk).update(received_at=timezone.now().replace(year=2020))
    sweep_task()
    assert bell == [delivery.pk]


def test_a_delivery_that_is_gone_ends_its_task_with_an_error_and_nothing_else(bell: list[int]) -> None:
    with pytest.raises(Delivery.DoesNotExist):
        delivery_process_task(4711)


def test_a_bell_that_is_heard_brings_the_number_to_the_queue(contract: Contract) -> None:
    delivery = deliver(contract, {"id": "1"}).delivery
    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue("ingest")
        queue.clear()
        assert ring(delivery)
        message = queue.get(block=False)
        queue.close()
    assert message.payload[0] == [delivery.pk]
    assert message.headers["task"] == delivery_process_task.name == doorbell.PROCESS_TASK


def test_a_bell_that_nobody_hears_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise ConnectionError("the broker is away")

    monkeypatch.setattr(app, "send_task", away)
    assert not ring_for(1)


def test_the_cut_off_is_called_by_beat(contract: Contract) -> None:
    """October 2025 is long past its cut-off."""
    put_month(contract, "2025-10", [calls(3)])
    assert app.conf.beat_schedule["close"]["task"] == months_close_task.name
    months_close_task()
    assert ScorecardVersion.objects.within(contract).get().state == "final"
    assert WorkerBeat.objects.count() == 1
