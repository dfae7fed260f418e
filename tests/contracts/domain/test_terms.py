"""Terms name themselves: another agreement has another fingerprint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.domain.counting import CountingRules
from contracts.domain.terms import PriceRow, Terms

TERMS = Terms("key", "NOK", "Europe/Oslo", "contact", "started", 1, date(2024, 1, 1))


def test_a_price_changes_the_terms_but_not_how_contacts_are_counted() -> None:
    priced = replace(TERMS, prices=(PriceRow(0, "phone", "flat", Decimal("42.00")),))
    assert priced.hash() != TERMS.hash()
    assert priced.counting_hash() == TERMS.counting_hash()


@pytest.mark.parametrize(
    "other",
    [
        replace(TERMS, counting=CountingRules(service_level_s=20)),
        replace(TERMS, counting=CountingRules(not_billable=())),
        replace(TERMS, time_zone="Europe/Lisbon"),
        replace(TERMS, month_by="ended"),
        replace(TERMS, billing_unit="leg"),
    ],
)
def test_what_decides_counting_changes_both(other: Terms) -> None:
    assert other.counting_hash() != TERMS.counting_hash()
    assert other.hash() != TERMS.hash()


def test_equal_terms_have_equal_fingerprints() -> None:
    assert replace(TERMS).hash() == TERMS.hash()
