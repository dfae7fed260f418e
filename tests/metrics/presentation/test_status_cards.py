"""Cards of the target status: each state has its words, and no number outside the band is ever asked for."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.counting import CountingRules
from contracts.domain.months import Month
from contracts.domain.targets import Target
from contracts.domain.terms import Terms
from metrics.domain.expected_volume import ExpectedVolume
from metrics.domain.month_to_date import STATES, month_to_date
from metrics.domain.scorecard import MonthFigures, draw
from metrics.domain.slices import Slice
from metrics.domain.totals import Totals
from metrics.presentation.status_cards import STATES_OVER, TOO_FEW, TOO_FEW_WORDS, RestCard, about, rest_card
from metrics.selectors.expected_deliveries import DeliveriesState
from metrics.selectors.status import Status
from tests.metrics.domain.agreed import AHT, CSAT, HIT_RATE
from tests.month_days import counts

NOVEMBER = Month(2026, 11)


def a_status(
    totals: Totals, expected: int | None, targets: tuple[Target, ...] = (AHT, CSAT, HIT_RATE), phase: str = "running"
) -> Status:
    """A month that stands like this on its 20th day; no database behind it."""
    terms = Terms("c", "NOK", "Europe/Oslo", "contact", "started", 1, date(2026, 1, 1), targets=targets)
    document = draw(MonthFigures(NOVEMBER, Slice({"phone": totals})), terms, {"cut_off": "2026-12-10"})
    to_date = month_to_date(totals, targets, CountingRules(), expected_contacts=expected, days_left=11)
    still = None if expected is None else max(0, expected - totals["contacts"])
    return Status(
        month=NOVEMBER,
        today=date(2026, 11, 20),
        phase=phase,
        term=(date(2024, 1, 1), None),
        months=(NOVEMBER,),
        terms=terms,
        document=document,
        days={date(2026, 11, 19): totals},
        known_to=date(2026, 11, 19),
        days_left=11,
        volume=ExpectedVolume(totals["contacts"], still, 11, Decimal(1)),
        to_date=to_date,
        deliveries=DeliveriesState(),
        cut_off=date(2026, 12, 10),
        surveys_until=date(2026, 12, 7),
    )


def cards(status: Status) -> dict[str, RestCard]:
    assert status.to_date is not None
    assert status.terms is not None
    assert status.document is not None
    targets = {target.kpi: target for target in status.terms.targets}
    entries: Any = status.document["kpis"]
    return {row.kpi: rest_card(row, entries[row.kpi], targets[row.kpi], status) for row in status.to_date.kpis}


def plain(text: str) -> str:
    return text.replace("\N{WORD JOINER}", "").replace("\u00a0", " ")


# 6,000 contacts and 600 answers so far; expected are 10,000 and so 1,000.
SO_FAR = {"surveys": 600, "satisfied": 500, "hits": 360}


@pytest.mark.parametrize(
    ("kpi", "totals", "expected", "state", "chip", "tone", "rest"),
    [
        ("aht", counts(6000, aht=350, **SO_FAR), 10_000, "inside", "Inside the band so far", "met",
         "The rest of the month may average 324–378 s."),
        ("aht", counts(6000, aht=400, **SO_FAR), 10_000, "reachable", "Above the band so far", "watch",
         "The rest of the month must average 324–345 s."),
        ("aht", counts(6000, aht=300, **SO_FAR), 10_000, "reachable", "Below the band so far", "watch",
         "The rest of the month must average 360–378 s."),
        ("aht", counts(6000, aht=414, **SO_FAR), 10_000, "reachable", "Above the band so far", "watch",
         "The rest of the month must average 324 s."),
        ("aht", counts(6000, aht=430, **SO_FAR), 10_000, "cannot_be_reached", "Cannot be reached within the band",
         "missed", ""),
        ("aht", counts(6000, aht=430, **SO_FAR), None, "volume_unknown", "Above the band so far", "watch", ""),
        ("aht", counts(6000, aht=350, **SO_FAR), 6000, "safe", "Ends inside the band", "met", ""),
        ("csat", counts(6000, **{**SO_FAR, "satisfied": 450}), 10_000, "reachable", "Below the band so far", "watch",
         "The rest of the month must average 87.5% or more."),
        ("csat", counts(6000, surveys=0, satisfied=0, hits=360), 10_000, "no_data", "No data so far", "few",
         "The rest of the month may average 80.0% or more."),
        ("csat", counts(6000, surveys=18, satisfied=10, hits=360), 10_000, "too_few",
         "Too few answers (18 of 30)", "few", ""),
        ("hit_rate", counts(6000, **{**SO_FAR, "hits": 300}), 10_000, "reachable", "Below the band so far", "watch",
         "The rest of the month must average 6.8–7.8%."),
    ],
)  # fmt: skip
def test_each_state_has_its_words(
    kpi: str, totals: Totals, expected: int | None, state: str, chip: str, tone: str, rest: str
) -> None:
    card = cards(a_status(totals, expected))[kpi]
    assert card.state == state
    assert (card.chip.word, card.chip.tone) == (chip, tone)
    assert card.sentence == {**STATES, TOO_FEW: TOO_FEW_WORDS[False]}[state]
    assert plain(card.rest) == rest
    assert (card.mark is not None) == (state == "reachable")


def test_every_state_has_words_for_a_month_that_is_over_too() -> None:
    assert set(STATES_OVER) == set(STATES)
    card = cards(a_status(counts(6000, **{**SO_FAR, "satisfied": 450}), 10_000, phase="over"))["csat"]
    assert card.sentence == STATES_OVER["reachable"]
    assert card.rest == "What is still to come must average 87.5% or more."


@pytest.mark.parametrize(("satisfied", "word"), [(540, "Ended inside the band"), (300, "Ended outside the band")])
def test_a_month_that_is_over_has_ended(satisfied: int, word: str) -> None:
    status = a_status(counts(6000, **{**SO_FAR, "satisfied": satisfied}), 6000, phase="over")
    assert cards(status)["csat"].chip.word == word


def test_a_draft_of_older_terms_does_not_contradict_the_band() -> None:
    """The draft waits until its figures are counted anew; the card has the band of today."""
    status = a_status(counts(6000, aht=350, **SO_FAR), 10_000)
    assert status.document is not None
    assert status.to_date is not None
    stricter = Target("aht", AHT.weight, Decimal(200), Decimal(300), Decimal(340), Decimal(500))
    entry: Any = status.document["kpis"]["aht"]
    row = month_to_date(status.days[date(2026, 11, 19)], (stricter,), CountingRules(), expected_contacts=10_000,
                        days_left=11).kpis[0]  # fmt: skip
    card = rest_card(row, entry, stricter, status)
    assert card.kpi.band == "300–340"
    assert (card.chip.word, plain(card.rest)) == (
        "Above the band so far", "The rest of the month must average 300–325 s."
    )  # fmt: skip


def test_the_mark_stands_inside_the_band_on_the_strip() -> None:
    card = cards(a_status(counts(6000, aht=400, **SO_FAR), 10_000))["aht"]
    assert card.mark is not None
    assert card.kpi.strip is not None
    assert (card.mark.low_x, card.mark.is_open) == (card.kpi.strip.band_x, False)
    assert card.mark.low_x < card.mark.high_x < card.kpi.strip.band_end
    assert plain(card.mark.text) == "rest 324–345 s"
    assert "400 s so far" in plain(card.strip_sentence)
    assert "must average 324–345 s" in plain(card.strip_sentence)


def test_an_open_band_has_an_open_mark() -> None:
    card = cards(a_status(counts(6000, **{**SO_FAR, "satisfied": 450}), 10_000))["csat"]
    assert card.mark is not None
    assert (card.mark.is_open, card.mark.width) == (True, 0)


def test_what_is_still_to_come_is_said_in_two_figures() -> None:
    found = cards(a_status(counts(6000, **SO_FAR), 10_321))
    assert found["aht"].to_come == "About 4,300 contacts are still to come."
    assert found["csat"].to_come == "About 430 answers are still to come."
    assert cards(a_status(counts(6000, **SO_FAR), 6000))["aht"].to_come == ""


@pytest.mark.parametrize(
    ("n", "text"), [(0, "0"), (7, "7"), (99, "99"), (100, "100"), (149, "150"), (21_342, "21,000"), (96_000, "96,000")]
)
def test_an_expected_number_is_not_more_exact_than_it_is(n: int, text: str) -> None:
    assert about(n) == text


@st.composite
def targets(draw: st.DrawFn) -> tuple[Target, ...]:
    """Bands with edges of any fineness."""
    low = draw(st.decimals(200, 400, places=draw(st.integers(0, 3))))
    high = low + draw(st.decimals(0, 80, places=draw(st.integers(0, 3))))
    edge = draw(st.decimals("0.5", "0.95", places=draw(st.integers(1, 4))))
    hit = draw(st.decimals("0.01", "0.2", places=draw(st.integers(2, 4))))
    third = Decimal(1) / 3
    return (
        Target("aht", third, Decimal(100), low, high, Decimal(600)),
        Target("csat", third, Decimal("0.1"), edge),
        Target("hit_rate", third, Decimal("0.001"), hit, hit + draw(st.decimals(0, "0.1", places=3)), Decimal("0.9")),
    )


@st.composite
def months(draw: st.DrawFn) -> Totals:
    contacts = draw(st.integers(1, 20_000))
    surveys = draw(st.integers(0, contacts))
    return counts(
        contacts,
        aht=draw(st.integers(150, 550)),
        surveys=surveys,
        satisfied=draw(st.integers(0, surveys)),
        hits=draw(st.integers(0, contacts)),
    )


def numbers_in(text: str, unit: str) -> list[Decimal]:
    found = [Decimal(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]
    return [number / 100 for number in found] if unit == "share" else found


@given(months(), targets(), st.none() | st.integers(0, 40_000))
def test_no_number_outside_the_band_is_ever_printed_as_asked(
    totals: Totals, agreed: tuple[Target, ...], expected: int | None
) -> None:
    """Whatever the month is like: what a card says the rest must average lies inside what was agreed."""
    status = a_status(totals, expected, agreed)
    wanted = {target.kpi: target for target in agreed}
    for key, card in cards(status).items():
        unit = "s" if key == "aht" else "share"
        texts = [card.rest, card.mark.text if card.mark else ""]
        asked = [number for text in texts for number in numbers_in(plain(text), unit)]
        assert all(wanted[key].contains(number) for number in asked), (key, texts, wanted[key])
        assert bool(asked) == (card.state in {"reachable", "inside", "no_data"})
        if card.kpi.is_thin:
            assert card.state != "cannot_be_reached"
            assert "annot be reached" not in card.sentence + card.chip.word
        if card.state == "cannot_be_reached":
            assert card.sentence == "Cannot be reached within the band this month."
        if card.mark is not None and card.kpi.strip is not None:
            assert card.kpi.strip.band_x <= card.mark.low_x <= card.mark.high_x <= card.kpi.strip.band_end
