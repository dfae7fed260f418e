"""The monthly review: one truth seen from two sides, its states, and nothing for who is not a party."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from contracts.domain.months import Month
from metrics.domain.scorecard import BASIS_REASONS
from metrics.models import Incident
from metrics.services.scorecards import scorecard_mint, scorecard_refresh
from tests.callers import person
from tests.factories import make_contract, make_user
from tests.figures import calls, phone, put_golden_months, put_month
from tests.golden.month import figures
from tests.metrics.views.review_text import ROOT, plain, text_of
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_month_begins_with_its_sentence(world: World) -> None:
    put_golden_months(world.contract)
    page = plain(text_of(world.buyer_manager))
    assert "October 2026 is out of balance at 75.5 so far, against" in page
    assert "in September 2026. Satisfaction lost 12.4 of the 24.5 points" in page


def test_the_figures_of_the_month_are_on_the_page(world: World) -> None:
    put_golden_months(world.contract)
    page = plain(text_of(world.buyer_manager))
    for figure in ("389 s", "Missed, too long", "324–378", "target 80%", "5.7%–7.8%", "361 s → 389 s"):
        assert figure in page, figure


def test_every_chart_has_its_figures_in_a_table_and_as_data(world: World) -> None:
    put_golden_months(world.contract)
    page = text_of(world.buyer_manager)
    charts = re.findall(r'data-figure="([^"]+)"', page)
    assert charts
    for name in charts:
        found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', page, re.DOTALL)
        assert found is not None
        assert {"wide", "narrow"} == set(json.loads(found[1]))
    assert page.count(">Table</summary>") == len(charts)
    assert "Phone" in page
    assert "Chat" in page


def test_each_side_reads_the_money_from_its_own_place(world: World) -> None:
    put_golden_months(world.contract)
    buyer, vendor = plain(text_of(world.buyer_manager)), plain(text_of(world.vendor_lead))
    assert "The month cost NOK" in buyer
    assert "The month pays NOK" in vendor
    score = "75.5"
    assert score in buyer
    assert score in vendor


@pytest.mark.parametrize("query", ["", "?channel=phone&split=brand"])
def test_money_is_for_those_who_read_statements(world: World, query: str) -> None:
    """An agent manager sees what was sold, and no amount: not in words, tables or the data of charts."""
    put_golden_months(world.contract)
    manager = make_user("anne", (world.fjord, "vendor_agent_manager"))
    address = f"{ROOT}2026-10/{query}"
    page, whole = text_of(manager, address), text_of(world.vendor_lead, address)
    for sign in ("NOK", "cost-title", "Price of the contacts", 'id="chart-money"', "Commission"):
        assert sign in whole, sign
        assert sign not in page, sign
    assert "Units sold" in page
    assert "Contacts with sale" in page
    assert "389 s" in plain(page)


def test_pictures_are_for_those_who_may_save_figures(world: World) -> None:
    put_golden_months(world.contract)
    manager = make_user("anne", (world.fjord, "vendor_agent_manager"))
    assert "data-save=" in text_of(world.vendor_lead)
    assert "data-save=" not in text_of(manager)
    assert ".csv" not in text_of(manager)


def test_raw_is_said_to_be_raw(world: World) -> None:
    put_golden_months(world.contract)
    assert "These are raw figures" in text_of(world.buyer_manager)


def test_a_contract_that_wants_relief_is_told_why_figures_are_raw(world: World) -> None:
    contract = make_contract("relieved", buyer=world.nordlys, vendor=world.fjord, version={"judged_on": "relieved"})
    put_golden_months(contract)
    put_golden_months(world.contract)
    relieved = plain(text_of(world.buyer_manager, "/contracts/relieved/review/2026-10/"))
    (why,) = BASIS_REASONS.values()
    assert f"no incident is taken out. {why}" in relieved
    assert why not in plain(text_of(world.buyer_manager))


def test_a_month_without_data_is_not_zero(world: World) -> None:
    put_golden_months(world.contract)
    page = plain(text_of(world.buyer_manager, f"{ROOT}2026-03/"))
    assert "No contacts for March 2026" in page
    assert "no data is not zero" in page
    assert "Go to October 2026" in page


def test_the_stepper_leads_to_months_with_data_only(world: World) -> None:
    put_golden_months(world.contract)
    put_month(world.contract, "2026-05", [calls(40)])
    page = text_of(world.buyer_manager, f"{ROOT}2026-09/")
    assert f'rel="prev" href="{ROOT}2026-05/"' in page
    assert f'rel="next" href="{ROOT}2026-10/"' in page
    assert 'rel="next"' not in text_of(world.buyer_manager)


def test_without_a_month_the_newest_closed_one_opens(world: World) -> None:
    put_golden_months(world.contract)
    response = person(world.buyer_manager).get(ROOT)
    assert response.status_code == 302
    assert response.headers["Location"] in {f"{ROOT}2026-10/", f"{ROOT}2026-09/"}


def test_without_any_data_the_running_month_opens_empty(world: World) -> None:
    client = person(world.buyer_manager)
    response = client.get(ROOT, follow=True)
    assert response.status_code == 200
    assert "No contacts for" in plain(response.content.decode())


def test_a_partial_month_tells_its_bounds(world: World) -> None:
    put_month(
        world.contract, "2026-10", [phone({**calls(100).totals.counts, "contacts_with_sale": 6, "sale_units": 6})]
    )
    page = plain(text_of(world.buyer_manager))
    assert "without satisfaction" in page
    assert "with it the score lies between" in page
    assert "No survey was answered." in page
    assert "Contract: no data, not counted as a miss" in page


def test_too_few_answers_are_shown_without_weight(world: World) -> None:
    counts = {"contacts": 40, "handled": 40, "handled_timed": 40, "handle_seconds": 14000, "billable": 40,
              "sale_known": 40, "contacts_with_sale": 3, "sale_units": 3, "surveys": 18, "satisfied": 13}  # fmt: skip
    put_month(world.contract, "2026-10", [phone(counts)])
    page = plain(text_of(world.buyer_manager))
    assert "Too few answers (18 of 30)" in page
    assert "30 answers are needed for a verdict, 100 for money." in page


def test_a_channel_without_a_price_makes_the_total_unknown(world: World) -> None:
    put_month(world.contract, "2026-10", [phone(calls(50).totals.counts, channel="message")])
    page = plain(text_of(world.buyer_manager))
    assert "The month's total is unknown" in page.replace("&#x27;", "'")
    assert "NOK 0.00" not in page.split("Sales brought in")[0]


def test_a_minted_month_shows_its_version(world: World) -> None:
    put_golden_months(world.contract)
    scorecard_mint(
        contract=world.contract, month=Month(2026, 10), by="command", actor=None, now=datetime(2026, 11, 22, tzinfo=UTC)
    )
    page = plain(text_of(world.buyer_manager))
    assert "v1" in page


def test_a_name_from_a_file_cannot_become_markup(world: World) -> None:
    put_month(world.contract, "2026-10", [phone(calls(50).totals.counts, topic="<script>alert(1)</script>")])
    page = text_of(world.buyer_manager)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_incidents_of_the_month_are_in_sentence_and_register(world: World) -> None:
    put_golden_months(world.contract)
    Incident.all_rows.create(
        contract=world.contract, number=3, key="wrong-invoice", owner="buyer", sentence_en="Invoices were wrong.",
        begins_at=datetime(2026, 10, 8, 5, tzinfo=UTC), ends_at=datetime(2026, 10, 9, 5, tzinfo=UTC),
    )  # fmt: skip
    october, september = (text_of(world.buyer_manager, f"{ROOT}{month}/") for month in ("2026-10", "2026-09"))
    assert "disturbed the month, and all figures include it." in october
    assert "1 incident in October 2026" in october
    assert "Invoices were wrong." in october
    assert "disturbed the month" not in september


def test_what_comes_after_the_final_version_is_told_and_not_counted(world: World) -> None:
    put_golden_months(world.contract)
    month = Month(2026, 10)
    now = datetime(2026, 11, 22, tzinfo=UTC)
    scorecard_mint(contract=world.contract, month=month, by="command", actor=None, now=now)
    assert "Newer data came" not in text_of(world.buyer_manager)
    put_month(world.contract, "2026-10", [*figures("2026-10"), calls(100, seconds=9000)])
    scorecard_refresh(contract=world.contract, month=month)
    page = text_of(world.buyer_manager)
    said = re.search(r"Newer data.{0,200}", plain(page))
    assert said is not None
    assert "after version 1 and are not counted here; with them: handling time 389 s → 1,119 s" in said[0]
    assert '<span class="big">389\u00a0s</span>' in page


def test_a_version_minted_before_a_kpi_came_to_be_is_still_shown(world: World) -> None:
    put_golden_months(world.contract)
    kept = scorecard_refresh(contract=world.contract, month=Month(2026, 10))
    assert kept is not None
    del kept.document["kpis"]["csat_mean"]
    kept.save()
    page = text_of(world.buyer_manager)
    assert "Also measured" in page
    assert "CSAT, mean score" not in page


def test_kept_figures_are_drawn_anew_when_anything_behind_them_changes(world: World) -> None:
    put_golden_months(world.contract)
    first = text_of(world.buyer_manager)
    assert text_of(world.buyer_manager).count("389\u00a0s") == first.count("389\u00a0s")
    put_month(world.contract, "2026-10", [*figures("2026-10"), calls(100, seconds=9000)])
    assert "361\u00a0s → 1,119\u00a0s" in text_of(world.buyer_manager)
    put_month(world.contract, "2026-09", [calls(40, seconds=300)])
    assert "300\u00a0s → 1,119\u00a0s" in text_of(world.buyer_manager)


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
    response = person(world.buyer_manager).get(f"{ROOT}{month}/")
    assert response.status_code in {400, 404}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_only_reads(world: World, method: str) -> None:
    client: Client = person(world.buyer_manager)
    assert getattr(client, method)(f"{ROOT}2026-10/").status_code == 405


def test_norwegian_writes_figures_its_own_way(world: World) -> None:
    put_golden_months(world.contract)
    page = plain(text_of(world.buyer_manager, language="nb"))
    assert "75,5" in page
    assert "80 %" in page
    assert "oktober 2026" in page
