"""What a draft is drawn from: its own figures and agents, and the month before as it was published."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.models import AgentFigure, ContractMonth
from metrics.selectors.grounds import ground_of
from metrics.selectors.scorecard_versions import pending_difference
from metrics.selectors.scorecards import scorecard_of
from metrics.services.scorecards import scorecard_mint
from tests.factories import make_version
from tests.figures import calls, of_month, phone, put_month
from tests.world import World

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
EACH, SECONDS = 20, 380
SQUARES = EACH * (SECONDS**2 + 60**2)

pytestmark = pytest.mark.django_db


def mint(contract: Contract, month: Month) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    scorecard_mint(contract=contract, month=month, by="test", actor=None, now=now)


def put_agents(row: ContractMonth, agents: int) -> None:
    """Agents with 20 calls of 380 s each, half of them 60 s shorter, half 60 s longer."""
    for n in range(agents):
        AgentFigure.all_rows.create(
            **of_month(row), agent=f"a-{n}", handled=EACH, handled_timed=EACH, handle_seconds=EACH * SECONDS,
            handle_seconds_squared=SQUARES,
        )  # fmt: skip


def put_calls(contract: Contract, agents: int = 20) -> ContractMonth:
    counts = dict(calls(agents * EACH, SECONDS).totals.counts)
    return put_month(contract, "2026-10", [phone({**counts, "handle_seconds_squared": agents * SQUARES})])


def test_aht_has_an_interval_and_the_score_bounds_once_agents_are_counted(contract: Contract) -> None:
    row = put_calls(contract)
    before = scorecard_of(contract, OCTOBER)
    assert before["kpis"]["aht"]["interval_reason"] == "needs_agents"
    put_agents(row, 20)
    after = scorecard_of(contract, OCTOBER)
    aht = after["kpis"]["aht"]
    assert (aht["interval"], aht["result"], aht["verdict"]) == (["374.1", "385.9"], "missed", "not_distinguishable")
    assert (aht["agents"], aht["design_effect"]) == (20, "1.00")
    assert (before["score"]["bounds"], after["score"]["bounds"]) == ("missing", "sample")


def test_agents_of_another_contract_or_another_figure_set_do_not_count(contract: Contract, world: World) -> None:
    put_agents(put_calls(world.rival_contract), 20)
    put_agents(put_calls(contract), 20)
    put_calls(contract)
    assert scorecard_of(contract, OCTOBER)["kpis"]["aht"]["interval"] is None


def test_the_month_before_is_what_was_published_of_it(contract: Contract) -> None:
    put_month(contract, "2026-09", [calls(10, 300)])
    put_month(contract, "2026-10", [calls(10, 350)])
    assert scorecard_of(contract, OCTOBER)["kpis"]["aht"]["previous"] == "300"
    mint(contract, SEPTEMBER)
    put_month(contract, "2026-09", [calls(10, 310)])
    assert scorecard_of(contract, OCTOBER)["kpis"]["aht"]["previous"] == "300"
    mint(contract, SEPTEMBER)
    assert scorecard_of(contract, OCTOBER)["kpis"]["aht"]["previous"] == "310"


def test_what_comes_late_for_a_month_is_pending_there_and_nowhere_else(contract: Contract) -> None:
    for month in ("2026-09", "2026-10"):
        put_month(contract, month, [calls(10)])
        mint(contract, Month.parse(month))
    put_month(contract, "2026-09", [calls(12)])
    pending = {month: pending_difference(contract, month) for month in (SEPTEMBER, OCTOBER)}
    assert {month: bool(found and found.changes) for month, found in pending.items()} == {
        SEPTEMBER: True, OCTOBER: False,
    }  # fmt: skip


def test_the_month_before_counted_under_other_terms_is_still_what_was_published(contract: Contract) -> None:
    put_month(contract, "2026-09", [calls(10, 300)])
    mint(contract, SEPTEMBER)
    make_version(contract, number=2, valid_from=date(2026, 9, 1), handle_time=["wrap_s"])
    put_month(contract, "2026-09", [calls(10, 20)])
    put_month(contract, "2026-10", [calls(10, 350)])
    ground = ground_of(contract, OCTOBER)
    assert ground is not None
    assert not ground.is_mixed
    assert scorecard_of(contract, OCTOBER)["kpis"]["aht"]["previous"] == "300"


def test_minting_a_month_leaves_the_draft_of_the_next_as_it_is(contract: Contract) -> None:
    for month in ("2026-09", "2026-10"):
        put_month(contract, month, [calls(10)])
    before = ground_of(contract, OCTOBER)
    mint(contract, SEPTEMBER)
    after = ground_of(contract, OCTOBER)
    assert before is not None
    assert after is not None
    assert before.input_hash == after.input_hash
