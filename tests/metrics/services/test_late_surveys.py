"""After the first final scorecard of a month further surveys are late: stored and shown, not counted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.models import Delivery, ScorecardVersion, SourceProfile
from metrics.services.delivery_process import delivery_process
from metrics.services.month_recount import months_recount
from metrics.services.scorecards import scorecard_mint
from tests.metrics.services.reading import deliver, figures, make_profile

OCTOBER = Month(2026, 10)
IN_OCTOBER = datetime(2026, 10, 20, tzinfo=UTC)
FINAL = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 15, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_in")]


@pytest.fixture
def surveys(contract: Contract) -> SourceProfile:
    return make_profile(contract, key="surveys", feed="surveys")


def receive(contract: Contract, *rows: dict[str, Any], at: datetime, backfill: bool = False, **facts: Any) -> Delivery:
    """A file that came at this moment and waits."""
    delivery = deliver(contract, *rows, **facts).delivery
    Delivery.all_rows.filter(pk=delivery.pk).update(received_at=at, backfill=backfill)
    return delivery


def take(contract: Contract, *rows: dict[str, Any], at: datetime, **facts: Any) -> None:
    delivery_process(delivery_id=receive(contract, *rows, at=at, **facts).pk)


def mint(contract: Contract, now: datetime = FINAL) -> ScorecardVersion:
    return scorecard_mint(contract=contract, month=OCTOBER, by="cut_off", actor=None, now=now)


def counted(contract: Contract) -> tuple[int, int]:
    counts = figures(contract)
    return counts["surveys"], counts["surveys_late"]


def test_a_survey_that_comes_before_the_month_is_final_counts(contract: Contract, surveys: SourceProfile) -> None:
    take(contract, {"id": "1"}, {"id": "2"}, at=IN_OCTOBER)
    mint(contract, now=IN_OCTOBER)  # preliminary
    take(contract, {"id": "1", "score": "5"}, at=datetime(2026, 11, 9, tzinfo=UTC), profile=surveys)
    assert counted(contract) == (1, 0)


@pytest.mark.parametrize(("backfill", "expected"), [(False, (1, 1)), (True, (2, 0))])
def test_one_that_comes_later_is_late_unless_it_is_a_backfill(
    contract: Contract, surveys: SourceProfile, backfill: bool, expected: tuple[int, int]
) -> None:
    take(contract, {"id": "1", "score": "4"}, {"id": "2"}, at=IN_OCTOBER)
    assert mint(contract).state == "final"
    take(contract, {"id": "2", "score": "5"}, at=LATER, backfill=backfill, profile=surveys)
    assert counted(contract) == expected


def test_a_file_that_was_received_in_time_counts_however_late_it_is_read(
    contract: Contract, surveys: SourceProfile
) -> None:
    take(contract, {"id": "1"}, at=IN_OCTOBER)
    waits = receive(contract, {"id": "1", "score": "5"}, at=IN_OCTOBER, profile=surveys)
    mint(contract)
    delivery_process(delivery_id=waits.pk)
    assert counted(contract) == (1, 0)


def test_a_corrected_contact_file_after_the_cut_off_takes_no_survey_away_and_adds_none(contract: Contract) -> None:
    """Its surveys are those of a later delivery now, but the month knew the first of them when it became final."""
    take(contract, {"id": "1", "score": "4", "talk_s": 60}, {"id": "2"}, at=IN_OCTOBER)
    mint(contract)
    take(contract, {"id": "1", "score": "4", "talk_s": 90}, {"id": "2", "score": "1"}, at=LATER)
    assert counted(contract) == (1, 1)
    counts = figures(contract)
    assert (counts["handle_seconds"], counts["satisfied"]) == (150, 1)


def test_what_is_late_stays_late_when_the_month_is_counted_anew(contract: Contract, surveys: SourceProfile) -> None:
    take(contract, {"id": "1"}, at=IN_OCTOBER)
    mint(contract)
    take(contract, {"id": "1", "score": "5"}, at=LATER, profile=surveys)
    mint(contract, now=LATER)
    months_recount(contract=contract, months=(OCTOBER,))
    assert counted(contract) == (0, 1)
