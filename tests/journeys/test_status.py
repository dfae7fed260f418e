"""The target status in a real browser: where the month stands, and what the rest of it must be, without urging."""

from __future__ import annotations

import re

import pytest

from tests.journeys.browsing import DESK, LOOKS, Look, Opener
from tests.journeys.site import CONTRACT, Site

pytestmark = pytest.mark.browser
MOVES_AT_MOST = 0.01
URGING = re.compile(r"hurry|faster|push|quick|speed up|skynd|raskere|press", re.IGNORECASE)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_running_month_reads_well_and_nothing_moves_when_its_charts_arrive(
    look: Look, site: Site, reader: Opener
) -> None:
    vendor = reader("vendor", look)
    vendor.open(f"/contracts/{CONTRACT}/status/")
    assert vendor.page.url.rstrip("/").endswith(f"/status/{site.running}")
    assert vendor.layout_shift() < MOVES_AT_MOST
    assert vendor.page.locator("section.rest").count() == 3
    assert not URGING.search(vendor.page.locator("main").inner_text())
    assert vendor.shortcomings(look) == ""


@pytest.mark.parametrize("look", [DESK, Look("nb", 390, "light")], ids=str)
def test_a_closed_month_is_told_as_final_and_leads_to_its_review(look: Look, site: Site, reader: Opener) -> None:
    vendor = reader("vendor", look)
    vendor.open(f"/contracts/{CONTRACT}/status/{site.months[-1]}/")
    assert vendor.shortcomings(look) == ""
    vendor.page.locator(f"main a.button[href='/contracts/{CONTRACT}/review/{site.months[-1]}/']").click()
    vendor.page.wait_for_url(f"**/review/{site.months[-1]}/")
    vendor.charts_drawn()
    assert vendor.faults == []


def test_what_a_rest_must_average_lies_within_the_band_or_is_said_to_be_out_of_reach(
    site: Site, reader: Opener
) -> None:
    """A satisfaction that the rest must reach is never above 100 %, and no sentence asks for more than the band."""
    vendor = reader("vendor")
    vendor.open(f"/contracts/{CONTRACT}/status/")
    for card in vendor.page.locator("section.rest").all():
        text = card.inner_text()
        for share in re.findall(r"(\d+(?:\.\d+)?)\s%", text):
            assert float(share) <= 100, text
    assert vendor.faults == []


def test_the_stepper_and_the_deliveries_of_the_month(site: Site, reader: Opener) -> None:
    vendor = reader("vendor")
    vendor.open(f"/contracts/{CONTRACT}/status/")
    assert vendor.page.locator("#deliveries .notes li, #deliveries p.second").count() >= 1
    vendor.page.locator("[rel=prev]").click()
    vendor.page.wait_for_url(f"**/status/{site.running.previous}/")
    vendor.charts_drawn()
    assert vendor.faults == []
