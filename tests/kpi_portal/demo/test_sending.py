"""A batch goes through the real ingest; whoever waits for it does the worker's part here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from contracts.models import Contract
from kpi_portal.demo.batches import SentFile
from kpi_portal.demo.model_buyer.documents import profile_text
from kpi_portal.demo.sending import SeedFailed, send
from metrics.models import ContractMonth, Delivery
from metrics.services.delivery_process import delivery_process
from metrics.services.profiles import profile_load
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = (
    "contact_id;root_id;started;answered;ended;updated;channel;direction;queue;topic;brand;language;hours;"
    "customer;agent;team;site;outcome;wait_s;talk_s;hold_s;wrap_s;transferred;resolved;offered"
)


def row(number: int, day: int) -> str:
    at = f"2026-10-{day:02d}T09:{number:02d}"
    return (
        f"T{number};;{at}:00Z;{at}:10Z;{at}:40Z;{at}:50Z;phone;in;Invoice;Payment date;main;nb;day;"
        f"K{number};A1;T1;Oslo;answered;10;30;0;10;no;yes;no"
    )


@pytest.fixture
def contract(world: World) -> Contract:
    profile_load(contract=world.contract, text=profile_text("telephony"), by=None)
    return world.contract


def written(folder: Path, *days: int) -> list[SentFile]:
    """A file a day."""
    files = []
    for day in days:
        its_day = date(2026, 10, day)
        file = SentFile("nordlys-fjord", "contacts", "telephony", f"contacts-{day}.csv", its_day, its_day)
        (folder / file.path).write_text(f"{HEADER}\n{row(day, day)}\n{row(day + 30, day)}\n", encoding="utf-8")
        files.append(file)
    return files


def worker(contract: Contract, heard: list[tuple[int, int]]) -> Callable[[int, int], None]:
    """One delivery at each look, and the figures that were put off when none waits any more."""

    def works(ended: int, total: int) -> None:
        heard.append((ended, total))
        waiting = Delivery.objects.within(contract).filter(state="received").order_by("pk")
        if (delivery := waiting.first()) is not None:
            delivery_process(delivery_id=delivery.pk)

    return works


def test_all_are_received_before_the_first_is_worked_on_and_sent_files_go(tmp_path: Path, contract: Contract) -> None:
    heard: list[tuple[int, int]] = []
    files = written(tmp_path, 5, 6)
    send(tmp_path, files, worker(contract, heard))
    assert heard == [(0, 2), (1, 2), (2, 2)]
    rows = Delivery.objects.within(contract).order_by("pk")
    assert [(each.file_name, each.state, each.accepted) for each in rows] == [
        ("contacts-5.csv", "applied", 2),
        ("contacts-6.csv", "applied", 2),
    ]
    assert not ContractMonth.objects.within(contract).filter(figures_due_since__isnull=False).exists()
    assert list(tmp_path.glob("*.csv")) == []


def test_what_was_sent_before_is_not_sent_again_though_its_file_is_gone(tmp_path: Path, contract: Contract) -> None:
    send(tmp_path, written(tmp_path, 5), worker(contract, []))
    files = written(tmp_path, 5, 7)
    (tmp_path / files[0].path).unlink()
    send(tmp_path, files, worker(contract, []))
    assert Delivery.objects.within(contract).count() == 2


def test_one_that_is_refused_is_named_with_the_reason(tmp_path: Path, contract: Contract) -> None:
    files = written(tmp_path, 5, 6)
    (tmp_path / files[1].path).write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(SeedFailed, match=r"not applied: contacts-6\.csv \(no_header\)"):
        send(tmp_path, files, worker(contract, []))
