"""What came and what is missing of a month: read from the deliveries of the contract, of no other."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from contracts.domain.months import Month
from metrics.models import SourceProfile
from metrics.selectors.expected_deliveries import DeliveriesState, deliveries_state
from tests.month_days import days_of, send, send_daily
from tests.sent_files import load_example_profile
from tests.world import World

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
HERE = [*days_of(OCTOBER), *days_of(NOVEMBER, last=19)]


@pytest.fixture
def contacts(world: World) -> SourceProfile:
    return load_example_profile(world.contract)


@pytest.fixture
def sales(world: World) -> SourceProfile:
    return load_example_profile(world.contract, "profile_sales")


def look(world: World, contact_days: list[date] | None = None, now: datetime = NOW) -> DeliveriesState:
    return deliveries_state(world.contract, NOVEMBER, contact_days=contact_days or [], now=now)


def test_contacts_are_missing_by_their_figures(world: World, contacts: SourceProfile) -> None:
    """The names of the files say nothing here; the days with contacts do. Each day has another day to come."""
    for number, day in enumerate(HERE):
        send(world.contract, contacts, f"export-{number}.csv", datetime(day.year, day.month, day.day, 23, tzinfo=UTC))
    found = look(world, HERE)
    assert [(feed.feed, feed.reaches_to) for feed in found.feeds] == [("contacts", date(2026, 11, 19))]
    assert found.missing_of("contacts") == (date(2026, 11, 20),)
    assert found.missing_of("sales") == ()
    assert look(world, HERE, datetime(2026, 11, 22, 23, tzinfo=UTC)).missing_of("contacts") == tuple(
        days_of(NOVEMBER, 20, 21)
    )


def test_a_day_on_which_nobody_called_is_not_missing_when_a_file_speaks_of_it(
    world: World, contacts: SourceProfile
) -> None:
    """A small unit: the fourth is in its file, and no contact was."""
    send_daily(world.contract, contacts, [*HERE, *days_of(NOVEMBER, 20, 21)])
    with_contacts = [day for day in (*HERE, *days_of(NOVEMBER, 20, 21)) if day != date(2026, 11, 4)]
    assert look(world, with_contacts).missing_of("contacts") == ()


def test_sales_are_missing_by_the_days_in_their_names(
    world: World, contacts: SourceProfile, sales: SourceProfile
) -> None:
    send_daily(world.contract, contacts, [*HERE, *days_of(NOVEMBER, 20, 21)])
    send_daily(world.contract, sales, HERE)
    found = look(world, [*HERE, *days_of(NOVEMBER, 20, 21)])
    assert found.missing_of("contacts") == ()
    assert found.missing_of("sales") == (date(2026, 11, 20), date(2026, 11, 21))


def test_a_file_that_is_being_read_is_not_missing(world: World, sales: SourceProfile) -> None:
    send_daily(world.contract, sales, days_of(NOVEMBER, last=20))
    send(world.contract, sales, "sales-2026-11-21.csv", NOW, state="reading")
    found = look(world)
    assert (found.missing_of("sales"), found.in_work) == ((), 1)


@pytest.mark.parametrize("state", ["refused", "failed", "needs_decision"])
def test_a_file_that_was_not_taken_in_waits_until_it_is_made_good(
    world: World, sales: SourceProfile, state: str
) -> None:
    send_daily(world.contract, sales, days_of(NOVEMBER, last=19))
    bad = send(world.contract, sales, "sales-2026-11-20.csv", datetime(2026, 11, 21, 5, tzinfo=UTC), state=state)
    found = look(world)
    assert [(one.public_id, one.state) for one in found.troubles] == [(bad.public_id, state)]
    assert date(2026, 11, 20) in found.missing_of("sales")
    send(world.contract, sales, "sales_20261120_again.csv", datetime(2026, 11, 21, 9, tzinfo=UTC))
    found = look(world)
    assert found.troubles == ()
    assert date(2026, 11, 20) not in found.missing_of("sales")


def test_the_same_refused_file_is_told_once(world: World, sales: SourceProfile) -> None:
    for hour in (5, 6, 7):
        send(world.contract, sales, "export.csv", datetime(2026, 11, 20, hour, tzinfo=UTC), state="refused")
    assert len(look(world).troubles) == 1


def test_troubles_of_earlier_months_are_over(world: World, sales: SourceProfile) -> None:
    send(world.contract, sales, "export.csv", datetime(2026, 10, 31, 22, tzinfo=UTC), state="refused")
    send(world.contract, sales, "first.csv", datetime(2026, 10, 31, 23, tzinfo=UTC), state="refused")
    assert [one.file_name for one in look(world).troubles] == ["first.csv"]


def test_a_source_that_another_replaced_is_not_missed(
    world: World, contacts: SourceProfile, sales: SourceProfile
) -> None:
    old = SourceProfile.all_rows.create(
        contract=world.contract, key="old-sales", version=1, feed="sales", source="old", document={}, document_hash="x"
    )
    send_daily(world.contract, old, days_of(OCTOBER))
    send_daily(world.contract, sales, days_of(NOVEMBER, last=21))
    assert [(feed.profile, feed.expectation.missing) for feed in look(world).feeds] == [(sales.key, ())]


def test_days_after_the_contracts_end_are_not_asked_for(world: World, sales: SourceProfile) -> None:
    send_daily(world.contract, sales, HERE)
    world.contract.end = date(2026, 11, 20)
    assert look(world).missing_of("sales") == (date(2026, 11, 20),)


def test_files_of_another_contract_are_not_seen(world: World) -> None:
    send_daily(world.rival_contract, load_example_profile(world.rival_contract, "profile_sales"), HERE)
    assert look(world) == DeliveriesState()


def test_the_hour_is_the_contracts_own(world: World, sales: SourceProfile) -> None:
    """Files come at 05:00 in Oslo; the 21st is missing from 04:00 UTC on."""
    send_daily(world.contract, sales, [*days_of(OCTOBER), *days_of(NOVEMBER, last=20)])
    assert look(world, now=datetime(2026, 11, 22, 3, 59, tzinfo=UTC)).missing_of("sales") == ()
    assert look(world, now=datetime(2026, 11, 22, 4, tzinfo=UTC)).missing_of("sales") == (date(2026, 11, 21),)
