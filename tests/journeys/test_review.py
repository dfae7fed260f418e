"""The monthly review in a real browser: three months, comparison, filters with back and forward, downloads."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from python_calamine import load_workbook

from contracts.domain.months import Month
from tests.journeys.browsing import DESK, LOOKS, Look, Opener, Reader
from tests.journeys.site import CONTRACT, Site

pytestmark = pytest.mark.browser
MOVES_AT_MOST = 0.01
PNG = b"\x89PNG\r\n\x1a\n"


def path_of(month: Month, query: str = "") -> str:
    return f"/contracts/{CONTRACT}/review/{month}/{query}"


def three_months(site: Site) -> tuple[Month, Month, Month]:
    """The running month, the newest closed one, and the worst of the bad quarter."""
    bad = site.history.first.plus(site.history.order(site.folder).story.bad_quarter + 1)
    return site.running, site.months[-1], bad


def figures(reader: Reader) -> list[Locator]:
    """The figures of the page that have files."""
    boxes = reader.page.locator(".figure-box").filter(has=reader.page.locator("a[href*='.csv']"))
    return [boxes.nth(place) for place in range(boxes.count())]


def choose(reader: Reader, **values: str) -> None:
    """Open the choices, make them, and press the button."""
    controls = reader.page.locator("details.controls")
    if controls.get_attribute("open") is None:
        controls.locator("summary").click()
    for name, value in values.items():
        controls.locator(f"select[name={name}]").select_option(value)
    controls.locator("button[type=submit]").click()


def query_of(reader: Reader) -> dict[str, str]:
    """The choices in the address, the usual ones left out."""
    found = re.findall(r"[?&](\w+)=([^&#]+)", reader.page.url)
    usual = {("compare", "before"), ("months", "13")}
    return {name: value for name, value in found if (name, value) not in usual}


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("place", range(3), ids=["running", "newest", "worst"])
def test_a_month_reads_well_and_nothing_moves_when_its_charts_arrive(
    place: int, look: Look, site: Site, reader: Opener
) -> None:
    month = three_months(site)[place]
    buyer = reader("buyer", look)
    buyer.open(path_of(month))
    assert buyer.charts_drawn() >= 6
    assert buyer.layout_shift() < MOVES_AT_MOST
    states = {chart.get_attribute("data-ready") for chart in buyer.page.locator("[data-figure]:visible").all()}
    assert states == {"true"}
    assert buyer.page.locator("html").get_attribute("lang") == look.language
    assert buyer.shortcomings(look) == ""


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_figures_are_those_that_the_systems_counted(language: str, site: Site, reader: Opener) -> None:
    buyer = reader("buyer", Look(language, 1440, "light"))
    for month in (site.months[-1], site.months[-2]):
        counts = site.totals(month)["counts"]
        buyer.open(path_of(month))
        satisfied = Decimal(100 * counts["satisfied"]) / counts["surveys"]
        share = str(satisfied.quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", "," if language == "nb" else ".")
        assert share in buyer.page.locator("[aria-labelledby=kpi-csat] .big").inner_text()
        seconds = (Decimal(counts["handle_seconds"]) / counts["handled"]).quantize(Decimal(1), ROUND_HALF_UP)
        assert re.findall(r"\d+", buyer.page.locator("[aria-labelledby=kpi-aht] .big").inner_text()) == [str(seconds)]
    assert buyer.faults == []


def test_the_lines_show_thirteen_months_and_the_table_has_them(site: Site, reader: Opener) -> None:
    buyer = reader("buyer")
    buyer.open(path_of(site.months[-1]))
    trend = buyer.page.locator("[aria-labelledby=kpi-csat] .figure-box")
    trend.locator("summary").click()
    assert trend.locator("tbody tr").count() == 13
    choose(buyer, months="24")
    buyer.page.wait_for_url("**months=24**")
    buyer.charts_drawn()
    buyer.page.locator("[aria-labelledby=kpi-csat] .figure-box summary").click()
    assert buyer.page.locator("[aria-labelledby=kpi-csat] .figure-box tbody tr").count() >= 14
    assert buyer.faults == []


def test_compared_with_last_year_and_back_and_forward(site: Site, reader: Opener) -> None:
    buyer = reader("buyer")
    month = site.months[-1]
    buyer.open(path_of(month))
    title = buyer.page.locator("h2#changed")
    with_before = title.inner_text()
    choose(buyer, compare="year")
    expect(title).not_to_have_text(with_before)
    assert query_of(buyer) == {"compare": "year"}
    assert str(month.year - 1) in title.inner_text()
    assert buyer.charts_drawn() >= 6
    assert buyer.shortcomings(DESK) == ""
    buyer.page.go_back()
    expect(title).to_have_text(with_before)
    assert query_of(buyer) == {}
    buyer.page.go_forward()
    expect(title).not_to_have_text(with_before)
    assert query_of(buyer) == {"compare": "year"}
    buyer.charts_drawn()
    assert buyer.faults == []


@pytest.mark.parametrize("look", [DESK, Look("nb", 390, "dark")], ids=str)
def test_filters_stand_in_the_address_and_back_leads_back(look: Look, site: Site, reader: Opener) -> None:
    buyer = reader("buyer", look)
    buyer.open(path_of(site.months[-1]))
    csat = buyer.page.locator("[aria-labelledby=kpi-csat] .trend table")
    of_all = csat.text_content()
    choose(buyer, channel="phone")
    buyer.page.wait_for_url("**channel=phone**")
    of_phone = csat.text_content()
    assert of_phone != of_all
    choose(buyer, brand="nice")
    buyer.page.wait_for_url("**brand=nice**")
    assert query_of(buyer) == {"channel": "phone", "brand": "nice"}
    of_both = csat.text_content()
    assert of_both != of_phone
    assert buyer.charts_drawn() >= 3
    assert buyer.shortcomings(look) == ""
    buyer.page.go_back()
    buyer.page.wait_for_url(lambda url: "brand=nice" not in url)
    assert csat.text_content() == of_phone
    buyer.page.go_back()
    buyer.page.wait_for_url(lambda url: "channel=phone" not in url)
    assert csat.text_content() == of_all
    buyer.page.go_forward()
    buyer.page.wait_for_url("**channel=phone**")
    assert csat.text_content() == of_phone
    buyer.charts_drawn()
    assert buyer.faults == []


def test_the_choices_go_along_to_another_month(site: Site, reader: Opener) -> None:
    buyer = reader("buyer")
    buyer.open(path_of(site.months[-1], "?compare=year&channel=chat"))
    buyer.page.locator("[rel=prev]").click()
    buyer.page.wait_for_url(f"**/review/{site.months[-2]}/**")
    assert query_of(buyer) == {"compare": "year", "channel": "chat"}
    buyer.charts_drawn()
    assert buyer.faults == []


@pytest.mark.parametrize("split", ["channel", "brand", "topic"])
def test_what_changed_is_split_as_asked(split: str, site: Site, reader: Opener) -> None:
    buyer = reader("buyer")
    buyer.open(path_of(site.months[-1]))
    buyer.page.locator(f".changes .tabs a[href*='by={split}']").click()
    buyer.page.wait_for_url(f"**by={split}**")
    assert buyer.page.locator(".changes .tabs a[aria-current=true]").count() == 1
    assert buyer.charts_drawn() >= 6
    assert buyer.shortcomings(DESK) == ""


@pytest.mark.parametrize("query", ["", "?compare=year&channel=phone"], ids=["as it opens", "as chosen"])
def test_every_figure_downloads_as_csv_xlsx_and_png(query: str, site: Site, reader: Opener, tmp_path: Path) -> None:
    buyer = reader("buyer")
    buyer.open(path_of(site.months[-1], query))
    boxes = figures(buyer)
    assert len(boxes) >= 6
    for number, box in enumerate(boxes):
        heads = [cell.strip() for cell in box.locator("thead th").all_text_contents()]
        rows = box.locator("tbody tr").count()
        text = saved(buyer, box.locator("a[href*='.csv']"), tmp_path / f"{number}.csv").decode("utf-8-sig")
        table = list(csv.reader(io.StringIO(text)))
        assert len(table) > rows, heads
        sheets = load_workbook(io.BytesIO(saved(buyer, box.locator("a[href*='.xlsx']"), tmp_path / f"{number}.xlsx")))
        assert len(sheets.get_sheet_by_index(0).to_python()) > rows, heads
        if box.locator("[data-ready=true]").count():
            picture = saved(buyer, box.locator("[data-save]"), tmp_path / f"{number}.png")
            assert picture.startswith(PNG)
            assert len(picture) > 5_000
    assert buyer.faults == []


def saved(reader: Reader, link: Locator, path: Path) -> bytes:
    """What the browser saves when the link or button is pressed."""
    with reader.page.expect_download() as waiting:
        link.click()
    waiting.value.save_as(path)
    return path.read_bytes()


def test_incidents_are_listed_in_their_month_and_marked_in_the_lines(site: Site, reader: Opener) -> None:
    story = site.history.order(site.folder).story
    buyer = reader("buyer")
    buyer.open(path_of(site.history.first.plus(story.outage)))
    register = buyer.page.locator("[aria-labelledby=incidents]")
    assert "agent desktop was down" in register.inner_text()
    assert "R\u2011" in register.locator(".incident-label").first.inner_text()
    drawing = buyer.page.locator("[aria-labelledby=kpi-aht] script[type='application/json']").text_content()
    assert "R\u2011" in json.dumps(json.loads(drawing or ""), ensure_ascii=False)
    assert buyer.shortcomings(DESK) == ""


def test_the_rival_and_the_outsider_see_no_month_of_it(site: Site, reader: Opener) -> None:
    for user in ("rival", "outsider"):
        stranger = reader(user)
        stranger.open(path_of(site.months[-1]), status=404)
        stranger.open(f"/contracts/{CONTRACT}/status/{site.running}/", status=404)
        assert "Nordlys Mobil ×" not in stranger.page.locator("main").inner_text()
        assert stranger.faults == []
