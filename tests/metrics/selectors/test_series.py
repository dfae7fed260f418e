"""Totals over time, whole and sliced; no more queries for more months."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from contracts.domain.months import Month, months_between
from contracts.models import Contract
from metrics.domain.errors import SplitUnknown
from metrics.selectors.series import monthly_series
from tests.figures import calls, phone, put_golden_months, put_month
from tests.world import World

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)

pytestmark = pytest.mark.django_db


def test_months_come_oldest_first_by_channel(contract: Contract) -> None:
    put_golden_months(contract)
    found = monthly_series(contract, (OCTOBER, SEPTEMBER, Month(2026, 12)))
    assert list(found) == [SEPTEMBER, OCTOBER]
    contacts = {channel: totals["contacts"] for channel, totals in found[OCTOBER].items()}
    assert sum(contacts.values()) == 1200
    assert set(contacts) == {"phone", "chat", "email"}


def test_a_slice_has_its_own_contacts_and_a_month_without_any_stays(contract: Contract) -> None:
    put_month(contract, "2026-09", [calls(5)])
    put_month(contract, "2026-10", [calls(7), phone({"contacts": 3}, brand="fonn", topic="bill")])
    found = monthly_series(contract, (SEPTEMBER, OCTOBER), {"brand": "fonn", "topic": "bill"})
    assert found[SEPTEMBER] == {}
    assert found[OCTOBER]["phone"]["contacts"] == 3
    unnamed = monthly_series(contract, (OCTOBER,), {"topic": ""})
    assert unnamed[OCTOBER]["phone"]["contacts"] == 7


def test_another_contracts_months_stay_there(contract: Contract, world: World) -> None:
    put_month(world.rival_contract, "2026-10", [calls(77)])
    assert monthly_series(contract, (OCTOBER,)) == {}


@pytest.mark.parametrize("name", ["agent", "customer", "figure_set__contract"])
def test_only_known_dimensions_slice(contract: Contract, name: str) -> None:
    with pytest.raises(SplitUnknown):
        monthly_series(contract, (OCTOBER,), {name: "x"})


def test_the_number_of_queries_does_not_grow_with_the_months(
    contract: Contract, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    months = months_between(Month(2026, 1), Month(2026, 12))
    for month in months:
        put_month(contract, str(month), [calls(9)])
    with django_assert_num_queries(2):  # manifest, sums
        assert len(monthly_series(contract, months)) == 12
