"""Contacts count everything but tests and internal ones; none at all is a measured zero."""

from __future__ import annotations

import pytest

from contracts.domain.counting import CountingRules
from metrics.domain.kpis.contacts import KPI
from metrics.domain.totals import Totals

RULES = CountingRules()


@pytest.mark.parametrize("contacts", [0, 1, 5000])
def test_contacts_are_counted_and_stand_for_themselves(contacts: int) -> None:
    totals = Totals.of({"contacts": contacts, "excluded": 7})
    assert KPI.value(totals, RULES) == contacts
    assert KPI.n(totals, RULES) == contacts
    assert KPI.share(totals, RULES) is None
