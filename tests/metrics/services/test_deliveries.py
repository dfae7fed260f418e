"""What receiving promises: the file is safe, the row says so, and the same file again is the same delivery."""

from __future__ import annotations

import errno
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError

from contracts.models import AuditEvent, Contract, User
from metrics.domain.delivery_errors import FeedNotTaken, FileNameMissing, FileTooLarge, NoSpace, ProfileMismatch
from metrics.models import Delivery
from metrics.services import deliveries
from metrics.services.deliveries import Receipt, delivery_receive
from tests.factories import make_client
from tests.metrics.services.reading import make_profile
from tests.world import World

pytestmark = pytest.mark.django_db


def receive(contract: Contract, content: bytes = b"a,b\n1,2\n", **facts: Any) -> Receipt:
    given: dict[str, Any] = {
        "feed": "contacts",
        "profile": make_profile(contract),
        "file_name": "a.csv",
        "by": None,
        "door": "api",
    }
    return delivery_receive(contract=contract, file=io.BytesIO(content), **given | facts)


def stored(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_the_file_is_stored_as_it_came(contract: Contract, contact_store: Path) -> None:
    receipt = receive(contract, b"x" * 3_000_000)
    delivery = receipt.delivery
    assert not receipt.repeat
    assert (delivery.state, delivery.size, delivery.sha256) == (
        "received",
        3_000_000,
        hashlib.sha256(b"x" * 3_000_000).hexdigest(),
    )
    assert (contact_store / delivery.file_path).read_bytes() == b"x" * 3_000_000
    assert len(stored(contact_store)) == 1


def test_who_delivered_is_known_by_public_id_and_organisation(world: World) -> None:
    delivery = receive(world.contract, by=world.vendor_lead, door="page").delivery
    assert (delivery.received_by_kind, delivery.received_by_id) == ("user", world.vendor_lead.public_id)
    assert delivery.organisation == world.fjord
    event = AuditEvent.objects.get(action="delivery_receive")
    assert (event.object_id, event.organisation, event.actor_id) == (
        delivery.public_id, world.fjord, world.vendor_lead.public_id,
    )  # fmt: skip


def test_a_program_delivers_for_its_organisation(world: World) -> None:
    client = make_client(world.contract, "write:deliveries", organisation=world.fjord)
    delivery = receive(world.contract, by=client).delivery
    assert (delivery.received_by_kind, delivery.organisation) == ("client", world.fjord)


def test_the_same_file_again_is_the_same_delivery(contract: Contract, contact_store: Path) -> None:
    first = receive(contract)
    again = receive(contract, file_name="renamed.csv")
    assert (again.repeat, again.delivery.pk) == (True, first.delivery.pk)
    assert len(stored(contact_store)) == 1
    assert AuditEvent.objects.filter(action="delivery_receive").count() == 1


def test_another_profile_version_or_contract_makes_another_delivery(world: World) -> None:
    first = receive(world.contract)
    other = receive(world.contract, profile=make_profile(world.contract, key="other"))
    foreign = receive(world.rival_contract)
    assert len({first.delivery.pk, other.delivery.pk, foreign.delivery.pk}) == 3


@pytest.mark.parametrize("state", ["refused", "failed"])
def test_a_file_that_was_not_taken_may_come_again(contract: Contract, state: str) -> None:
    first = receive(contract).delivery
    Delivery.all_rows.filter(pk=first.pk).update(state=state)
    assert not receive(contract).repeat


def test_of_a_race_of_equal_files_one_gets_through(
    contract: Contract, contact_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one came between the look and the insert: the constraint refuses, and the winner is given."""
    first = receive(contract)
    looks = iter([None, first.delivery])
    monkeypatch.setattr(deliveries, "_standing", lambda _: next(looks))
    again = receive(contract)
    assert (again.repeat, again.delivery.pk) == (True, first.delivery.pk)
    assert len(stored(contact_store)) == 1


def test_a_row_that_cannot_be_stored_leaves_no_file(
    contract: Contract, contact_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(deliveries, "_commit", fail)
    with pytest.raises(IntegrityError):
        receive(contract)
    assert stored(contact_store) == []


@pytest.mark.parametrize(("door", "fits"), [("page", False), ("api", False), ("command", True)])
def test_each_door_has_its_limit(
    contract: Contract, contact_store: Path, settings: LazySettings, door: str, fits: bool
) -> None:
    settings.UPLOAD_MAX_BYTES, settings.COMMAND_MAX_BYTES = 10, 20
    assert receive(contract, b"x" * 10, door=door).delivery.size == 10
    if fits:
        assert receive(contract, b"x" * 11, door=door).delivery.size == 11
        return
    with pytest.raises(FileTooLarge) as error:
        receive(contract, b"x" * 11, door=door)
    assert (error.value.code, error.value.status) == ("file_too_large", 413)
    assert len(stored(contact_store)) == 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_says_so_and_leaves_nothing(
    contract: Contract, contact_store: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(_: Path) -> None:
        raise OSError(number, "full")

    monkeypatch.setattr("metrics.store.files.flush_to_disk", full)
    with pytest.raises(NoSpace) as error:
        receive(contract)
    assert (error.value.code, error.value.status) == ("no_space", 507)
    assert stored(contact_store) == []
    assert not Delivery.all_rows.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("october.csv", "october.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\exports\\oktober æøå.xlsx", "oktober æøå.xlsx"),
        ("a\x00b\r\nc\x1b.csv", "abc.csv"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
    ],
)
def test_a_name_is_a_name_and_nothing_else(contract: Contract, given: str, kept: str) -> None:
    assert receive(contract, file_name=given).delivery.file_name == kept


@pytest.mark.parametrize("name", ["", "  ", "folder/", "\x00"])
def test_a_file_needs_a_name(contract: Contract, name: str) -> None:
    with pytest.raises(FileNameMissing):
        receive(contract, file_name=name)


def test_other_feeds_are_not_taken_in_yet(contract: Contract) -> None:
    with pytest.raises(FeedNotTaken):
        receive(contract, feed="hours")


@pytest.mark.parametrize("feed", ["surveys", "sales"])
def test_a_profile_of_another_feed_is_refused(contract: Contract, feed: str) -> None:
    with pytest.raises(ProfileMismatch):
        receive(contract, feed=feed)


def test_a_profile_of_another_contract_is_refused(world: World) -> None:
    with pytest.raises(ProfileMismatch):
        receive(world.contract, profile=make_profile(world.rival_contract))


def test_an_outsider_leaves_no_file_even_when_nobody_asked_for_rights(
    world: World, outsider: User, contact_store: Path
) -> None:
    from contracts.domain.errors import NotVisible

    with pytest.raises(NotVisible):
        receive(world.contract, by=outsider)
    assert stored(contact_store) == []
