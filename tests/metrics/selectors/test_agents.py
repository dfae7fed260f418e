"""Handle times by agent, one query for many months."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from contracts.models import Contract
from metrics.domain.design_effect import HandleSums
from metrics.models import AgentFigure, ContractMonth
from metrics.selectors.agents import agent_handle_sums
from tests.figures import calls, of_month, put_month
from tests.world import World

pytestmark = pytest.mark.django_db


def put_agent(row: ContractMonth, agent: str, n: int, seconds: int, squares: int, **keys: Any) -> None:
    AgentFigure.all_rows.create(
        **of_month(row),
        agent=agent,
        handled=n,
        handled_timed=n,
        handle_seconds=seconds,
        handle_seconds_squared=squares,
        **keys,
    )


def test_an_agent_is_summed_over_channels_and_queues(
    contract: Contract, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    september, october = (put_month(contract, month, [calls(9)]) for month in ("2026-09", "2026-10"))
    put_agent(september, "a", 1, 10, 100, channel="phone")
    put_agent(october, "a", 2, 30, 500, channel="phone")
    put_agent(october, "a", 1, 5, 25, channel="chat")
    put_agent(october, "", 4, 40, 400)
    with django_assert_num_queries(1):
        found = agent_handle_sums(contract, (september, october))
    assert found == {
        september.figure_set_id: [("a", HandleSums(1, 10, 100))],
        october.figure_set_id: [("", HandleSums(4, 40, 400)), ("a", HandleSums(3, 35, 525))],
    }


def test_a_month_without_agents_has_an_empty_list_and_other_contracts_stay_away(
    contract: Contract, world: World
) -> None:
    mine, rivals = (put_month(who, "2026-10", [calls(9)]) for who in (contract, world.rival_contract))
    put_agent(rivals, "a", 1, 10, 100)
    assert agent_handle_sums(contract, (mine,)) == {mine.figure_set_id: []}
    assert agent_handle_sums(contract, (rivals,)) == {rivals.figure_set_id: []}
