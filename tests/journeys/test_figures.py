"""Figures in a real Chromium: reserved before they are drawn, drawn anew for paper, saved in three ways."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page

from tests.journeys.browsing import DESK, Look, Opener
from tests.journeys.site import CONTRACT, Site

pytestmark = pytest.mark.browser
PHONE_DARK = Look("en", 390, "dark")
HEIGHTS = """() => [...document.querySelectorAll("[data-figure]")].filter((place) => place.clientWidth).map((place) =>
  [place.id, Number(place.dataset[place.dataset.drawing]), place.clientHeight, place.querySelector("svg").clientHeight])
"""
PAPER = (
    """() => [...document.querySelectorAll(".chart svg.main-svg:first-child")].map((drawing) => drawing.clientWidth)"""
)


def save(page: Page, name: str) -> tuple[str, bytes]:
    """Click the first of these; the name that the browser would give the file, and its content."""
    with page.expect_download() as started:
        page.locator(".figure-foot").first.get_by_text(name, exact=True).click()
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


def review_of(site: Site) -> str:
    return f"/contracts/{CONTRACT}/review/{site.months[-1]}/"


@pytest.mark.parametrize("look", [DESK, PHONE_DARK], ids=str)
def test_a_figure_takes_the_place_that_was_kept_for_it(look: Look, site: Site, reader: Opener) -> None:
    buyer = reader("buyer", look)
    buyer.open(review_of(site))
    found = buyer.page.evaluate(HEIGHTS)
    assert len(found) > 3
    assert [one for one in found if len(set(one[1:])) > 1] == []
    assert buyer.layout_shift() == 0
    assert buyer.faults == []


def test_a_figure_is_saved_as_csv_xlsx_and_png(site: Site, reader: Opener) -> None:
    buyer = reader("buyer")
    buyer.open(review_of(site))
    name, text = save(buyer.page, "CSV")
    assert name.startswith(f"{CONTRACT}-{site.months[-1]}-")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    excel_name, content = save(buyer.page, "XLSX")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == rows[0]
    assert sheet.max_row == len(rows)
    picture_name, picture = save(buyer.page, "PNG")
    assert picture.startswith(b"\x89PNG")
    assert len({name.removesuffix(".csv"), excel_name.removesuffix(".xlsx"), picture_name.removesuffix(".png")}) == 1
    assert buyer.faults == []


def test_paper_is_light_and_of_its_own_width_and_the_page_comes_back(site: Site, reader: Opener) -> None:
    buyer = reader("buyer", Look("en", 1440, "dark"))
    buyer.open(review_of(site))
    page, html = buyer.page, buyer.page.locator("html")
    before = page.evaluate(PAPER)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert html.get_attribute("data-bs-theme") == "light"
    assert set(page.evaluate(PAPER)) == {620}
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert html.get_attribute("data-bs-theme") == "dark"
    assert page.evaluate(PAPER) == before


def test_a_figure_that_cannot_be_drawn_says_so_and_its_table_is_there(site: Site, reader: Opener) -> None:
    buyer = reader("buyer")
    broken = (
        "(() => { const real = JSON.parse; JSON.parse = (text) => text.includes('layout') ? null : real(text); })()"
    )
    buyer.page.add_init_script(broken)
    buyer.open(review_of(site))
    first = buyer.page.locator("[data-figure]").first
    assert first.get_attribute("data-ready") == "failed"
    assert "could not be drawn" in first.inner_text()
    box = buyer.page.locator(".figure-box").first
    box.locator("summary").click()
    assert box.locator("tbody tr").count() > 0
