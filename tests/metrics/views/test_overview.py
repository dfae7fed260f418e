"""The overview: the reader's contracts and nobody else's, what is being read, and what comes first."""

from __future__ import annotations

import pytest

from tests.callers import person
from tests.figures import calls, put_golden_months, put_month
from tests.sent_files import make_delivery
from tests.world import World

pytestmark = pytest.mark.django_db


def text_of(user: object, language: str = "en") -> str:
    client = person(user)  # type: ignore[arg-type]  # whoever of the world
    response = client.get("/", headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_is_sent_to_log_in() -> None:
    response = person(None).get("/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/login/")


def test_a_buyer_sees_own_contracts_with_score_and_verdicts(world: World) -> None:
    put_golden_months(world.contract)
    page = text_of(world.buyer_manager)
    assert "Customer service nordlys-fjord is out of balance at 75.5 in October 2026." in page
    assert "Customer service nordlys-skog" in page
    assert "havbris" not in page
    assert "Missed, too long" in page
    assert "+28" in page, "the difference to September"


def test_contracts_stand_by_name_not_by_score(world: World) -> None:
    put_golden_months(world.rival_contract)
    put_month(world.contract, "2026-10", [calls(100)])
    page = text_of(world.buyer_manager)
    assert page.index("row-nordlys-fjord") < page.index("row-nordlys-skog")


def test_the_vendor_sees_each_of_its_buyers_contracts(world: World) -> None:
    page = text_of(world.vendor_lead)
    assert "row-nordlys-fjord" in page
    assert "row-havbris-fjord" in page
    assert "row-nordlys-skog" not in page


def test_several_out_of_balance_are_named_in_the_sentence(world: World) -> None:
    put_golden_months(world.contract)
    put_golden_months(world.rival_contract)
    page = text_of(world.buyer_manager)
    assert "2 of 2 contracts are not in balance: Customer service nordlys-fjord (75.5)" in page


def test_without_data_the_page_says_so_and_shows_dashes(world: World) -> None:
    page = text_of(world.buyer_manager)
    assert "No contract has figures yet." in page
    assert "No month has data yet." in page


@pytest.mark.parametrize("who", ["nobody", "operator"])
def test_who_is_no_party_sees_no_contract(world: World, who: str) -> None:
    put_golden_months(world.contract)
    page = text_of(getattr(world, who))
    assert "No contract yet" in page
    assert "nordlys" not in page.lower()


def test_a_file_that_is_being_read_is_shown_to_who_may_see_deliveries(world: World) -> None:
    facts = {"state": "reading", "step": "cleaning", "rows_read": 50, "rows_expected": 200}
    make_delivery(world.contract, file_name="october.csv", **facts)  # type: ignore[arg-type]  # columns by name
    make_delivery(world.contract, file_name="done.csv", state="applied")
    seen = text_of(world.vendor_lead)
    assert "Being read now" in seen
    assert "october.csv" in seen
    assert "50 of 200 lines" in seen
    assert "done.csv" not in seen
    assert "october.csv" not in text_of(world.auditor)
    assert "october.csv" not in text_of(world.outsider)


def test_the_page_speaks_norwegian_to_who_asks_for_it(world: World) -> None:
    put_golden_months(world.contract)
    page = text_of(world.buyer_manager, "nb")
    assert '<html lang="nb"' in page
    assert "75,5" in page
