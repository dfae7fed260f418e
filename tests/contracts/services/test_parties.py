"""Organisations, people, roles and the audit trail."""

from __future__ import annotations

import pytest
from django.db import connection

from contracts.domain import roles
from contracts.domain.request_id import request_id
from contracts.models import AuditEvent, Contract, Organisation
from contracts.services.audit import AuditOutsideTransaction, audit_write
from contracts.services.organisations import NoSuchOrganisation, organisation_by_number, organisation_ensure
from contracts.services.users import RoleInvalid, UserExists, membership_add, user_create
from tests.factories import make_client, make_organisation, make_user
from tests.world import World

pytestmark = pytest.mark.django_db


def test_an_organisation_comes_into_being_once() -> None:
    first = organisation_ensure(number="900111222", name="First AS", kind="buyer")
    again = organisation_ensure(number="900111222", name="Renamed AS", kind="buyer")
    assert (first.created, again.created) == (True, False)
    assert again.organisation.name == "First AS"
    assert AuditEvent.objects.count() == 1
    assert organisation_by_number("900111222") == first.organisation
    with pytest.raises(NoSuchOrganisation):
        organisation_by_number("1")


def test_each_organisation_has_a_key_of_its_own_for_pseudonyms() -> None:
    keys = {bytes(make_organisation().pseudonym_key) for _ in range(3)}
    assert len(keys) == 3
    assert {len(key) for key in keys} == {32}


def test_a_person_can_log_in_and_is_traced_without_a_password() -> None:
    user = user_create(username="kari", email="kari@example.test", password="a-long-password", name="Kari")
    assert user.check_password("a-long-password")
    event = AuditEvent.objects.get()
    assert (event.action, event.object_id) == ("user_create", user.public_id)
    assert "a-long-password" not in str(event.after)


@pytest.mark.parametrize(("name", "email"), [("kari", "other@example.test"), ("other", "KARI@example.test")])
def test_a_name_or_address_is_taken_once(name: str, email: str) -> None:
    user_create(username="kari", email="kari@example.test", password=None)
    with pytest.raises(UserExists):
        user_create(username=name, email=email, password=None)


@pytest.mark.parametrize("kind", ["buyer", "partner", "in_house"])
def test_an_organisation_gives_the_roles_of_its_side(kind: str) -> None:
    organisation, user = make_organisation(kind=kind), make_user()
    own = roles.BUYER_ROLES if kind == "buyer" else roles.VENDOR_ROLES
    for role in roles.RIGHTS:
        if role in own + roles.BOTH_SIDES_ROLES:
            assert membership_add(user=user, organisation=organisation, role=role).role == role
        else:
            with pytest.raises(RoleInvalid):
                membership_add(user=user, organisation=organisation, role=role)


def test_the_same_role_again_changes_nothing(world: World) -> None:
    before = AuditEvent.objects.count()
    membership_add(user=world.buyer_manager, organisation=world.nordlys, role="buyer_manager")
    assert AuditEvent.objects.count() == before


def test_an_event_names_the_actor_the_thing_and_the_request(world: World) -> None:
    token = request_id.set("request-0001")
    try:
        event = audit_write(
            action="try", by=world.buyer_manager, contract=world.contract, object_kind="thing", object_id=7, why="why"
        )
    finally:
        request_id.reset(token)
    assert (event.actor_kind, event.actor_id) == ("user", world.buyer_manager.public_id)
    assert (event.contract, event.object_id, event.request_id, event.why) == (
        world.contract,
        "7",
        "request-0001",
        "why",
    )


def test_a_clients_act_is_its_organisations(contract: Contract) -> None:
    client = make_client(contract, "write:deliveries", organisation=contract.vendor)
    event = audit_write(action="try", by=client, contract=contract, object_kind="thing", object_id="x")
    assert (event.actor_kind, event.actor_id, event.organisation) == ("client", client.public_id, contract.vendor)


def test_no_actor_is_the_system() -> None:
    event = audit_write(action="try", by=None, object_kind="thing", object_id="x")
    assert (event.actor_kind, event.actor_id) == ("system", "")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_programming_error() -> None:
    assert not connection.in_atomic_block
    with pytest.raises(AuditOutsideTransaction):
        audit_write(action="try", by=None, object_kind="thing", object_id="x")


def test_public_ids_tell_nothing_and_differ() -> None:
    ids = {make_organisation().public_id for _ in range(20)}
    assert len(ids) == 20
    assert all(one.startswith("o_") and len(one) == 18 for one in ids)
    assert not Organisation.objects.filter(public_id="").exists()
