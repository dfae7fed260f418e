"""Contracts for programs: mine, whole, and nothing else."""

from __future__ import annotations

import json

import pytest

from contracts.models import Contract, User
from tests.callers import json_of, person, problem_of, program, with_token
from tests.factories import make_contract, make_token, make_version, yesterday
from tests.world import World

LIST = "/api/v1/contracts/"


def detail(contract: Contract) -> str:
    return f"{LIST}{contract.key}/"


def keys(body: dict[str, list[dict[str, str]]]) -> list[str]:
    return [entry["key"] for entry in body["results"]]


def test_a_manager_sees_the_contracts_of_the_own_organisation_in_order(world: World) -> None:
    body = json_of(person(world.buyer_manager).get(LIST))
    assert keys(body) == ["nordlys-fjord", "nordlys-skog"]
    assert body["next"] is None


def test_a_vendor_sees_all_its_buyers(world: World) -> None:
    assert keys(json_of(person(world.vendor_lead).get(LIST))) == ["havbris-fjord", "nordlys-fjord"]


def test_a_token_sees_its_one_contract(world: World) -> None:
    assert keys(json_of(program(world.contract).get(LIST))) == ["nordlys-fjord"]


def test_the_operator_and_somebody_without_membership_see_nothing(world: World) -> None:
    assert keys(json_of(person(world.operator).get(LIST))) == []
    assert keys(json_of(person(world.nobody).get(LIST))) == []


def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    for number in range(5):
        make_contract(f"nordlys-{number}", buyer=world.nordlys, vendor=world.fjord)
    client, address, seen = person(world.buyer_manager), f"{LIST}?page_size=2", []
    while address:
        body = json_of(client.get(address))
        assert len(body["results"]) <= 2
        seen += keys(body)
        address = body["next"]
    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("cursor", ["", "x", "%00", "AA", "bm9yZGx5cwA", "é", "a" * 400])
def test_a_made_up_cursor_is_refused(world: World, cursor: str) -> None:
    problem_of(person(world.buyer_manager).get(f"{LIST}?cursor={cursor}"), 400, "cursor_invalid")


@pytest.mark.parametrize("size", ["0", "-1", "501", "9" * 30, "ten", "", "٣"])
def test_a_page_size_out_of_bounds_is_refused(world: World, size: str) -> None:
    problem_of(person(world.buyer_manager).get(LIST, {"page_size": size}), 400, "page_size_invalid")


def test_a_misspelt_parameter_is_refused_and_the_known_ones_are_named(world: World) -> None:
    body = problem_of(person(world.buyer_manager).get(LIST, {"pagesize": "2"}), 400, "unknown_parameter")
    assert body["params"] == {"parameter": "pagesize", "known": "cursor, page_size"}
    problem_of(person(world.buyer_manager).get(detail(world.contract), {"ordering": "key"}), 400, "unknown_parameter")
    problem_of(person(world.buyer_manager).get(LIST, {"contract__buyer": "1"}), 400, "unknown_parameter")


def test_a_parameter_given_twice_is_refused(world: World) -> None:
    problem_of(person(world.buyer_manager).get(f"{LIST}?page_size=1&page_size=2"), 400, "parameter_repeated")


def test_a_contract_is_told_in_the_words_of_its_document(world: World) -> None:
    body = json_of(person(world.buyer_manager).get(detail(world.contract)))
    assert body["buyer"] == {
        "id": world.nordlys.public_id,
        "name": "Nordlys Mobil AS",
        "organisation_number": "999000111",
        "kind": "buyer",
    }
    assert (body["start"], body["end"], body["time_zone"]) == ("2024-01-01", None, "Europe/Oslo")
    assert body["brands"] == [{"key": "main", "name": "Main", "merged_into": None, "from": "2024-01-01"}]
    [version] = body["versions"]
    assert (version["version"], version["valid_from"], version["origin"]) == (1, "2024-01-01", "operator")
    assert version["approved_at"].endswith("Z")
    assert version["prices"][0] == {"channel": "phone", "model": "flat", "unit_price": "42.00"}
    assert version["commission"] == [{"product": "*", "model": "fixed", "amount": "150.00"}]
    assert version["counting"]["csat"] == {"kind": "top_box", "satisfied_from": "0.75"}
    assert version["score"] == {"floor": "0.05", "zones": {"in_balance": "95", "watch": "85", "imbalance": "70"}}
    assert version["targets"][:2] == [
        {
            "kpi": "aht",
            "weight": "0.30",
            "lower": "216",
            "band_low": "324",
            "band_high": "378",
            "upper": "504",
        },
        {"kpi": "csat", "weight": "0.40", "lower": "0.6", "band_low": "0.8", "band_high": None, "upper": None},
    ]


def test_key_and_opaque_id_give_the_same_contract(world: World) -> None:
    client = person(world.buyer_manager)
    by_key, by_id = client.get(detail(world.contract)), client.get(f"{LIST}{world.contract.public_id}/")
    assert by_key.content == by_id.content


def test_a_draft_version_is_nobodys_business_yet(world: World) -> None:
    make_version(world.contract, number=2, valid_from=world.contract.start.replace(year=2025), approved=False)
    body = json_of(program(world.contract).get(detail(world.contract)))
    assert [version["version"] for version in body["versions"]] == [1]


def test_foreign_and_missing_look_the_same(world: World, outsider: User) -> None:
    client = person(outsider)
    foreign, missing = client.get(detail(world.contract)), client.get(f"{LIST}no-such-thing/")
    problem_of(foreign, 404, "not_found")
    assert foreign.content == missing.content


def test_a_token_does_not_reach_its_organisations_other_contract(world: World) -> None:
    client = program(world.contract)
    foreign, missing = client.get(detail(world.rival_contract)), client.get(f"{LIST}no-such-thing/")
    problem_of(foreign, 404, "not_found")
    assert foreign.content == missing.content


def test_a_token_without_the_scope_is_told_which_one_it_lacks(world: World) -> None:
    client = program(world.contract, "read:scorecards", "write:deliveries")
    for address in (LIST, detail(world.contract), detail(world.foreign_contract)):
        assert problem_of(client.get(address), 403, "scope_missing")["params"] == {"scope": "read:contracts"}


def test_nobody_comes_in_without_a_token_or_a_session(world: World) -> None:
    response = person(None).get(detail(world.contract))
    problem_of(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"].startswith("Token")


@pytest.mark.parametrize("secret", ["x", "0" * 64, "a b", "\xff\xfe", "é" * 32, ""])
def test_a_token_that_is_none_is_refused(world: World, secret: str) -> None:
    response = with_token(secret).get(LIST)
    assert response.status_code == 401
    assert json_of(response)["code"] in {"token_invalid", "authentication_failed"}


def test_expired_and_revoked_tokens_are_refused_at_once(world: World) -> None:
    expired = make_token(world.contract, expires=yesterday())
    problem_of(with_token(expired.secret).get(LIST), 401, "token_invalid")
    live = make_token(world.contract)
    client = with_token(live.secret)
    assert client.get(LIST).status_code == 200
    live.token.client.is_active = False
    live.token.client.save()
    problem_of(client.get(LIST), 401, "token_invalid")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_contracts_are_read_only(world: World, method: str) -> None:
    for address in (LIST, detail(world.contract)):
        problem_of(getattr(program(world.contract), method)(address), 405, "method_not_allowed")


def test_other_media_types_are_refused_by_name(world: World) -> None:
    problem_of(program(world.contract).get(LIST, headers={"accept": "application/xml"}), 406, "not_acceptable")


def test_an_address_that_does_not_exist_is_a_problem_document_too(world: World) -> None:
    for address in ("/api/v1/contract/", "/api/v1/", "/api/v1/contracts/a%00b/", "/api/v1/contracts/a%2Fb/"):
        problem_of(program(world.contract).get(address), 404, "not_found")


def test_nobody_keeps_an_answer(world: World) -> None:
    client = program(world.contract)
    for address in (LIST, detail(world.contract), f"{LIST}missing/", "/api/v1/no/such/address/"):
        assert client.get(address)["Cache-Control"] == "no-store"


def test_answers_do_not_depend_on_the_readers_language(world: World, outsider: User) -> None:
    plain = person(outsider).get(detail(world.contract))
    norwegian = person(outsider).get(detail(world.contract), headers={"accept-language": "nb"})
    assert json.loads(plain.content) == json.loads(norwegian.content)
