"""The one door: who sees which contract, with which rights, and on which terms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from contracts.domain import roles
from contracts.domain.errors import NoSuchContract, NotAllowed, NoTerms, NotVisible, UnscopedQuery
from contracts.domain.months import Month
from contracts.domain.terms import Terms
from contracts.models import Brand, Contract, Membership, User
from contracts.selectors import (
    brands_of,
    contract_by_key,
    contract_visible_to,
    contracts_visible_to,
    may,
    require,
    side_of,
    terms_for,
    versions_of,
)
from tests.factories import make_client, make_contract, make_membership, make_user, make_version
from tests.world import World

pytestmark = pytest.mark.django_db


def keys(actor: User) -> set[str]:
    return {contract.key for contract in contracts_visible_to(actor)}


def test_a_person_sees_the_contracts_of_which_the_organisation_is_a_party(world: World) -> None:
    assert keys(world.buyer_manager) == {"nordlys-fjord", "nordlys-skog"}
    assert keys(world.auditor) == {"nordlys-fjord", "nordlys-skog"}
    assert keys(world.vendor_lead) == {"nordlys-fjord", "havbris-fjord"}
    assert keys(world.outsider) == {"havbris-fjord", "havbris-inhouse"}
    assert keys(world.rival) == {"nordlys-skog"}


def test_operator_nobody_and_a_visitor_see_nothing(world: World) -> None:
    assert keys(world.operator) == set()
    assert keys(world.nobody) == set()
    assert not contracts_visible_to(AnonymousUser()).exists()


def test_an_operator_sees_nothing_even_as_a_member(world: World) -> None:
    make_membership(world.operator, world.nordlys, "buyer_manager")
    assert keys(world.operator) == set()
    assert not may(world.operator, roles.READ, world.contract)


def test_a_person_who_was_locked_sees_nothing(world: World) -> None:
    world.buyer_manager.is_active = False
    assert keys(world.buyer_manager) == set()


def test_a_role_of_the_other_side_opens_nothing(world: World) -> None:
    lost = make_user("lost", (world.nordlys, "vendor_lead"))
    assert keys(lost) == set()
    assert not may(lost, roles.READ, world.contract)


def test_two_roles_show_a_contract_once(world: World) -> None:
    make_membership(world.buyer_manager, world.nordlys, "buyer_admin")
    assert [c.key for c in contracts_visible_to(world.buyer_manager)] == ["nordlys-fjord", "nordlys-skog"]


def test_a_contract_is_found_by_key_and_by_public_id(world: World) -> None:
    assert contract_visible_to(world.buyer_manager, "nordlys-fjord") == world.contract
    assert contract_visible_to(world.buyer_manager, world.contract.public_id) == world.contract


@pytest.mark.parametrize("key", ["nordlys-fjord", "no-such-contract", "", "\x00"])
def test_foreign_and_missing_look_the_same(world: World, key: str) -> None:
    with pytest.raises(NotVisible) as foreign:
        contract_visible_to(world.outsider, key)
    assert (foreign.value.code, foreign.value.status, dict(foreign.value.params)) == ("not_found", 404, {})


def test_a_foreign_public_id_is_not_visible(world: World) -> None:
    with pytest.raises(NotVisible):
        contract_visible_to(world.outsider, world.contract.public_id)


@pytest.mark.parametrize("right", sorted({right for rights in roles.RIGHTS.values() for right in rights}))
@pytest.mark.parametrize("role", sorted(roles.RIGHTS))
def test_each_role_may_what_the_table_says_and_nothing_else(world: World, role: str, right: str) -> None:
    organisation = world.fjord if role in roles.VENDOR_ROLES else world.nordlys
    person = make_user(f"the-{role}", (organisation, role))
    assert may(person, right, world.contract) == (right in roles.RIGHTS[role])
    assert not may(person, right, world.inhouse_contract)


def test_without_the_right_it_is_not_allowed(world: World) -> None:
    require(world.buyer_manager, roles.UPLOAD, world.contract)
    with pytest.raises(NotAllowed) as refusal:
        require(world.auditor, roles.UPLOAD, world.contract)
    assert (refusal.value.code, refusal.value.status) == ("not_allowed", 403)


def test_a_right_on_one_contract_is_none_on_another(world: World) -> None:
    assert may(world.buyer_manager, roles.READ, world.contract)
    assert not may(world.buyer_manager, roles.READ, world.foreign_contract)


def test_the_side_is_that_of_the_membership(world: World) -> None:
    assert side_of(world.buyer_manager, world.contract) == "buyer"
    assert side_of(world.vendor_lead, world.contract) == "vendor"
    with pytest.raises(NotVisible):
        side_of(world.outsider, world.contract)
    with pytest.raises(NotVisible):
        side_of(world.operator, world.contract)


def test_a_client_sees_its_tokens_contract_alone(world: World) -> None:
    client = make_client(world.contract, "read:contracts", organisation=world.fjord)
    assert [c.key for c in contracts_visible_to(client)] == ["nordlys-fjord"]
    assert side_of(client, world.contract) == "vendor"
    with pytest.raises(NotVisible):
        contract_visible_to(client, "havbris-fjord")


def test_a_client_whose_organisation_left_the_contract_sees_nothing(world: World) -> None:
    client = make_client(world.contract, "read:contracts", organisation=world.fjord)
    Contract.objects.filter(pk=world.contract.pk).update(vendor=world.skog)
    assert not contracts_visible_to(client).exists()
    assert not may(client, roles.READ, world.contract)


def test_a_client_without_a_token_or_switched_off_sees_nothing(world: World) -> None:
    client = make_client(world.contract, "read:contracts")
    client.is_active = False
    assert not contracts_visible_to(client).exists()
    client.is_active, client.token = True, None
    assert not contracts_visible_to(client).exists()
    assert not may(client, roles.READ, world.contract)


@pytest.mark.parametrize(("scope", "right"), sorted(roles.SCOPE_RIGHTS.items()))
def test_a_scope_gives_one_right_on_one_contract(world: World, scope: str, right: str) -> None:
    client = make_client(world.contract, scope)
    every = {given for rights in roles.RIGHTS.values() for given in rights}
    assert {given for given in every if may(client, given, world.contract)} == {right}
    assert not may(client, right, world.rival_contract)


def test_the_operators_door_finds_any_contract(world: World) -> None:
    assert contract_by_key("havbris-inhouse") == world.inhouse_contract
    assert contract_by_key(world.contract.public_id) == world.contract
    with pytest.raises(NoSuchContract) as missing:
        contract_by_key("nowhere")
    assert (missing.value.code, missing.value.status) == ("no_such_contract", 404)


def test_terms_are_those_of_the_version_valid_on_the_first_day(contract: Contract) -> None:
    make_version(contract, number=2, valid_from=date(2026, 3, 1), service_level_s=20)
    make_version(contract, number=3, valid_from=date(2026, 5, 15), service_level_s=15)
    versions = {month: terms_for(contract, Month.parse(month)).version for month in ("2026-02", "2026-03", "2026-05")}
    assert versions == {"2026-02": 1, "2026-03": 2, "2026-05": 2}
    assert terms_for(contract, Month(2026, 6)).counting.service_level_s == 15


def test_a_contract_that_begins_within_a_month_has_terms_for_it() -> None:
    contract = make_contract(start=date(2026, 3, 16))
    assert terms_for(contract, Month(2026, 3)).valid_from == date(2026, 3, 16)
    with pytest.raises(NoTerms) as before:
        terms_for(contract, Month(2026, 2))
    assert before.value.code == "no_terms"


def test_a_draft_is_no_terms(contract: Contract) -> None:
    make_version(contract, number=2, valid_from=date(2026, 1, 1), approved=False)
    assert terms_for(contract, Month(2026, 10)).version == 1
    assert [version.number for version in versions_of(contract)] == [1]


def test_terms_carry_numbers_as_people_write_them(contract: Contract) -> None:
    terms = terms_for(contract, Month(2026, 10))
    assert [str(price.unit_price) for price in terms.prices] == ["42.00", "31.00", "36.50"]
    assert [price.position for price in terms.prices] == [0, 1, 2]
    assert [str(rule.amount) for rule in terms.commission] == ["150.00"]
    aht, csat, _ = terms.targets
    assert (str(aht.weight), str(aht.lower), str(aht.upper)) == ("0.30", "216", "504")
    assert (str(csat.lower), str(csat.band_low), csat.band_high, csat.upper) == ("0.6", "0.8", None, None)
    assert terms.counting.csat_satisfied_from == Decimal("0.75")
    assert str(terms.score.in_balance) == "95"


def test_a_price_of_four_places_keeps_them() -> None:
    contract = make_contract(version={"prices": [("phone", "0.1234"), ("chat", "1000")]})
    assert [str(p.unit_price) for p in terms_for(contract, Month(2026, 10)).prices] == ["0.1234", "1000.00"]


def test_terms_take_few_questions_however_many_rows(contract: Contract, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(4):  # type: ignore[operator]  # pytest-django ships no type for it
        terms: Terms = terms_for(contract, Month(2026, 10))
    assert len(terms.targets) == 3


def test_rows_below_a_contract_refuse_to_be_asked_for_without_one(contract: Contract) -> None:
    with pytest.raises(UnscopedQuery):
        Brand.objects.all()
    assert [brand.key for brand in brands_of(contract)] == ["main"]
    visible = Contract.objects.filter(pk=contract.pk)
    assert Brand.objects.within(visible).count() == 1


def test_who_leaves_an_organisation_sees_its_contracts_no_more(world: World) -> None:
    Membership.objects.filter(user=world.buyer_manager).delete()
    assert keys(world.buyer_manager) == set()
