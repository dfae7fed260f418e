"""Where a month stands on a day: phases, days left, what is expected, and which month the page opens with."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.selectors.status import month_to_watch, status_of
from metrics.services.scorecards import scorecard_mint
from tests.factories import make_contract
from tests.month_days import counts, days_of, put_days, put_same_days
from tests.world import World

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = Month(2026, 9), Month(2026, 10), Month(2026, 11)
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)


@pytest.fixture
def contract(world: World) -> Contract:
    put_same_days(world.contract, [*days_of(SEPTEMBER), *days_of(OCTOBER), *days_of(NOVEMBER, last=19)], counts())
    return world.contract


def test_a_running_month_is_expected_like_the_months_before(contract: Contract) -> None:
    found = status_of(contract, NOVEMBER, NOON)
    assert (found.phase, found.days_left, found.known_to) == ("running", 11, date(2026, 11, 19))
    assert (found.volume.so_far, found.volume.whole_month) == (1900, 3000)
    assert found.to_date is not None
    assert {row.kpi: (row.state, row.still_to_come) for row in found.to_date.kpis} == {
        "aht": ("inside", 1100),
        "csat": ("inside", 132),
        "hit_rate": ("inside", 1100),
    }
    assert found.document is not None
    assert found.document["state"] == "draft"


def test_the_day_that_is_not_over_is_not_known(contract: Contract) -> None:
    put_same_days(contract, days_of(NOVEMBER, last=20), counts(10, surveys=1, satisfied=1, hits=1))
    found = status_of(contract, NOVEMBER, NOON)
    assert found.known_to == date(2026, 11, 19)
    assert found.to_date is not None
    assert found.to_date.contacts == 200


def test_the_day_is_the_contracts_own(contract: Contract) -> None:
    """At 23:30 UTC it is half past midnight in Oslo."""
    assert status_of(contract, NOVEMBER, datetime(2026, 11, 30, 22, 30, tzinfo=UTC)).phase == "running"
    assert status_of(contract, NOVEMBER, datetime(2026, 11, 30, 23, 30, tzinfo=UTC)).phase == "over"


def test_answers_of_a_month_that_is_over_may_still_come(contract: Contract) -> None:
    """October has 31 × 12 answers; had it only 31 × 6, as many would be on their way until the seventh."""
    put_same_days(contract, days_of(OCTOBER), counts(surveys=6, satisfied=4))
    for day, phase, coming in ((5, "over", 186), (8, "over", 0), (11, "over", 0)):
        found = status_of(contract, OCTOBER, datetime(2026, 11, day, 11, tzinfo=UTC))
        assert found.to_date is not None
        csat = {row.kpi: row for row in found.to_date.kpis}["csat"]
        assert (found.phase, csat.still_to_come) == (phase, coming), day
        assert (found.days_left, found.cut_off, found.surveys_until) == (0, date(2026, 11, 10), date(2026, 11, 7))


def test_a_final_month_shows_its_minted_version(contract: Contract) -> None:
    scorecard_mint(contract=contract, month=OCTOBER, by="command", actor=None, now=NOON)
    found = status_of(contract, OCTOBER, NOON)
    assert found.document is not None
    assert found.document["state"] == "final"


def test_a_month_without_data_has_only_an_expectation(contract: Contract) -> None:
    found = status_of(contract, Month(2026, 12), datetime(2026, 12, 1, 11, tzinfo=UTC))
    assert (found.phase, found.document, found.to_date, found.known_to) == ("running", None, None, None)
    assert found.volume.whole_month == 3100
    assert status_of(contract, Month(2027, 1), NOON).phase == "ahead"


def test_a_contract_without_history_expects_nothing(world: World) -> None:
    put_days(world.contract, NOVEMBER, dict.fromkeys(days_of(NOVEMBER, last=19), counts()))
    found = status_of(world.contract, NOVEMBER, NOON)
    assert (found.volume.whole_month, found.volume.reason) == (None, "needs_full_month")


def test_a_month_that_began_late_is_no_full_month(world: World) -> None:
    put_days(world.contract, OCTOBER, dict.fromkeys(days_of(OCTOBER, 20), counts()))
    put_days(world.contract, NOVEMBER, dict.fromkeys(days_of(NOVEMBER, last=19), counts()))
    assert status_of(world.contract, NOVEMBER, NOON).volume.reason == "needs_full_month"


def test_a_month_before_the_first_terms_has_no_bands(world: World) -> None:
    contract = make_contract("later", buyer=world.nordlys, vendor=world.fjord, with_version=False)
    put_days(contract, NOVEMBER, dict.fromkeys(days_of(NOVEMBER, last=19), counts()))
    found = status_of(contract, NOVEMBER, NOON)
    assert (found.terms, found.document, found.to_date) == (None, None, None)


@pytest.mark.parametrize(
    ("today", "month"),
    [("2026-11-20", "2026-11"), ("2026-12-05", "2026-11"), ("2026-12-10", "2026-11"), ("2026-12-11", "2026-12")],
)
def test_the_page_opens_with_the_running_month_or_the_open_one(contract: Contract, today: str, month: str) -> None:
    assert str(month_to_watch(contract, date.fromisoformat(today))) == month


def test_without_any_data_the_running_month_opens(world: World) -> None:
    assert month_to_watch(world.contract, date(2026, 11, 20)) == NOVEMBER


def test_of_a_contract_that_has_ended_the_last_month_opens(world: World) -> None:
    ended = make_contract("ended", buyer=world.nordlys, vendor=world.fjord, end=date(2026, 8, 31))
    put_same_days(ended, [*days_of(Month(2026, 7)), *days_of(Month(2026, 8))], counts())
    assert month_to_watch(ended, date(2026, 11, 20)) == Month(2026, 8)
    found = status_of(ended, NOVEMBER, NOON)
    assert (found.phase, found.volume.whole_month, found.volume.reason) == ("outside", None, "outside_contract")
