"""The cut-off: a month becomes final once, when it has passed its day and settled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings

from contracts.domain.months import Month
from contracts.models import AuditEvent, Contract
from metrics.models import ContractMonth, ContractMonthDelivery, JobLease, ScorecardVersion
from metrics.services import month_close
from metrics.services.month_close import months_close
from metrics.services.scorecards import scorecard_mint
from tests.factories import make_contract, make_version
from tests.figures import calls, put_golden_months, put_month
from tests.sent_files import make_delivery
from tests.world import World

# October is open until the end of 10 November in Oslo, that is 23:00 UTC; September until 10 October.
ON_CUT_OFF_DAY = datetime(2026, 11, 10, 22, 59, tzinfo=UTC)
AFTER_CUT_OFF = datetime(2026, 11, 10, 23, 0, tzinfo=UTC)
BOTH = ["nordlys-fjord 2026-09", "nordlys-fjord 2026-10"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def golden(contract: Contract) -> Contract:
    """The contract with the two golden months."""
    put_golden_months(contract)
    return contract


def apply_delivery(contract: Contract, month: str, at: datetime) -> None:
    """A delivery that the month holds, applied at this moment."""
    delivery = make_delivery(contract, state="applied", finished_at=at)
    row = ContractMonth.objects.within(contract).get(month=month)
    ContractMonthDelivery.objects.create(contract=contract, contract_month=row, delivery=delivery)


def versions(contract: Contract) -> list[tuple[str, int, str, str]]:
    rows = ScorecardVersion.objects.within(contract).order_by("month", "version")
    return list(rows.values_list("month", "version", "state", "minted_by"))


@pytest.mark.parametrize(("now", "closed"), [(ON_CUT_OFF_DAY, BOTH[:1]), (AFTER_CUT_OFF, BOTH)])
def test_a_month_becomes_final_once_its_cut_off_day_has_passed_in_its_zone(
    golden: Contract, now: datetime, closed: list[str]
) -> None:
    assert months_close(now=now).closed == closed
    assert versions(golden) == [(name.split()[1], 1, "final", "cut_off") for name in closed]


def test_a_month_is_closed_once_whatever_comes_later(golden: Contract) -> None:
    months_close(now=AFTER_CUT_OFF)
    put_month(golden, "2026-10", [calls(10)])
    again = months_close(now=AFTER_CUT_OFF + timedelta(days=2))
    assert (again.ran, again.closed, again.settling) == (True, [], [])
    assert [version for _, version, _, _ in versions(golden)] == [1, 1]
    assert AuditEvent.objects.filter(action="scorecard_mint").count() == 2


@pytest.mark.parametrize(("hours", "is_settled"), [(23, False), (24, True)])
def test_a_month_settles_for_a_day_after_its_last_delivery(golden: Contract, hours: int, is_settled: bool) -> None:
    apply_delivery(golden, "2026-10", AFTER_CUT_OFF - timedelta(days=9))
    apply_delivery(golden, "2026-10", AFTER_CUT_OFF)
    report = months_close(now=AFTER_CUT_OFF + timedelta(hours=hours))
    assert report.closed == (BOTH if is_settled else BOTH[:1])
    assert report.settling == ([] if is_settled else BOTH[1:])


def test_how_long_a_month_settles_is_a_setting_and_a_parameter(golden: Contract, settings: LazySettings) -> None:
    apply_delivery(golden, "2026-10", AFTER_CUT_OFF)
    later = AFTER_CUT_OFF + timedelta(hours=30)
    settings.CLOSE_SETTLE_HOURS = 48
    assert months_close(now=later).settling == BOTH[1:]
    assert months_close(now=later, settle_hours=30).closed == BOTH[1:]


@pytest.mark.parametrize("state", ["received", "reading"])
def test_a_contract_with_a_file_in_work_waits(golden: Contract, state: str, world: World) -> None:
    make_delivery(golden, state=state)
    put_month(world.rival_contract, "2026-10", [calls(10)])
    report = months_close(now=AFTER_CUT_OFF, settle_hours=0)
    assert (report.closed, report.settling) == (["nordlys-skog 2026-10"], BOTH)


def test_a_month_whose_figures_are_still_to_be_counted_waits(golden: Contract) -> None:
    ContractMonth.objects.within(golden).filter(month="2026-10").update(figures_due_since=ON_CUT_OFF_DAY)
    assert months_close(now=AFTER_CUT_OFF).settling == BOTH[1:]


def test_months_without_data_or_terms_are_left_alone(golden: Contract, world: World) -> None:
    put_month(golden, "2026-10", [])
    late = make_contract("late", buyer=world.nordlys, vendor=world.fjord, with_version=False)
    put_month(late, "2026-10", [calls(1)])
    report = months_close(now=AFTER_CUT_OFF)
    assert (report.closed, report.settling, report.broken) == (BOTH[:1], [], [])


def test_a_preliminary_version_becomes_final(golden: Contract) -> None:
    scorecard_mint(contract=golden, month=Month(2026, 10), by="command", actor=None, now=ON_CUT_OFF_DAY)
    assert months_close(now=AFTER_CUT_OFF).closed == BOTH
    assert versions(golden)[1] == ("2026-10", 1, "final", "command")


def test_a_preliminary_version_that_differs_is_followed_by_a_final_one(golden: Contract) -> None:
    scorecard_mint(contract=golden, month=Month(2026, 10), by="command", actor=None, now=ON_CUT_OFF_DAY)
    put_month(golden, "2026-10", [calls(10)])
    months_close(now=AFTER_CUT_OFF)
    assert [row[1:3] for row in versions(golden) if row[0] == "2026-10"] == [(1, "preliminary"), (2, "final")]


def test_two_beats_at_once_are_one(golden: Contract) -> None:
    JobLease.objects.create(job="months_close", token="other", until=AFTER_CUT_OFF + timedelta(seconds=60))
    assert not months_close(now=AFTER_CUT_OFF).ran
    assert versions(golden) == []
    assert months_close(now=AFTER_CUT_OFF + timedelta(seconds=61)).closed == BOTH


def test_a_month_that_fails_holds_up_no_other(golden: Contract, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_in_september(**given: object) -> ScorecardVersion:
        if given["month"] == Month(2026, 9) and given["contract"] == golden:
            raise RuntimeError
        return scorecard_mint(**given)  # type: ignore[arg-type]  # passed on as it came

    put_month(world.rival_contract, "2026-10", [calls(10)])
    monkeypatch.setattr(month_close, "scorecard_mint", fail_in_september)
    report = months_close(now=AFTER_CUT_OFF)
    assert report.broken == BOTH[:1]
    assert report.closed == [BOTH[1], "nordlys-skog 2026-10"]
    assert JobLease.objects.get(job="months_close").token == ""


def test_one_contract_alone(golden: Contract, world: World) -> None:
    put_month(world.rival_contract, "2026-10", [calls(10)])
    assert months_close(now=AFTER_CUT_OFF, contracts=[world.rival_contract]).closed == ["nordlys-skog 2026-10"]
    assert versions(golden) == []


def test_each_month_closes_by_its_own_terms(golden: Contract) -> None:
    """From November on the cut-off is five days after the month."""
    make_version(golden, number=2, valid_from=datetime(2026, 11, 1, tzinfo=UTC).date(), month_cut_off_days=5)
    put_month(golden, "2026-11", [calls(5)])
    assert months_close(now=datetime(2026, 12, 5, 22, 59, tzinfo=UTC)).closed == BOTH
    assert months_close(now=datetime(2026, 12, 5, 23, 0, tzinfo=UTC)).closed == ["nordlys-fjord 2026-11"]
