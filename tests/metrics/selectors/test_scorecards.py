"""Which scorecard a reader gets: minted versions as they are, drafts as they would be drawn now."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.domain.errors import NoSuchMonth, NoSuchVersion
from metrics.models import ScorecardDraft, ScorecardVersion
from metrics.selectors.scorecards import (
    current_month,
    latest_month,
    months_with_data,
    scorecard_list,
    scorecard_of,
    scorecards_of,
)
from metrics.services.scorecards import scorecard_mint, scorecard_refresh
from tests.factories import make_contract, make_version
from tests.figures import calls, put_golden_months, put_month
from tests.golden.month import check
from tests.world import World

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
AFTER_CUT_OFF = datetime(2026, 11, 11, 6, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def golden(contract: Contract) -> Contract:
    """The contract with the two golden months."""
    put_golden_months(contract)
    return contract


def mint(contract: Contract, month: Month = OCTOBER) -> ScorecardVersion:
    return scorecard_mint(contract=contract, month=month, by="test", actor=None, now=AFTER_CUT_OFF)


def test_the_golden_month_through_the_tables(golden: Contract) -> None:
    document = scorecard_of(golden, OCTOBER)
    check(document)
    assert document["inputs"]["cut_off"] == "2026-11-10"
    assert document["inputs"]["deliveries"] == []
    assert set(document["inputs"]["parts"]) == {"contacts", "surveys", "sales"}
    assert document["inputs"]["parts"]["surveys"] is None


def test_reading_a_draft_stores_nothing(golden: Contract) -> None:
    scorecard_of(golden, OCTOBER)
    assert not ScorecardDraft.objects.within(golden).exists()


def test_a_stored_draft_that_is_up_to_date_is_read_not_drawn(
    golden: Contract, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for month in (SEPTEMBER, OCTOBER):
        scorecard_refresh(contract=golden, month=month)
    with django_assert_num_queries(
        9
    ):  # minted, drafts, manifest, versions with prices, commission, targets; minted before; incidents
        found = scorecards_of(golden, (SEPTEMBER, OCTOBER))
    assert [document["month"] for document in found.values()] == ["2026-09", "2026-10"]


@pytest.mark.parametrize("month", ["2026-09", "2026-10"])
def test_a_draft_changes_with_its_month_and_with_the_month_before(golden: Contract, month: str) -> None:
    scorecard_refresh(contract=golden, month=OCTOBER)
    before = scorecard_of(golden, OCTOBER)
    put_month(golden, month, [calls(10, 340)])
    after = scorecard_of(golden, OCTOBER)
    assert after["hash"] != before["hash"]
    assert "340" in (after["kpis"]["aht"]["value"], after["kpis"]["aht"]["previous"])


def test_a_draft_changes_with_the_terms(golden: Contract) -> None:
    scorecard_refresh(contract=golden, month=OCTOBER)
    make_version(golden, number=2, valid_from=date(2026, 10, 1), prices=[("phone", "50.00")])
    document = scorecard_of(golden, OCTOBER)
    assert document["contract_version"] == 2
    assert document["cost"]["total"] is None


def test_figures_rolled_up_again_to_the_same_have_the_same_hash(golden: Contract) -> None:
    before = scorecard_of(golden, OCTOBER)
    put_golden_months(golden)
    after = scorecard_of(golden, OCTOBER)
    assert after["inputs"]["parts"] != before["inputs"]["parts"]
    assert after["hash"] == before["hash"]


def test_the_newest_minted_version_goes_before_the_draft(golden: Contract) -> None:
    mint(golden)
    put_month(golden, "2026-10", [calls(10)])
    mint(golden)
    put_month(golden, "2026-10", [calls(20)])
    assert [scorecard_of(golden, OCTOBER, version)["version"] for version in (None, 1, 2, "draft")] == [2, 1, 2, None]
    assert scorecard_of(golden, OCTOBER)["kpis"]["contacts"]["value"] == "10"
    assert scorecard_of(golden, OCTOBER, "draft")["kpis"]["contacts"]["value"] == "20"


def test_a_month_without_data_is_no_such_month(golden: Contract) -> None:
    for version in (None, "draft", 1):
        with pytest.raises(NoSuchMonth) as error:
            scorecard_of(golden, Month(2026, 12), version)
        assert (error.value.code, error.value.status) == ("no_such_month", 404)


def test_a_version_that_was_never_minted_is_no_such_version(golden: Contract) -> None:
    with pytest.raises(NoSuchVersion):
        scorecard_of(golden, OCTOBER, 1)


def test_another_contracts_scorecards_stay_there(golden: Contract, world: World) -> None:
    mint(golden)
    with pytest.raises(NoSuchMonth):
        scorecard_of(world.rival_contract, OCTOBER)
    assert scorecard_list(world.rival_contract) == ()


def test_the_list_has_each_version_and_the_drafts_of_open_months(golden: Contract) -> None:
    mint(golden)
    put_month(golden, "2026-10", [calls(10)])
    mint(golden)
    lines = scorecard_list(golden)
    assert [(line["month"], line["version"], line["state"]) for line in lines] == [
        ("2026-10", 2, "final"), ("2026-10", 1, "final"), ("2026-09", None, "draft"),
    ]  # fmt: skip
    assert lines[1]["score"] == {"value": "75.54", "state": "imbalance", "partial": False}
    assert lines[1]["minted_at"] == "2026-11-11T07:00:00+01:00"
    assert lines[1]["hash"] == scorecard_of(golden, OCTOBER, 1)["hash"]
    assert {tuple(line) for line in lines} == {("contract", "month", "version", "state", "hash", "minted_at", "score")}


@pytest.mark.parametrize(
    ("today", "latest"),
    [(date(2026, 11, 11), "2026-10"), (date(2026, 11, 10), "2026-09"), (date(2026, 10, 11), "2026-09"),
     (date(2027, 6, 1), "2026-10")],
)  # fmt: skip
def test_latest_is_the_newest_month_past_its_cut_off_day(golden: Contract, today: date, latest: str) -> None:
    assert str(latest_month(golden, today)) == latest


def test_latest_looks_at_months_with_data_alone(golden: Contract, world: World) -> None:
    put_month(golden, "2026-10", [])
    assert latest_month(golden, date(2027, 1, 1)) == SEPTEMBER
    with pytest.raises(NoSuchMonth):
        latest_month(world.rival_contract, date(2027, 1, 1))


def test_before_the_first_cut_off_there_is_no_latest_month(golden: Contract) -> None:
    with pytest.raises(NoSuchMonth):
        latest_month(golden, date(2026, 10, 10))


def test_current_is_the_running_month(golden: Contract) -> None:
    assert str(current_month(golden, date(2026, 11, 22))) == "2026-11"
    with pytest.raises(NoSuchMonth):
        scorecard_of(golden, current_month(golden, date(2026, 11, 22)))


def test_months_with_data_are_in_order(golden: Contract) -> None:
    put_month(golden, "2025-12", [calls(1)])
    assert [str(month) for month in months_with_data(golden)] == ["2025-12", "2026-09", "2026-10"]


def test_a_contract_without_terms_for_the_month_has_no_scorecard(world: World) -> None:
    late = make_contract("late", buyer=world.nordlys, vendor=world.fjord, with_version=False)
    make_version(late, valid_from=date(2027, 1, 1))
    put_month(late, "2026-10", [calls(1)])
    with pytest.raises(NoSuchMonth):
        scorecard_of(late, OCTOBER)
