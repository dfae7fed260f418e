"""What a review over many months reads of each: a few parts of minted versions and drafts, in few queries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from contracts.domain.months import Month, months_between
from contracts.models import Contract
from metrics.models import ScorecardDraft
from metrics.selectors.scorecards import SUMMARY, month_summaries, scorecard_of
from metrics.services.scorecards import scorecard_mint, scorecard_refresh
from tests.figures import calls, put_golden_months, put_month
from tests.world import World

SEPTEMBER, OCTOBER, NOVEMBER = Month(2026, 9), Month(2026, 10), Month(2026, 11)
AFTER_CUT_OFF = datetime(2026, 11, 11, 6, tzinfo=UTC)
BOTH_YEARS = months_between(Month(2024, 11), OCTOBER)

pytestmark = pytest.mark.django_db


@pytest.fixture
def golden(contract: Contract) -> Contract:
    """The contract with the two golden months."""
    put_golden_months(contract)
    return contract


def mint(contract: Contract, month: Month = OCTOBER) -> None:
    scorecard_mint(contract=contract, month=month, by="test", actor=None, now=AFTER_CUT_OFF)


def test_a_summary_is_the_document_without_its_slices(golden: Contract) -> None:
    mint(golden)
    scorecard_refresh(contract=golden, month=SEPTEMBER)
    put_month(golden, "2026-11", [calls(7)])
    found = month_summaries(golden, (NOVEMBER, SEPTEMBER, OCTOBER))
    assert [(month, entry["state"], entry["version"]) for month, entry in found.items()] == [
        (NOVEMBER, "draft", None), (SEPTEMBER, "draft", None), (OCTOBER, "final", 1),
    ]  # fmt: skip
    for month, entry in found.items():
        document = scorecard_of(golden, month)
        assert entry == {part: document[part] for part in (*SUMMARY, "version", "state")}


def test_a_draft_that_is_out_of_date_is_drawn_and_not_stored(golden: Contract) -> None:
    scorecard_refresh(contract=golden, month=OCTOBER)
    put_month(golden, "2026-10", [calls(10)])
    assert month_summaries(golden, (OCTOBER,))[OCTOBER]["kpis"]["contacts"]["value"] == "10"
    [stored] = ScorecardDraft.objects.within(golden)
    assert stored.document["kpis"]["contacts"]["value"] == "1200"


def test_the_newest_version_is_summed_up_not_the_draft(golden: Contract) -> None:
    for n in (10, 20):
        put_month(golden, "2026-10", [calls(n)])
        mint(golden)
    put_month(golden, "2026-10", [calls(30)])
    summary = month_summaries(golden, (OCTOBER,))[OCTOBER]
    assert (summary["version"], summary["kpis"]["contacts"]["value"]) == (2, "20")


def test_a_month_without_data_is_left_out(golden: Contract, world: World) -> None:
    assert list(month_summaries(golden, (SEPTEMBER, Month(2026, 12)))) == [SEPTEMBER]
    assert month_summaries(world.rival_contract, (SEPTEMBER, OCTOBER)) == {}
    assert month_summaries(golden, ()) == {}


@pytest.mark.parametrize("months", [BOTH_YEARS[-13:], BOTH_YEARS], ids=["13 months", "24 months"])
def test_two_years_cost_as_many_queries_as_one(
    contract: Contract, months: tuple[Month, ...], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for month in months:
        put_month(contract, str(month), [calls(10)])
        scorecard_refresh(contract=contract, month=month)
    for month in months[:-2]:
        mint(contract, month)
    with django_assert_num_queries(
        9
    ):  # minted, drafts, manifest, versions with prices, commission, targets; minted before; incidents
        assert list(month_summaries(contract, months)) == list(months)
    with django_assert_num_queries(1):
        assert len(month_summaries(contract, months[:-2])) == len(months) - 2
