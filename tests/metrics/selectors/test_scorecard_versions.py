"""Minted versions of a month, what is pending since the newest, and the tag that names each document."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.domain.errors import NoSuchMonth
from metrics.domain.scorecard import tag_of
from metrics.selectors.scorecard_versions import (
    pending_difference,
    pending_document,
    scorecard_history,
    scorecard_tag,
)
from metrics.selectors.scorecards import scorecard_of
from metrics.services.scorecards import scorecard_mint, scorecard_refresh
from tests.factories import make_version
from tests.figures import calls, put_golden_months, put_month
from tests.world import World

OCTOBER, DECEMBER = Month(2026, 10), Month(2026, 12)
ON_CUT_OFF_DAY = datetime(2026, 11, 10, 22, 59, tzinfo=UTC)
AFTER_CUT_OFF = datetime(2026, 11, 11, 6, 0, 0, 123456, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def golden(contract: Contract) -> Contract:
    """The contract with the two golden months."""
    put_golden_months(contract)
    return contract


def mint(contract: Contract, now: datetime = AFTER_CUT_OFF, by: str = "cut_off") -> None:
    scorecard_mint(contract=contract, month=OCTOBER, by=by, actor=None, now=now)


def test_without_a_version_nothing_can_be_pending(golden: Contract) -> None:
    assert pending_difference(golden, OCTOBER) is None
    assert pending_document(golden, OCTOBER) == {
        "contract": "nordlys-fjord", "month": "2026-10", "version": None, "state": None, "changes": [],
    }  # fmt: skip


def test_nothing_is_pending_while_the_figures_are_those_of_the_version(golden: Contract) -> None:
    mint(golden)
    put_golden_months(golden)  # other parts and figure sets, the same figures
    found = pending_difference(golden, OCTOBER)
    assert found is not None
    assert (found.version, found.state, found.changes) == (1, "final", ())


def test_what_came_after_the_final_version_is_pending_and_the_version_stays_official(golden: Contract) -> None:
    mint(golden)
    put_month(golden, "2026-10", [calls(10)])
    found = pending_difference(golden, OCTOBER)
    assert found is not None
    assert {"path": "kpis.contacts.value", "before": "1200", "after": "10"} in found.changes
    assert {"path": "cost.total", "before": "49830.00", "after": "420.00"} in found.changes
    assert scorecard_of(golden, OCTOBER)["kpis"]["contacts"]["value"] == "1200"


def test_pending_is_counted_from_the_newest_version(golden: Contract) -> None:
    for n in (10, 20):
        mint(golden)
        put_month(golden, "2026-10", [calls(n)])
    found = pending_difference(golden, OCTOBER)
    assert found is not None
    assert found.version == 2
    assert {"path": "kpis.contacts.value", "before": "10", "after": "20"} in found.changes


def test_figures_that_were_all_taken_back_are_pending_too(golden: Contract) -> None:
    mint(golden)
    put_month(golden, "2026-10", [])
    found = pending_difference(golden, OCTOBER)
    assert found is not None
    assert {"path": "kpis.contacts.value", "before": "1200", "after": None} in found.changes


def test_the_history_has_each_version_with_what_changed(golden: Contract) -> None:
    mint(golden, ON_CUT_OFF_DAY, "command")
    put_month(golden, "2026-10", [calls(10)])
    mint(golden)
    newest, first = scorecard_history(golden, OCTOBER)
    assert [(line["version"], line["state"], line["minted_by"]) for line in (newest, first)] == [
        (2, "final", "cut_off"), (1, "preliminary", "command"),
    ]  # fmt: skip
    assert first["changes"] is None
    assert {"path": "kpis.contacts.value", "before": "1200", "after": "10"} in newest["changes"]
    assert first["score"] == {"value": "75.54", "state": "imbalance", "partial": False}


def test_a_month_that_is_not_there_has_neither_history_nor_pending(golden: Contract, world: World) -> None:
    mint(golden)
    for contract, month in ((golden, DECEMBER), (world.rival_contract, OCTOBER)):
        for ask in (scorecard_history, pending_document):
            with pytest.raises(NoSuchMonth):
                ask(contract, month)
        assert scorecard_tag(contract, month) is None
    assert scorecard_history(golden, Month(2026, 9)) == ()


@pytest.mark.parametrize("version", [None, 1, 2, "draft"])
def test_the_tag_read_without_the_document_is_that_of_the_document(golden: Contract, version: Any) -> None:
    scorecard_refresh(contract=golden, month=OCTOBER)
    assert scorecard_tag(golden, OCTOBER) == tag_of(scorecard_of(golden, OCTOBER))
    mint(golden, ON_CUT_OFF_DAY)
    put_month(golden, "2026-10", [calls(10)])
    mint(golden)
    scorecard_refresh(contract=golden, month=OCTOBER)
    assert scorecard_tag(golden, OCTOBER, version) == tag_of(scorecard_of(golden, OCTOBER, version))


def test_a_draft_that_has_to_be_drawn_has_no_tag_yet(golden: Contract) -> None:
    assert scorecard_tag(golden, OCTOBER) is None
    scorecard_refresh(contract=golden, month=OCTOBER)
    put_month(golden, "2026-10", [calls(10)])
    assert scorecard_tag(golden, OCTOBER) is None


def test_a_draft_that_waits_for_its_figures_keeps_its_tag(golden: Contract) -> None:
    scorecard_refresh(contract=golden, month=OCTOBER)
    before = scorecard_tag(golden, OCTOBER)
    make_version(golden, number=2, valid_from=date(2026, 10, 1), handle_time=["wrap_s"])
    assert before is not None
    assert scorecard_tag(golden, OCTOBER) == before == tag_of(scorecard_of(golden, OCTOBER))


def test_another_state_version_or_delivery_has_another_tag(golden: Contract) -> None:
    scorecard_refresh(contract=golden, month=OCTOBER)
    tags = [scorecard_tag(golden, OCTOBER)]
    put_golden_months(golden)  # another part, the same figures
    scorecard_refresh(contract=golden, month=OCTOBER)
    tags.append(scorecard_tag(golden, OCTOBER))
    mint(golden, ON_CUT_OFF_DAY)
    tags.append(scorecard_tag(golden, OCTOBER))
    mint(golden, ON_CUT_OFF_DAY + timedelta(days=1))  # the same version, final now
    tags.append(scorecard_tag(golden, OCTOBER))
    assert None not in tags
    assert len(set(tags)) == 4


def test_the_tag_of_a_version_costs_one_query(
    golden: Contract, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mint(golden)
    with django_assert_num_queries(1):
        scorecard_tag(golden, OCTOBER)
