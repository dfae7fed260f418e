"""Every page in a real Chromium, in both languages and themes, wide and narrow."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.journeys.browsing import DESK, LOOKS, Look, Opener
from tests.journeys.site import CONTRACT, Site

pytestmark = pytest.mark.browser
PHONE = Look("en", 390, "light")
BOKMAL = Look("nb", 1440, "light")


def paths(site: Site) -> dict[str, str]:
    """The pages of a reader who may see everything of the contract."""
    root = f"/contracts/{CONTRACT}/"
    return {
        "overview": "/",
        "review": f"{root}review/{site.months[-1]}/",
        "review of the running month": f"{root}review/{site.running}/",
        "review of a month without data": f"{root}review/{site.months[0].previous}/",
        "deliveries": f"{root}deliveries/",
        "contract": root,
    }


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_reads_well(look: Look, site: Site, reader: Opener) -> None:
    vendor = reader("vendor", look)
    for path in paths(site).values():
        vendor.open(path)
        assert vendor.page.locator("html").get_attribute("lang") == look.language
        assert vendor.page.locator("html").get_attribute("data-bs-theme") == look.theme
        assert vendor.shortcomings(look) == "", path


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_log_in_and_foreign_pages_read_well(look: Look, reader: Opener) -> None:
    stranger = reader(None, look)
    stranger.open("/login/")
    assert stranger.shortcomings(look) == ""
    outsider = reader("outsider", look)
    outsider.open(f"/contracts/{CONTRACT}/", status=404)
    assert outsider.shortcomings(look) == ""


@pytest.mark.parametrize("look", [DESK, PHONE, BOKMAL], ids=str)
def test_a_stranger_logs_in_and_out(look: Look, site: Site, reader: Opener) -> None:
    stranger = reader(None, look)
    page = stranger.page
    stranger.open("/")
    assert "/login/" in page.url
    page.locator("#id_username").fill("buyer")
    page.locator("#id_password").fill("not the password")
    page.locator("button.filled").click()
    page.locator("[role=alert]").wait_for()
    page.locator("#id_username").fill("buyer")
    page.locator("#id_password").fill("fjord-og-nordlys")
    page.locator("button.filled").click()
    page.locator(".contract-row").first.wait_for()
    assert page.url == f"{site.address}/"
    if look.is_phone:
        page.locator(".menu-toggle").click()
    page.locator("form[action='/logout/'] button").click()
    page.locator("#id_password").wait_for()
    stranger.open("/")
    assert "/login/" in page.url
    assert stranger.faults == []


def test_the_overview_leads_to_the_month(site: Site, reader: Opener) -> None:
    buyer = reader("buyer")
    buyer.open("/")
    rows = buyer.page.locator(".contract-row")
    assert rows.count() == 3
    row = rows.filter(has=buyer.page.locator(f"a[href*='/contracts/{CONTRACT}/']"))
    assert row.locator("svg[role=img]").count() == 4, "three bands and the score over the months"
    row.locator("h2 a").click()
    buyer.page.wait_for_url(re.compile(rf"{site.address}/contracts/{CONTRACT}/review/\d{{4}}-\d\d/$"))
    assert buyer.faults == []


@pytest.mark.parametrize("look", [DESK, PHONE, BOKMAL], ids=str)
def test_the_month_tells_its_score_and_draws_its_charts(look: Look, site: Site, reader: Opener) -> None:
    buyer = reader("buyer", look)
    buyer.open(paths(site)["review"])
    score = Decimal(site.scorecard(site.months[-1])["score"]["value"]).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert (
        str(score).replace(".", "," if look.language == "nb" else ".") in buyer.page.locator(".sentence").inner_text()
    )
    assert buyer.charts_drawn() >= 2
    states = {chart.get_attribute("data-ready") for chart in buyer.page.locator("[data-figure]").all()}
    assert states == {"true"}
    for card in ("aht", "csat", "hit_rate"):
        assert buyer.page.locator(f"[aria-labelledby=kpi-{card}] svg[role=img]").get_attribute("aria-label")
    assert buyer.faults == []


def test_the_month_stepper_walks_there_and_back(site: Site, reader: Opener) -> None:
    buyer = reader("buyer")
    before, last = site.months[-2:]
    buyer.open(paths(site)["review"])
    buyer.page.locator("[rel=prev]").click()
    buyer.page.wait_for_url(f"**/review/{before}/")
    buyer.charts_drawn()
    buyer.page.locator("[rel=next]").click()
    buyer.page.wait_for_url(f"**/review/{last}/")
    buyer.open(paths(site)["review of the running month"])
    assert buyer.page.locator("[rel=next]").count() == 0
    assert buyer.faults == []


def test_the_reader_chooses_theme_and_language(site: Site, reader: Opener) -> None:
    buyer = reader("buyer")
    buyer.open(paths(site)["review"])
    html = buyer.page.locator("html")
    buyer.page.locator("[data-theme-choice=dark]").click()
    assert html.get_attribute("data-bs-theme") == "dark"
    buyer.page.locator("button[name=language][value=nb]").click()
    buyer.page.locator("html[lang=nb]").wait_for(state="attached")
    assert html.get_attribute("data-bs-theme") == "dark"
    assert buyer.page.url.endswith(paths(site)["review"])
    assert buyer.charts_drawn() >= 2
    assert buyer.faults == []


def test_the_phone_has_a_menu_that_works_by_keyboard(site: Site, reader: Opener) -> None:
    buyer = reader("buyer", PHONE)
    buyer.open("/")
    toggle = buyer.page.locator(".menu-toggle")
    assert toggle.get_attribute("aria-expanded") == "false"
    assert not buyer.page.locator("nav a").first.is_visible()
    toggle.focus()
    buyer.page.keyboard.press("Enter")
    assert toggle.get_attribute("aria-expanded") == "true"
    buyer.page.locator("nav a").first.wait_for()
    assert buyer.faults == []


@pytest.mark.parametrize("look", [DESK, BOKMAL], ids=str)
def test_to_the_outsider_the_contract_does_not_exist(look: Look, site: Site, reader: Opener) -> None:
    outsider = reader("outsider", look)
    outsider.open("/")
    assert CONTRACT not in outsider.page.content()
    texts = set()
    for path in (*list(paths(site).values())[1:], "/contracts/no-such-contract/"):
        outsider.open(path, status=404)
        texts.add(outsider.page.locator("main").inner_text())
    assert len(texts) == 1, "foreign and missing look alike"
    assert "Nordlys" not in texts.pop()
    assert outsider.faults == []
