"""What the reader chose on the monthly review: comparison, period and filters, all of it in the address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.domain.months import Month
from metrics.models import Incident
from metrics.services.scorecards import scorecard_mint
from tests.callers import person
from tests.factories import make_user
from tests.figures import calls, put_golden_months, put_month
from tests.metrics.views.review_text import ROOT, plain, text_of
from tests.world import World

pytestmark = pytest.mark.django_db
AFTER_CUT_OFF = datetime(2026, 11, 22, 11, tzinfo=UTC)


def test_the_comparison_is_the_month_before_or_the_same_month_last_year(world: World) -> None:
    put_golden_months(world.contract)
    put_month(world.contract, "2025-10", [calls(40, seconds=300)])
    before = plain(text_of(world.buyer_manager))
    year = plain(text_of(world.buyer_manager, f"{ROOT}2026-10/?compare=year"))
    assert "What changed since September 2026" in before
    assert "+28 s since September 2026" in before
    assert "What changed since October 2025" in year
    assert "+89 s since October 2025" in year
    assert "300 s → 389 s" in year


def test_a_comparison_without_data_says_so(world: World) -> None:
    put_golden_months(world.contract)
    page = plain(text_of(world.buyer_manager, f"{ROOT}2026-10/?compare=year"))
    assert "Handling time: no comparison with October 2025" in page
    assert "There are no data for October 2025." in page
    assert "no figure for October 2025 to compare with" in page


def test_a_filter_reaches_lines_and_changes_and_leaves_the_score(world: World) -> None:
    put_golden_months(world.contract)
    whole, chat = (text_of(world.buyer_manager, f"{ROOT}2026-10/{query}") for query in ("", "?channel=chat"))
    assert "Lines and changes are of Chat alone." in chat
    assert "Handling time, Chat:" in chat
    for page in (whole, chat):
        assert "out of balance at 75.5 so far" in plain(page)
        assert '<span class="big">389\u00a0s</span>' in page


def test_what_is_chosen_stays_in_the_stepper_and_in_the_files(world: World) -> None:
    put_golden_months(world.contract)
    page = text_of(world.buyer_manager, f"{ROOT}2026-10/?compare=year&months=24&topic=Invoice").replace("&amp;", "&")
    assert f'rel="prev" href="{ROOT}2026-09/?compare=year&months=24&topic=Invoice"' in page
    assert "/figures/trend-aht.csv?compare=year&months=24&topic=Invoice" in page


@pytest.mark.parametrize("query", ["compare=week", "months=12", "by=agent", "channel=fax"])
def test_what_is_not_offered_is_refused_with_a_sentence(world: World, query: str) -> None:
    put_golden_months(world.contract)
    response = person(world.buyer_manager).get(f"{ROOT}2026-10/?{query}")
    assert response.status_code == 400
    assert "Choose one of" in response.content.decode()


@pytest.mark.parametrize("query", ["topic=%00", "brand=%3Cscript%3E", "topic=gone&brand=gone&channel=email"])
def test_a_value_that_no_contact_has_shows_no_line_and_says_so(world: World, query: str) -> None:
    put_golden_months(world.contract)
    page = text_of(world.buyer_manager, f"{ROOT}2026-10/?{query}")
    assert "<script>%" not in page
    assert ("No contact of October 2026" in page) is (query != "topic=%00")


def test_files_are_offered_to_who_may_take_them(world: World) -> None:
    put_golden_months(world.contract)
    looks_only = make_user("ante", (world.fjord, "vendor_agent_manager"))
    assert "/figures/" in text_of(world.vendor_lead)
    assert "/figures/" not in text_of(looks_only)


def test_a_filter_on_a_final_month_shows_what_the_version_counted(world: World) -> None:
    """One channel only: with the filter and without it the lines say the same, whatever came later."""
    october = Month(2026, 10)
    put_month(world.contract, "2026-10", [calls(40, seconds=60)])
    scorecard_mint(contract=world.contract, month=october, by="cut_off", actor=None, now=AFTER_CUT_OFF)
    put_month(world.contract, "2026-10", [calls(80, seconds=2000)])
    for query in ("", "?channel=phone"):
        file = text_of(world.buyer_manager, f"{ROOT}2026-10/figures/trend-aht.csv{query}")
        assert "2026-10,60,,,40," in file, query


def test_an_incident_that_changes_hands_is_told_anew(world: World) -> None:
    put_golden_months(world.contract)
    incident = Incident.objects.create(
        contract=world.contract, number=1, key="r", owner="buyer", scope={"queue": ["Invoice"]}, sentence_en="It fell.",
        begins_at=datetime(2026, 10, 5, 8, tzinfo=UTC), ends_at=datetime(2026, 10, 6, 8, tzinfo=UTC),
    )  # fmt: skip
    scorecard_mint(contract=world.contract, month=Month(2026, 10), by="cut_off", actor=None, now=AFTER_CUT_OFF)
    assert "Invoice" in incident_rows(text_of(world.buyer_manager))
    incident.owner, incident.scope = "vendor", {}
    incident.save()
    after = incident_rows(text_of(world.buyer_manager))
    assert "Invoice" not in after
    assert world.fjord.name in after


def incident_rows(page: str) -> str:
    """The part of the page that lists the incidents."""
    start = page.index('id="incidents"')
    return page[start : page.index("</section>", start)]
