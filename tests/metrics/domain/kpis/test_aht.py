"""AHT: sums are pooled, unknown times are left out, nothing handled is no data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from contracts.domain.counting import CountingRules
from metrics.domain.kpis.aht import KPI
from metrics.domain.totals import Totals, sum_totals
from tests.vectors import agrees, cases

RULES = CountingRules()


def aht(n: int, seconds: int) -> Totals:
    return Totals.of({"contacts": n, "handled": n, "handled_timed": n, "handle_seconds": seconds})


@pytest.mark.parametrize("case", cases("aht", "legs", "no-contacts"))
def test_aht_by_leg_and_by_contact(case: dict[str, Any]) -> None:
    """The billing unit decides what a unit of the roll-up is: a leg, or all legs of a contact together."""
    contacts, expected = case["inputs"]["contacts"], case["expected"]
    by_contact = sum_totals(aht(1, sum(legs)) for legs in contacts)
    assert agrees(KPI.value(by_contact, RULES), expected["aht_contact"], case["tolerance"])
    if "aht_leg" in expected:
        by_leg = sum_totals(aht(1, seconds) for legs in contacts for seconds in legs)
        assert agrees(KPI.value(by_leg, RULES), expected["aht_leg"], case["tolerance"])


@pytest.mark.parametrize("case", cases("aht", "pooled"))
def test_channels_are_pooled_not_averaged(case: dict[str, Any]) -> None:
    groups = [aht(group["n"], group["n"] * group["aht"]) for group in case["inputs"]["groups"]]
    assert agrees(KPI.value(sum_totals(groups), RULES), case["expected"]["pooled"], case["tolerance"])


def test_a_call_of_no_seconds_is_a_measured_zero() -> None:
    assert KPI.value(aht(1, 0), RULES) == 0


def test_contacts_without_a_known_time_are_left_out() -> None:
    totals = Totals.of({"handled": 3, "handled_timed": 2, "handle_seconds": 500})
    assert KPI.value(totals, RULES) == 250
    assert KPI.n(totals, RULES) == 2


@pytest.mark.parametrize(("handled", "reason"), [(0, "no_contacts"), (4, "no_handle_time")])
def test_nothing_timed_is_no_data_not_zero(handled: int, reason: str) -> None:
    totals = Totals.of({"contacts": 9, "handled": handled})
    assert KPI.value(totals, RULES) is None
    assert KPI.n(totals, RULES) == 0
    assert KPI.reason(totals, RULES) == reason


def test_the_value_is_not_rounded() -> None:
    value = KPI.value(aht(4054, 911_837), RULES)
    assert value is not None
    assert str(value).startswith("224.92279230389")
    assert value != Decimal("224.922792")
