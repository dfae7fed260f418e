"""What a draft is drawn from: the agents behind AHT come from the month's own figure set."""

from __future__ import annotations

import pytest

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.models import AgentFigure, ContractMonth
from metrics.selectors.scorecards import scorecard_of
from tests.figures import calls, of_month, phone, put_month
from tests.world import World

OCTOBER = Month(2026, 10)
EACH, SECONDS = 20, 380
SQUARES = EACH * (SECONDS**2 + 60**2)

pytestmark = pytest.mark.django_db


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
