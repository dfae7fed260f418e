"""Files for the portal over the API: taken once, safely, from whoever may send them, and followed to their end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from contracts.models import AuditEvent, Contract, User
from metrics.models import Delivery, SourceProfile
from metrics.services import doorbell
from tests.callers import json_of, person, problem_of, program
from tests.openapi import assert_documented
from tests.sent_files import load_example_profile, make_delivery
from tests.world import World

ADDRESS = "/api/v1/contracts/nordlys-fjord/deliveries/"
CONTENT = "Henvendelses-ID;Dato og klokkeslett\r\nA1;01.10.2026 09:00:00\r\n".encode("iso-8859-1")
SENDER = ("read:deliveries", "write:deliveries")
pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(contract: Contract) -> SourceProfile:
    """The contract reads the Nordic export."""
    return load_example_profile(contract)


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The deliveries that the bell was rung for."""
    heard: list[int] = []
    monkeypatch.setattr(doorbell, "ring_for", heard.append)
    return heard


@pytest.fixture
def send(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Send a file as curl -F does."""

    def post(client: Client, content: bytes = CONTENT, name: str = "october.csv", **fields: Any) -> Any:
        fields = {"file": SimpleUploadedFile(name, content), "profile": "pwc-nordic", **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(ADDRESS, {name: value for name, value in fields.items() if value is not None})

    return post


def test_a_file_is_received_kept_and_rung_for(
    contract: Contract, profile: SourceProfile, send: Callable[..., Any], rung: list[int], contact_store: Path
) -> None:
    client = program(contract, *SENDER)
    response = send(client)
    body = assert_documented(response, "send_delivery")
    assert response.status_code == 202
    assert (body["state"], body["repeat"], body["file_name"]) == ("received", False, "october.csv")
    assert body["profile"] == {"key": "pwc-nordic", "version": 1}
    assert body["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    delivery = Delivery.objects.within(contract).get()
    assert (contact_store / delivery.file_path).read_bytes() == CONTENT
    assert rung == [delivery.pk]
    assert assert_documented(client.get(response["Location"]), "get_delivery")["delivery"] == body["delivery"]


def test_who_sent_it_is_on_record(contract: Contract, profile: SourceProfile, send: Callable[..., Any]) -> None:
    send(program(contract, *SENDER))
    delivery = Delivery.objects.within(contract).get()
    event = AuditEvent.objects.get(action="delivery_receive")
    assert (delivery.door, delivery.received_by_kind, delivery.organisation) == ("api", "client", contract.buyer)
    assert (event.actor_kind, event.object_id, event.contract) == ("client", delivery.public_id, contract)


def test_the_same_file_again_points_to_the_first(
    contract: Contract, profile: SourceProfile, send: Callable[..., Any], rung: list[int]
) -> None:
    client = program(contract, *SENDER)
    first, again = send(client), send(client, name="other-name.csv")
    body = assert_documented(again, "send_delivery")
    assert (again.status_code, body["repeat"], body["delivery"]) == (200, True, json_of(first)["delivery"])
    assert again["Location"] == first["Location"]
    assert Delivery.objects.within(contract).count() == len(rung) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\data\\october.csv", "october.csv"),
        ("octo\x07ber\x1b[31m.csv", "october[31m.csv"),
        ("okt ø=1+1.csv", "okt ø=1+1.csv"),
        ("x" * 400 + ".csv", "x" * 251 + ".csv"),
    ],
)
def test_a_file_name_is_cleaned_of_paths_and_control_signs(
    contract: Contract, profile: SourceProfile, send: Callable[..., Any], name: str, kept: str
) -> None:
    upload = SimpleUploadedFile("october.csv", CONTENT)
    upload._name = name  # type: ignore[attr-defined]  # as a hostile client sends it
    assert json_of(send(program(contract, *SENDER), file=upload))["file_name"] == kept


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"file": None}, "file", "required"),
        ({"file": "text"}, "file", "invalid"),
        ({"file": SimpleUploadedFile("empty.csv", b"")}, "file", "empty"),
        ({"profile": None}, "profile", "required"),
        ({"profile": ""}, "profile", "blank"),
        ({"profile": "a/b"}, "profile", "invalid"),
        ({"profile": "a\0b"}, "profile", "null_characters_not_allowed"),
        ({"profile": "p" * 61}, "profile", "max_length"),
        ({"feed": "agents"}, "feed", "invalid_choice"),
        ({"backfill": "perhaps"}, "backfill", "invalid"),
    ],
)
def test_a_form_that_is_not_right_says_which_field(
    contract: Contract, profile: SourceProfile, send: Callable[..., Any], fields: dict[str, Any], field: str, code: str
) -> None:
    response = send(program(contract, *SENDER), **fields)
    problem_of(response, 400, "invalid")
    assert code in [error["code"] for error in assert_documented(response, "send_delivery")["errors"][field]]
    assert not Delivery.objects.within(contract).exists()


def test_fields_of_the_row_cannot_be_set_from_outside(
    contract: Contract, profile: SourceProfile, send: Callable[..., Any], world: World
) -> None:
    for field, value in {
        "state": "applied",
        "contract": world.foreign_contract.pk,
        "public_id": "d_x",
        "Profile": "x",
    }.items():
        problem_of(send(program(contract, *SENDER), **{field: value}), 400, "unknown_field")
    assert not Delivery.all_rows.exists()


def test_two_files_at_once_are_refused(contract: Contract, profile: SourceProfile) -> None:
    files = [SimpleUploadedFile("a.csv", b"a"), SimpleUploadedFile("b.csv", b"b")]
    response = program(contract, *SENDER).post(ADDRESS, {"file": files, "profile": "pwc-nordic"})
    problem_of(response, 400, "field_repeated")


def test_a_profile_of_another_contract_is_as_unknown_as_none(
    contract: Contract, world: World, send: Callable[..., Any]
) -> None:
    load_example_profile(world.foreign_contract)
    client = program(contract, *SENDER)
    foreign = problem_of(send(client), 404, "no_such_profile")
    missing = problem_of(send(client, profile="pwc-sordic"), 404, "no_such_profile")
    assert foreign == {**missing, "detail": foreign["detail"], "params": foreign["params"]}


def test_a_feed_that_the_profile_does_not_read_is_refused(
    contract: Contract, profile: SourceProfile, send: Callable[..., Any]
) -> None:
    problem_of(send(program(contract, *SENDER), feed="surveys"), 400, "profile_mismatch")


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(
    contract: Contract, profile: SourceProfile, send: Callable[..., Any], settings: Settings, contact_store: Path
) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    for size in (1001, 200_000):
        response = send(program(contract, *SENDER), b"x" * size)
        problem_of(response, 413, "file_too_large")
        assert_documented(response, "send_delivery")
    assert [path for path in contact_store.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "kind", ["application/json", "text/csv", "application/x-www-form-urlencoded", "application/octet-stream", "x", ""]
)
def test_only_a_multipart_form_is_taken(contract: Contract, profile: SourceProfile, kind: str) -> None:
    response = program(contract, *SENDER).generic("POST", ADDRESS, CONTENT, content_type=kind)
    assert response.status_code in ({400, 415} if kind in {"", "x"} else {415})
    assert json_of(response)["code"] in {"unsupported_media_type", "invalid"}


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\u00e6"]
)
def test_a_form_without_its_fence_is_refused(contract: Contract, profile: SourceProfile, kind: str) -> None:
    response = program(contract, *SENDER).generic("POST", ADDRESS, CONTENT, content_type=kind)
    assert response.status_code == 400
    assert json_of(response)["code"] in {"parse_error", "upload_cut_off"}


def test_a_form_that_was_cut_off_leaves_nothing(contract: Contract, profile: SourceProfile) -> None:
    head = b'--f\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'
    kind = "multipart/form-data; boundary=f"
    response = program(contract, *SENDER).generic("POST", ADDRESS, head + CONTENT, content_type=kind)
    problem_of(response, 400, "upload_cut_off")
    assert not Delivery.all_rows.exists()


def test_a_person_sends_with_the_sessions_token_only(
    contract: Contract, profile: SourceProfile, vendor_lead: User, send: Callable[..., Any]
) -> None:
    assert send(person(vendor_lead)).status_code == 202
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(vendor_lead)
    problem_of(send(strict, b"other"), 403, "csrf_failed")
    strict.get("/contracts/nordlys-fjord/deliveries/")
    token = strict.cookies["csrf"].value
    assert send(strict, b"other", csrfmiddlewaretoken=token).status_code == 202


def test_reading_is_not_sending(contract: Contract, profile: SourceProfile, send: Callable[..., Any]) -> None:
    reader, writer = program(contract, "read:deliveries"), program(contract, "write:deliveries")
    assert problem_of(send(reader), 403, "scope_missing")["params"] == {"scope": "write:deliveries"}
    response = send(writer)
    assert response.status_code == 202
    problem_of(writer.get(response["Location"]), 403, "scope_missing")


def test_who_may_not_send_is_told_so_before_the_file_is_looked_at(
    contract: Contract, profile: SourceProfile, world: World, send: Callable[..., Any]
) -> None:
    problem_of(send(person(world.auditor)), 403, "not_allowed")
    problem_of(person(world.auditor).get(ADDRESS), 403, "not_allowed")
    for user in (world.outsider, world.rival, world.operator, world.nobody):
        problem_of(send(person(user)), 404, "not_found")
    assert not Delivery.all_rows.exists()


def test_the_list_has_the_contracts_own_newest_first(contract: Contract, world: World) -> None:
    mine = [make_delivery(contract).public_id for _ in range(5)]
    make_delivery(world.foreign_contract)
    client, address, seen = program(contract), f"{ADDRESS}?page_size=2", []
    while address:
        body = assert_documented(client.get(address), "list_deliveries")
        seen += [entry["delivery"] for entry in body["results"]]
        address = body["next"]
    assert seen == mine[::-1]


def test_a_delivery_of_another_contract_is_not_there(contract: Contract, world: World) -> None:
    """Not even for somebody who may see both contracts."""
    other = make_delivery(world.foreign_contract)
    for client in (person(world.vendor_lead), program(contract)):
        for tail in ("", "rejected/"):
            foreign, missing = client.get(f"{ADDRESS}{other.public_id}/{tail}"), client.get(f"{ADDRESS}d_none/{tail}")
            problem_of(foreign, 404, "not_found")
            assert foreign.content == missing.content


def test_the_outsider_sees_what_does_not_exist(contract: Contract, world: World) -> None:
    delivery = make_delivery(contract)
    for tail in ("", f"{delivery.public_id}/", f"{delivery.public_id}/rejected/"):
        for user in (world.outsider, world.rival, world.operator, world.nobody):
            foreign = person(user).get(ADDRESS + tail)
            problem_of(foreign, 404, "not_found")
            missing = person(user).get(f"/api/v1/contracts/no-such/deliveries/{tail}")
            assert foreign.content == missing.content
