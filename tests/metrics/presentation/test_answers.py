"""The five answers, and volume and price beside those of the other month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from contracts.domain.terms import PriceRow
from metrics.presentation.answers import answers_of, change_lead, state_text
from metrics.presentation.review_ground import ReviewGround
from metrics.presentation.trends import boxes_of
from tests.metrics.presentation.grounds import OCTOBER, SEPTEMBER, entry, ground, summary, terms

PRICE = PriceRow(1, "phone", "flat", Decimal("42.00"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def october(*, prices: tuple[PriceRow, ...] = (PRICE,), cost: dict[str, Any] | None = None) -> ReviewGround:
    earned = {"sale_value": "3000.00", "commission": "0.00", "contacts_with_sale": 6, "units": 7}
    month = summary(earned=earned, cost=cost.get("total") if cost else "1000.00")
    document = {**month, "slices": [], "version": 1, "state": "final"}
    if cost:
        document["cost"] = cost
    found = ground({SEPTEMBER: summary(score="76.2"), OCTOBER: month}, document=document)
    return replace(found, terms={each: replace(terms(), prices=prices) for each in (SEPTEMBER, OCTOBER)})


def test_the_answers_say_how_the_month_was_what_hurt_and_what_it_cost() -> None:
    answers = [plain(f"{one.label}: {one.value}; {one.detail}") for one in answers_of(october())]
    assert answers == [
        "The month: Watch 90.0; September 2026: 76.2",
        "Hurt most: Nothing; no points lost",
        "Total cost: NOK 1,000; NOK 10.00 a handled contact",
        "Sales brought in: NOK 3,000; 7 sales in 6 contacts",
        "Next: Confirmation; final figures, for both parties to confirm",
    ]


def test_a_contract_without_prices_has_no_cost_and_says_why() -> None:
    unknown = {"total": None, "per_contact": None, "currency": "NOK"}
    assert [plain(one.detail) for one in answers_of(october(prices=(), cost=unknown))][2] == "no price is agreed"
    assert [plain(one.detail) for one in answers_of(october(cost=unknown))][2] == "the total is unknown"


def test_who_does_not_see_money_reads_what_was_sold() -> None:
    seen = replace(october(), sees_money=False)
    answers = [plain(f"{one.label}: {one.value}; {one.detail}") for one in answers_of(seen)]
    assert answers[2] == "Units sold: 7; in 6 contacts"
    assert len(answers) == 4
    assert "NOK" in change_lead(october())
    assert plain(change_lead(seen)) == "Handled contacts: 100 → 100."


def test_figures_of_who_does_not_see_money_have_no_amounts() -> None:
    seen, shown = (boxes_of(replace(october(), sees_money=sees), may_export=False) for sees in (False, True))
    assert {box.key for box in shown} - {box.key for box in seen} == {"money"}
    assert "NOK" in repr(shown)
    assert "NOK" not in repr(seen)


@pytest.mark.parametrize(("version", "text"), [(None, "draft"), (2, "final v2")])
def test_the_state_names_the_version(version: int | None, text: str) -> None:
    assert state_text({"state": "draft" if version is None else "final", "version": version}) == text


def test_volume_and_price_stand_beside_those_of_the_other_month() -> None:
    months = {
        SEPTEMBER: summary(kpis={"handled": entry("200", "count")}, cost="2000.00"),
        OCTOBER: summary(kpis={"handled": entry("210", "count")}, cost="1900.00"),
    }
    assert plain(change_lead(ground(months))) == (
        "Handled contacts +5.0% (200 → 210), their price −5.0% (NOK 2,000 → NOK 1,900)."
    )
    assert plain(change_lead(ground(months, today=date(2026, 10, 20)))).startswith("So far 210 handled contacts (200)")
    assert change_lead(ground({OCTOBER: summary()})) == ""


def test_an_unknown_price_leaves_the_volume() -> None:
    months = {SEPTEMBER: summary(cost=None), OCTOBER: summary()}
    assert plain(change_lead(ground(months))) == "Handled contacts: 100 → 100."
