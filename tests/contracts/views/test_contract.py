"""The contract page: what was agreed in words, for its two parties only."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.callers import person
from tests.factories import make_contract, make_version
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/contracts/nordlys-fjord/"


def text_of(world: World, language: str = "en") -> str:
    response = person(world.buyer_manager).get(PAGE, headers={"accept-language": language})
    assert response.status_code == 200
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words.replace("\u00a0", " "))


def test_terms_are_listed_in_words(world: World) -> None:
    page = text_of(world)
    for agreed in (
        "Nordlys Mobil AS · 999000111", "Fjord Partner AS, partner · 999000222", "Europe/Oslo",
        "324–378 s", "80% or more", "5.7%–7.8%", "NOK 42.00 a contact", "NOK 150.00 a unit sold",
        "talk + hold + wrap-up", "answered within 30 s / (answered + abandoned after 30 s)", "10 days", "Main",
    ):  # fmt: skip
        assert agreed in page, agreed


def test_both_parties_see_the_same_terms(world: World) -> None:
    buyer = person(world.buyer_manager).get(PAGE).content.decode()
    vendor = person(world.vendor_lead).get(PAGE).content.decode()
    terms = re.compile(r"<main.*</main>", re.DOTALL)
    assert terms.search(buyer)[0] == terms.search(vendor)[0]  # type: ignore[index]  # both have a main part


def test_the_newest_version_stands_first_and_the_valid_one_is_marked(world: World) -> None:
    make_version(world.contract, number=2, valid_from=date(2099, 1, 1))
    page = text_of(world)
    assert page.index("Version 2, from 1 January 2099") < page.index("Version 1, from")
    assert page.count("valid now") == 1
    assert page.index("valid now") > page.index("Version 1, from")


def test_a_draft_is_not_agreed(world: World) -> None:
    make_version(world.contract, number=2, valid_from=date(2026, 1, 1), approved=False)
    assert "Version 2" not in text_of(world)


def test_a_contract_without_terms_says_so(world: World) -> None:
    make_contract("bare", buyer=world.nordlys, vendor=world.fjord, with_version=False)
    page = person(world.buyer_manager).get("/contracts/bare/").content.decode()
    assert "No approved terms" in page


def test_the_page_opens_by_public_id_too(world: World) -> None:
    assert person(world.buyer_manager).get(f"/contracts/{world.contract.public_id}/").status_code == 200


@pytest.mark.parametrize("who", ["outsider", "rival", "nobody", "operator"])
def test_who_is_no_party_finds_nothing(world: World, who: str) -> None:
    client = person(getattr(world, who))
    foreign, missing = client.get(PAGE), client.get("/contracts/no-such/")
    assert foreign.status_code == missing.status_code == 404
    assert "fjord" not in foreign.content.decode().lower()


def test_norwegian_has_its_own_words_and_figures(world: World) -> None:
    page = text_of(world, "nb")
    assert "42,00 kr" in page
    assert "1. januar 2024" in page
    assert "5,7 %" in page
