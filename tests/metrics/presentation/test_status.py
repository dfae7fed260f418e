"""The page of the target status: its sentence, its answers, and what each role may see of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from contracts.domain.months import Month
from contracts.models import Contract, User
from metrics.domain.errors import NoSuchMonth
from metrics.domain.totals import Totals
from metrics.models import Waiting
from metrics.presentation.status import StatusPage, status_boxes, status_page
from metrics.services.scorecards import scorecard_mint
from tests.callers import person
from tests.factories import make_contract, make_user
from tests.month_days import counts, days_of, put_days, put_same_days, send, send_daily
from tests.sent_files import load_example_profile
from tests.world import World

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = Month(2026, 9), Month(2026, 10), Month(2026, 11)
NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.fixture
def contract(world: World) -> Contract:
    put_same_days(world.contract, [*days_of(SEPTEMBER), *days_of(OCTOBER)], counts())
    return world.contract


def fill(contract: Contract, totals: Totals | None = None) -> None:
    """The first 19 days of November."""
    put_days(contract, NOVEMBER, dict.fromkeys(days_of(NOVEMBER, last=19), totals or counts()))


def look(actor: User, contract: Contract, month: Month = NOVEMBER, now: datetime = NOW) -> StatusPage:
    return status_page(actor=actor, contract=contract, month=month, now=now)


def said(page: StatusPage) -> str:
    """The sentences without their marks."""
    return re.sub(r"<[^>]+>", "", " ".join(page.sentences)).replace("\u00a0", " ")


def answers(page: StatusPage) -> Mapping[str, tuple[str, str]]:
    return {one.label: (one.value.replace("\u00a0", " "), one.detail.replace("\u00a0", " ")) for one in page.answers}


def test_all_inside_is_said_in_one_sentence(contract: Contract, world: World) -> None:
    fill(contract)
    assert said(look(world.vendor_lead, contract)) == (
        "Handling time at 350 s, satisfaction at 83.3% and hit rate at 6.0% are inside their bands so far."
    )


def test_what_is_outside_comes_first_and_what_cannot_be_reached_is_said(contract: Contract, world: World) -> None:
    fill(contract, counts(aht=400, satisfied=5))
    assert said(look(world.vendor_lead, contract)) == (
        "Handling time at 400 s is outside its band so far and can still end inside it with a rest of the month "
        "inside the band. Satisfaction at 41.7% cannot be reached within the band this month. "
        "Hit rate at 6.0% is inside its band so far."
    )


def test_nothing_is_out_of_reach_on_too_few_answers(contract: Contract, world: World) -> None:
    fill(contract, counts(1, surveys=1, satisfied=0, hits=0))
    page = look(world.vendor_lead, contract)
    assert (
        "Satisfaction at 0.0% and hit rate at 0.0% are outside their bands so far and would end outside them with the "
        "contacts that are expected, on too few observations for a verdict."
    ) in said(page)
    assert "tone-missed" not in " ".join(page.sentences)
    assert {card.kpi.key for card in page.cards if card.chip.tone == "few"} == {"csat", "hit_rate"}


def test_what_has_no_data_is_said_to_have_none(contract: Contract, world: World) -> None:
    fill(contract, counts(surveys=0, satisfied=0))
    page = look(world.vendor_lead, contract)
    assert said(page).endswith("are inside their bands so far. Nothing is measured yet of satisfaction.")
    assert answers(page)["Score so far"][1].startswith("without satisfaction; with it")


def test_the_answers_of_a_running_month(contract: Contract, world: World) -> None:
    fill(contract)
    page = look(world.vendor_lead, contract)
    assert page.standing == "day 22 of 30"
    found = answers(page)
    assert found["Days left, with today"] == ("9 days", "figures to 19 November")
    assert found["Contacts so far"] == ("1,900", "about 3,000 expected for the month")
    assert found["Earned so far"] == (
        "NOK 96,900", "price NOK 79,800 and commission NOK 17,100; without VAT"
    )  # fmt: skip
    assert found["Score so far"][0] == "In balance 100.0"
    assert "weekdays of the last full months" in page.basis
    assert (page.before, page.after) != (None, None)
    assert page.before is not None
    assert page.before.month == "2026-10"


@pytest.mark.parametrize(
    ("role", "side", "label"),
    [
        ("vendor_lead", "vendor", "Earned so far"),
        ("buyer_manager", "buyer", "Cost so far"),
        ("auditor", "buyer", "Cost so far"),
        ("vendor_agent_manager", "vendor", None),
    ],
)
def test_money_is_for_those_who_may_read_statements(
    contract: Contract, world: World, role: str, side: str, label: str | None
) -> None:
    fill(contract)
    user = make_user(f"as-{role}", (world.fjord if side == "vendor" else world.nordlys, role))
    found = answers(look(user, contract))
    assert [one for one in found if one in {"Earned so far", "Cost so far"}] == ([label] if label else [])
    assert ("NOK" in str(found)) == (label is not None)


def test_an_amount_that_is_not_known_is_not_zero(contract: Contract, world: World) -> None:
    put_days(contract, NOVEMBER, {date(2026, 11, 2): Totals.of({"contacts": 5, "handled": 5, "billable": 5})})
    assert answers(look(world.vendor_lead, contract))["Earned so far"] == ("–", "a line has no amount")


def test_a_contract_without_prices_says_that_none_is_agreed(world: World) -> None:
    bare = make_contract("unpriced", buyer=world.nordlys, vendor=world.fjord, version={"prices": (), "commission": ()})
    fill(bare)
    assert answers(look(world.vendor_lead, bare))["Earned so far"] == ("–", "no price is agreed")


def test_missing_deliveries_wait(contract: Contract, world: World) -> None:
    fill(contract)
    profile = load_example_profile(contract)
    send_daily(contract, profile, [*days_of(OCTOBER), *days_of(NOVEMBER, last=19)])
    bad = send(contract, profile, "corrections.csv", NOW, state="refused", refusal_code="file_empty")
    page = look(world.vendor_lead, contract)
    first, second = page.notes
    assert first.title == "Contacts of 20–21 November are missing"
    assert first.detail == "Usually a file a day, here by 05:00 the next day. A guess from 50 files."
    assert second.title == "corrections.csv was refused whole"
    assert second.public_id == bad.public_id
    assert answers(page)["Waits"] == ("2 things", "Contacts of 20–21 November are missing, and 1 thing more")


def test_who_may_not_see_deliveries_learns_only_what_the_figures_stand_on(contract: Contract, world: World) -> None:
    fill(contract)
    profile = load_example_profile(contract)
    send_daily(contract, profile, [*days_of(OCTOBER), *days_of(NOVEMBER, last=19)])
    send(contract, profile, "secret-name.csv", NOW, state="refused")
    finance = make_user("finn", (world.nordlys, "buyer_finance"))
    page = look(finance, contract)
    assert [(note.title, note.detail, note.public_id) for note in page.notes] == [
        ("Contacts of 20–21 November are missing", "", "")
    ]
    assert "secret-name" not in repr(page)


def test_rows_that_wait_for_their_contact_are_told_with_their_age(contract: Contract, world: World) -> None:
    fill(contract)
    listed = [{"feed": "surveys", "day": "2026-11-03", "rows": 4}, {"feed": "surveys", "day": "2026-11-12", "rows": 8}]
    Waiting.all_rows.create(contract=contract, ages=listed)
    (note,) = look(world.vendor_lead, contract).notes
    assert (note.tone, note.waits, note.title) == ("wait", False, "Surveys that wait for their contact: 12")
    assert note.detail == "The oldest since 3 November 2026, 19 days ago. They count as soon as the contact is here."
    finance = make_user("finn", (world.nordlys, "buyer_finance"))
    assert "wait for their contact" not in repr(look(finance, contract).notes)


def test_when_nothing_is_missing_it_says_when_the_next_comes(contract: Contract, world: World) -> None:
    put_days(contract, NOVEMBER, dict.fromkeys(days_of(NOVEMBER, last=21), counts()))
    send_daily(contract, load_example_profile(contract), [*days_of(OCTOBER), *days_of(NOVEMBER, last=21)])
    page = look(world.vendor_lead, contract)
    assert [(note.tone, note.title) for note in page.notes] == [("met", "Contacts are here to 21 November")]
    assert page.notes[0].detail.endswith("The next one by 23 November at 05:00.")
    assert answers(page)["Waits"] == ("Nothing", "no delivery is missing")


def test_a_month_without_figures_says_what_is_usual_and_no_zeros(contract: Contract, world: World) -> None:
    send_daily(contract, load_example_profile(contract), days_of(OCTOBER))
    page = look(world.vendor_lead, contract, now=datetime(2026, 11, 1, 11, tzinfo=UTC))
    assert said(page) == (
        "November 2026 has no figures yet: no data is not zero. By the months before it will have about 3,000 contacts."
    )
    assert page.next_step == "Usually a file a day, here by 05:00 the next day."
    assert (page.answers, page.cards, page.figures, page.has_figures) == ((), (), (), False)


def test_contacts_of_the_month_before_are_here_although_it_is_not_over(contract: Contract, world: World) -> None:
    """On 1 December the days of November are known, a full month or not."""
    fill(contract)
    send_daily(contract, load_example_profile(contract), days_of(NOVEMBER, last=19))
    page = look(world.vendor_lead, contract, Month(2026, 12), datetime(2026, 12, 1, 11, tzinfo=UTC))
    assert [note.title for note in page.notes] == ["Contacts are here to 19 November"]


def test_a_month_that_is_over_says_when_it_closes_and_what_can_still_come(contract: Contract, world: World) -> None:
    page = look(world.vendor_lead, contract, OCTOBER, datetime(2026, 11, 5, 11, tzinfo=UTC))
    assert said(page).startswith(
        "October 2026 is over and open until 10 November; answers to surveys count when given by 7 November. "
    )
    assert page.standing == "over, open until 10 November"
    assert answers(page)["Open until"] == ("10 November", "the month itself is over")
    later = look(world.vendor_lead, contract, OCTOBER, datetime(2026, 11, 9, 11, tzinfo=UTC))
    assert said(later).startswith("October 2026 is over and open for deliveries until 10 November. ")


def test_a_month_past_its_cut_off_is_open_until_it_is_final(contract: Contract, world: World) -> None:
    page = look(world.vendor_lead, contract, OCTOBER)
    assert said(page).startswith(
        "October 2026 is over, its cut-off was 10 November; it becomes final when its deliveries have settled. "
    )
    assert (page.standing, page.is_final) == ("over, not final yet", False)
    assert answers(page)["Cut-off"] == ("10 November", "final when its deliveries have settled")


def test_a_closed_month_leads_to_its_review(contract: Contract, world: World) -> None:
    scorecard_mint(contract=contract, month=OCTOBER, by="command", actor=None, now=NOW)
    page = look(world.vendor_lead, contract, OCTOBER)
    assert said(page) == "October 2026 was closed on 10 November 2026: nothing of it can change here."
    assert (page.is_final, page.has_figures, page.cards, page.answers) == (True, True, (), ())


@pytest.mark.parametrize(
    ("month", "sentence"),
    [
        ("2026-12", "December 2026 has not begun."),
        ("2026-03", "March 2026 was closed on 10 April 2026 and has no figures."),
    ],
)
def test_months_without_anything(contract: Contract, world: World, month: str, sentence: str) -> None:
    page = look(world.vendor_lead, contract, Month.parse(month))
    assert said(page) == sentence
    assert (page.notes, page.answers, page.cards) == ((), (), ())


def test_a_month_outside_the_contract_expects_nothing(world: World) -> None:
    ended = make_contract("ended", buyer=world.nordlys, vendor=world.fjord, end=date(2026, 10, 15))
    put_same_days(ended, [*days_of(SEPTEMBER), *days_of(OCTOBER, last=15)], counts())
    page = look(world.vendor_lead, ended)
    assert said(page) == "The contract ended on 15 October 2026: nothing of November 2026 belongs to it."
    assert (page.notes, page.answers, page.next_step) == ((), (), "")
    before = look(world.vendor_lead, ended, Month(2023, 12))
    assert said(before) == "The contract begins on 1 January 2024: nothing of December 2023 belongs to it."


def test_a_contract_without_targets_has_no_band_to_stand_in(world: World) -> None:
    contract = make_contract("bare", buyer=world.nordlys, vendor=world.fjord, version={"targets": ()})
    fill(contract)
    page = look(world.vendor_lead, contract)
    assert said(page).startswith("No target is agreed for November 2026")
    assert answers(page)["Score so far"] == ("–", "no KPI with a target has data")


def test_each_band_has_its_figure_with_a_table_of_its_days(contract: Contract, world: World) -> None:
    put_days(
        contract,
        NOVEMBER,
        {day: counts(aht=350 if day.day < 15 else 480) for day in days_of(NOVEMBER, last=19)},
    )
    boxes = status_boxes(actor=world.vendor_lead, contract=contract, month=NOVEMBER, query={}, now=NOW)
    assert [box.key for box in boxes] == ["to-date-aht", "to-date-csat", "to-date-hit-rate"]
    aht = boxes[0]
    assert aht.title == "Handling time is above its band since 18 November"
    assert aht.summary.replace("\u00a0", " ") == "Handling time to 19 November is 384 s; agreed is 324 to 378."
    assert len(aht.rows) == len(aht.data) == 19
    assert [text.replace("\u00a0", " ") for text in aht.rows[-1]] == ["19 Nov", "384 s", "1,900", "480 s", "100"]
    assert boxes[1].title == "Satisfaction has been inside its band all month so far"
    assert all(box.heading and len(box.heading) == len(box.rows[0]) == len(box.data[0]) for box in boxes)


def test_figures_lie_as_files_for_who_may_save_them(contract: Contract, world: World) -> None:
    fill(contract)
    address = "/contracts/nordlys-fjord/status/2026-11/figures/to-date-aht.csv"
    assert look(world.vendor_lead, contract).figures[0].csv_url == address
    assert person(world.vendor_lead).get(address).status_code == 200
    manager = make_user("anne", (world.fjord, "vendor_agent_manager"))
    assert {figure.csv_url + figure.xlsx_url for figure in look(manager, contract).figures} == {""}


def test_a_month_without_data_has_no_figures(contract: Contract, world: World) -> None:
    with pytest.raises(NoSuchMonth):
        status_boxes(actor=world.vendor_lead, contract=contract, month=NOVEMBER, query={}, now=NOW)


def test_norwegian_writes_days_its_own_way(contract: Contract, world: World) -> None:
    fill(contract)
    with translation.override("nb"):
        page = look(world.vendor_lead, contract)
        assert "19. november" in str(page.answers)
