"""The target status as a page: who may open it, where it leads, and that nothing measured is not zero."""

from __future__ import annotations

import json
import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from contracts.domain.months import Month
from contracts.models import User
from metrics.services.scorecards import scorecard_mint
from tests.callers import person
from tests.factories import make_user
from tests.figures import put_golden_months
from tests.month_days import counts, days_of, put_days, put_same_days
from tests.sent_files import load_example_profile, make_delivery
from tests.world import World

pytestmark = pytest.mark.django_db
ROOT = "/contracts/nordlys-fjord/status/"


def running() -> Month:
    """The month that it is at the contract."""
    return Month.of(timezone.localdate(timezone=ZoneInfo("Europe/Oslo")))


def fill(world: World) -> Month:
    """The month before and the running one up to today."""
    month = running()
    today = timezone.localdate(timezone=ZoneInfo("Europe/Oslo"))
    put_same_days(world.contract, days_of(month.previous), counts())
    put_days(world.contract, month, dict.fromkeys(days_of(month, last=today.day), counts()))
    return month


def text_of(user: User, address: str) -> str:
    response = person(user).get(address)
    assert response.status_code == 200, response.content[:200]
    return response.content.decode()


def plain(page: str) -> str:
    """The words of a page without its marks."""
    text = re.sub(r"<script.*?</script>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").replace("\u2060", "")


def test_the_running_month_stands_against_its_bands(world: World) -> None:
    month = fill(world)
    page = text_of(world.vendor_lead, f"{ROOT}{month}/")
    words = plain(page)
    for text in ("Handling time at 350 s", "are inside their bands so far", "324–378", "target 80%",
                 "Score so far", "Earned so far", "Days left, with today"):  # fmt: skip
        assert text in words, text
    assert page.count('class="panel rest third"') == 3
    assert 'aria-current="page">Target status' in page


def test_every_chart_has_its_figures_in_a_table_and_as_data(world: World) -> None:
    page = text_of(world.vendor_lead, f"{ROOT}{fill(world)}/")
    charts = re.findall(r'data-figure="([^"]+)"', page)
    assert len(charts) == 3
    for name in charts:
        found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', page, re.DOTALL)
        assert found is not None
        assert {"wide", "narrow"} == set(json.loads(found[1]))
    assert page.count(">Table</summary>") == len(charts)


def test_without_a_month_the_running_one_opens(world: World) -> None:
    response = person(world.vendor_lead).get(ROOT)
    assert (response.status_code, response.headers["Location"]) == (302, f"{ROOT}{running()}/")


def test_a_month_without_data_shows_no_zeros(world: World) -> None:
    words = plain(text_of(world.vendor_lead, f"{ROOT}{running()}/"))
    assert "has no figures yet: no data is not zero" in words
    assert "No file has come yet" in words
    assert "NOK" not in words


def test_a_closed_month_leads_to_the_review(world: World) -> None:
    put_golden_months(world.contract)
    page = text_of(world.vendor_lead, f"{ROOT}2026-03/")
    assert "March 2026 was closed on 10 April 2026 and has no figures." in plain(page)
    put_days(world.contract, Month(2026, 3), dict.fromkeys(days_of(Month(2026, 3)), counts()))
    scorecard_mint(contract=world.contract, month=Month(2026, 3), by="cut_off", actor=None, now=timezone.now())
    page = text_of(world.vendor_lead, f"{ROOT}2026-03/")
    assert 'href="/contracts/nordlys-fjord/review/2026-03/"' in page
    assert 'rel="next" href="/contracts/nordlys-fjord/status/2026-09/"' in page


def test_a_refused_file_leads_to_its_delivery_for_those_who_may_see_it(world: World) -> None:
    month = fill(world)
    bad = make_delivery(world.contract, profile=load_example_profile(world.contract), state="refused")
    assert f"/deliveries/{bad.public_id}/" in text_of(world.vendor_lead, f"{ROOT}{month}/")
    finance = make_user("finn", (world.nordlys, "buyer_finance"))
    page = text_of(finance, f"{ROOT}{month}/")
    assert bad.public_id not in page
    assert bad.file_name not in page


def test_an_agent_manager_sees_no_money(world: World) -> None:
    month = fill(world)
    manager = make_user("anne", (world.fjord, "vendor_agent_manager"))
    words = plain(text_of(manager, f"{ROOT}{month}/"))
    assert "NOK" not in words
    assert "Score so far" in words
    assert "NOK" in plain(text_of(world.vendor_lead, f"{ROOT}{month}/"))


def test_names_of_files_cannot_become_markup(world: World) -> None:
    month = fill(world)
    profile = load_example_profile(world.contract)
    make_delivery(world.contract, profile=profile, state="refused", file_name="<script>alert(1)</script>.csv")
    page = text_of(world.vendor_lead, f"{ROOT}{month}/")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("who", ["outsider", "rival", "nobody", "operator"])
@pytest.mark.parametrize("address", [ROOT, f"{ROOT}2026-10/", f"{ROOT}2026-03/"])
def test_who_is_no_party_finds_nothing(world: World, who: str, address: str) -> None:
    put_golden_months(world.contract)
    foreign = person(getattr(world, who)).get(address)
    missing = person(getattr(world, who)).get(address.replace("nordlys-fjord", "no-such"))
    assert foreign.status_code == missing.status_code == 404
    assert "ordlys" not in foreign.content.decode()


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "october", "0000-00", "2026-10-01", "%00"])
def test_what_is_no_month_is_said_to_be_none(world: World, month: str) -> None:
    assert person(world.vendor_lead).get(f"{ROOT}{month}/").status_code in {400, 404}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_only_reads(world: World, method: str) -> None:
    client: Client = person(world.vendor_lead)
    assert getattr(client, method)(f"{ROOT}2026-10/").status_code == 405


def test_the_last_day_of_a_long_term_does_not_fail(world: World) -> None:
    """A month at the end of the calendar has not begun, and says so."""
    words = plain(text_of(world.vendor_lead, f"{ROOT}2200-12/"))
    assert "December 2200 has not begun." in words


def test_days_after_yesterday_are_not_taken_as_known(world: World) -> None:
    month = running()
    today = timezone.localdate(timezone=ZoneInfo("Europe/Oslo"))
    put_days(world.contract, month, {today: counts()})
    words = plain(text_of(world.vendor_lead, f"{ROOT}{month}/"))
    assert "no day has figures" in words
