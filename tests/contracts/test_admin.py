"""The operator's desk: parties, people and programs, every change traced, and nothing of a tenant's data."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client

from contracts.models import ApiClient, AuditEvent, Membership, Organisation, User
from tests.factories import PASSWORD, make_token
from tests.world import World

pytestmark = pytest.mark.django_db
LISTS = ("organisation", "user", "membership", "apiclient", "contract")


@pytest.fixture
def desk(world: World, client: Client) -> Client:
    client.force_login(world.operator)
    return client


def last_event() -> AuditEvent:
    event = AuditEvent.objects.last()
    assert event is not None
    return event


@pytest.mark.parametrize("name", LISTS)
def test_the_operator_sees_every_list(desk: Client, world: World, name: str) -> None:
    assert desk.get(f"/admin/contracts/{name}/").status_code == 200


def test_nothing_of_a_tenants_data_is_on_the_desk() -> None:
    assert {model._meta.model_name for model in admin.site._registry} == set(LISTS)


@pytest.mark.parametrize("who", ["buyer_manager", "vendor_lead", "auditor", "nobody"])
@pytest.mark.parametrize("name", LISTS)
def test_nobody_else_comes_to_the_desk(client: Client, world: World, who: str, name: str) -> None:
    client.force_login(getattr(world, who))
    answer = client.get(f"/admin/contracts/{name}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_a_contract_is_looked_at_and_never_changed(desk: Client, world: World) -> None:
    address = f"/admin/contracts/contract/{world.contract.pk}/change/"
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"title": "Mine"}).status_code == 403
    assert desk.get("/admin/contracts/contract/add/").status_code == 403
    assert desk.post(f"/admin/contracts/contract/{world.contract.pk}/delete/").status_code == 403


def test_a_new_organisation_leaves_its_trace(desk: Client, world: World) -> None:
    facts = {"name": "New AS", "organisation_number": "999777000", "kind": "partner"}
    assert desk.post("/admin/contracts/organisation/add/", facts).status_code == 302
    made = Organisation.objects.get(organisation_number="999777000")
    event = last_event()
    assert (event.action, event.actor_id, event.object_id) == (
        "organisation_added",
        world.operator.public_id,
        made.public_id,
    )


def test_number_and_kind_of_an_organisation_stay(desk: Client, world: World) -> None:
    address = f"/admin/contracts/organisation/{world.nordlys.pk}/change/"
    desk.post(address, {"name": "Nordlys AS", "organisation_number": "1", "kind": "partner"})
    world.nordlys.refresh_from_db()
    assert (world.nordlys.name, world.nordlys.organisation_number, world.nordlys.kind) == (
        "Nordlys AS",
        "999000111",
        "buyer",
    )


def test_a_role_is_given_and_taken_with_a_trace(desk: Client, world: World) -> None:
    facts = {"user": world.nobody.pk, "organisation": world.nordlys.pk, "role": "buyer_finance"}
    assert desk.post("/admin/contracts/membership/add/", facts).status_code == 302
    given = Membership.objects.get(user=world.nobody)
    assert last_event().action == "membership_added"
    desk.post(f"/admin/contracts/membership/{given.pk}/delete/", {"post": "yes"})
    assert not Membership.objects.filter(user=world.nobody).exists()
    assert last_event().action == "membership_deleted"


def test_a_role_that_does_not_exist_is_not_given(desk: Client, world: World) -> None:
    facts = {"user": world.nobody.pk, "organisation": world.nordlys.pk, "role": "owner"}
    assert desk.post("/admin/contracts/membership/add/", facts).status_code == 200
    assert not Membership.objects.filter(user=world.nobody).exists()


def test_a_person_is_made_and_gets_a_new_password(desk: Client, world: World) -> None:
    facts = {
        "username": "kari",
        "email": "kari@example.test",
        "name": "Kari",
        "usable_password": "true",
        "password1": "first-long-password",
        "password2": "first-long-password",
    }
    assert desk.post("/admin/contracts/user/add/", facts).status_code == 302
    kari = User.objects.get(username="kari")
    assert kari.check_password("first-long-password")
    new = {"usable_password": "true", "password1": "second-long-password", "password2": "second-long-password"}
    assert desk.post(f"/admin/contracts/user/{kari.pk}/password/", new).status_code == 302
    kari.refresh_from_db()
    assert kari.check_password("second-long-password")
    assert list(AuditEvent.objects.values_list("action", flat=True))[-2:] == ["user_added", "user_changed"]
    assert "long-password" not in str(list(AuditEvent.objects.values_list("after", flat=True)))


def test_a_person_is_locked_not_deleted(desk: Client, world: World) -> None:
    assert desk.post(f"/admin/contracts/user/{world.nobody.pk}/delete/").status_code == 403


def test_a_program_is_switched_off(desk: Client, world: World) -> None:
    api_client = make_token(world.contract).token.client
    desk.post(f"/admin/contracts/apiclient/{api_client.pk}/change/", {"name": "off"})
    assert ApiClient.objects.get(pk=api_client.pk).is_active is False
    assert last_event().action == "api_client_changed"


def test_the_operator_logs_in_at_the_desk(client: Client, world: World) -> None:
    answer = client.post("/admin/login/?next=/admin/", {"username": "odd", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/admin/").status_code == 200
