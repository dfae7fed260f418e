"""Comparison, period and filters of the review in a real Chromium: in the address, with back and forward."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import DESK, Look, Opener
from tests.journeys.site import CONTRACT, Site

pytestmark = pytest.mark.browser
PHONE = Look("en", 390, "light")


def review_of(site: Site) -> str:
    return f"/contracts/{CONTRACT}/review/{site.months[-1]}/"


@pytest.mark.parametrize("look", [DESK, PHONE], ids=str)
def test_what_is_chosen_is_in_the_address_and_back_leads_back(look: Look, site: Site, reader: Opener) -> None:
    buyer = reader("buyer", look)
    page = buyer.page
    buyer.open(review_of(site))
    page.locator("details.controls summary").click()
    page.locator("#choose-compare").select_option("year")
    page.locator("#choose-channel").select_option("chat")
    page.locator(".controls-form button").click()
    page.wait_for_url(re.compile("compare=year.*channel=chat"))
    buyer.charts_drawn()
    note = page.locator(".note")
    expect(note).to_contain_text("Chat")
    assert buyer.shortcomings(look) == ""
    page.go_back()
    page.wait_for_url(re.compile(r"/review/[0-9-]+/$"))
    expect(note).to_have_count(0)
    page.go_forward()
    page.wait_for_url(re.compile("channel=chat"))
    expect(note).to_contain_text("Chat")


def test_the_change_is_split_by_what_the_reader_asks_for(site: Site, reader: Opener) -> None:
    buyer = reader("buyer")
    buyer.open(review_of(site))
    buyer.page.locator(".tabs a", has_text="Channel").click()
    buyer.page.wait_for_url(re.compile("by=channel"))
    expect(buyer.page.locator(".tabs [aria-current]")).to_have_text("Channel")
    buyer.charts_drawn()
    assert buyer.faults == []
