"""The interval of AHT when contacts cluster in agents."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random
from statistics import stdev
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.domain.targets import Target
from metrics.domain.design_effect import (
    AgentFiguresDisagree,
    HandleSums,
    aht_precision,
    design_effect,
    handle_sums,
    intra_class_correlation,
    mean_interval,
    standard_error,
)
from metrics.domain.intervals import compare
from metrics.domain.totals import Totals
from tests.vectors import agrees, cases

AGENTS = st.lists(st.lists(st.integers(0, 3600), min_size=1, max_size=6), min_size=2, max_size=6)


def sums(*seconds: int) -> HandleSums:
    return HandleSums(len(seconds), sum(seconds), sum(s * s for s in seconds))


def named(*groups: HandleSums) -> list[tuple[str, HandleSums]]:
    return [(f"agent {index}", group) for index, group in enumerate(groups)]


@pytest.mark.parametrize("case", cases("design_effect"))
def test_the_worked_interval(case: dict[str, Any]) -> None:
    inputs, expected, tolerance = case["inputs"], case["expected"], case["tolerance"]
    n, variance = inputs["contacts"], Decimal(inputs["sd"]) ** 2
    effect = design_effect(Decimal(n) / inputs["agents"], Decimal(inputs["rho"]))
    simple, error = standard_error(variance, n, Decimal(1)), standard_error(variance, n, effect)
    assert agrees(effect, expected["design_effect"], tolerance)
    assert agrees(simple, expected["se_simple"], tolerance)
    assert agrees(error, expected["se"], tolerance)
    assert agrees(error / simple, expected["ratio"], tolerance)
    target = Target("aht", Decimal(1), Decimal(216), Decimal(324), Decimal(inputs["upper_edge"]), Decimal(504))
    for value, ends, word in zip(inputs["values"], expected["intervals"], expected["verdicts"], strict=True):
        interval = mean_interval(Decimal(value), error)
        assert agrees(interval.lower, ends[0], tolerance)
        assert agrees(interval.upper, ends[1], tolerance)
        assert compare(interval, target) == word


def test_two_agents_worked_by_hand() -> None:
    """Between 400, within 50: ρ = 350/450; s² = 500/3; DEFF = 1 + ρ; SE = √(500/3 · 16/9 / 4)."""
    found = aht_precision(sums(10, 20, 30, 40), named(sums(10, 20), sums(30, 40)))
    assert found.mean == 25
    assert agrees(found.correlation, Decimal(7) / 9, Decimal("1e-20"))
    assert agrees(found.design_effect, Decimal(16) / 9, Decimal("1e-20"))
    assert agrees(found.standard_error, (Decimal(8000) / 108).sqrt(), Decimal("1e-20"))
    assert found.interval is not None
    assert agrees(found.interval.lower, Decimal("8.131316"), Decimal("1e-6"))
    assert found.reason is None


def test_the_size_of_the_group_is_the_one_a_contact_finds_itself_in() -> None:
    """One agent with 3 contacts, one with 1: m = (9 + 1) / 4, not 2. Between 1875, within 100, n₀ = 1.5."""
    found = aht_precision(sums(10, 20, 30, 70), named(sums(10, 20, 30), sums(70)))
    assert agrees(found.correlation, Decimal(1775) / 1925, Decimal("1e-20"))
    assert agrees(found.design_effect, 1 + Decimal("1.5") * 1775 / 1925, Decimal("1e-20"))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("only one", sums(300, 400, 500))],
        [("", sums(300, 400, 500))],
        [("a", sums(300)), ("", sums(400, 500))],
        [("a", sums(300, 400, 500)), ("without a timed contact", HandleSums())],
    ],
)
def test_without_two_known_agents_there_is_no_interval_but_a_mean(rows: list[tuple[str, HandleSums]]) -> None:
    found = aht_precision(sums(300, 400, 500), rows)
    assert (found.mean, found.n, found.reason) == (Decimal(400), 3, "needs_agents")
    assert (found.interval, found.standard_error, found.design_effect, found.correlation) == (None,) * 4


def test_without_a_contact_nothing_is_known() -> None:
    found = aht_precision(HandleSums(), [])
    assert (found.mean, found.n, found.interval, found.reason) == (None, 0, None, "needs_agents")


@pytest.mark.parametrize(("unknown", "reason"), [(2, None), (3, "needs_agents")])
def test_a_tenth_of_the_contacts_may_be_of_unknown_agent(unknown: int, reason: str | None) -> None:
    known = [sums(*range(100, 109)), sums(*range(300, 309))]
    whole = known[0] + known[1] + sums(*[200] * unknown)
    assert aht_precision(whole, [*named(*known), ("", sums(*[200] * unknown))]).reason == reason


def test_agents_cannot_have_more_contacts_than_the_month() -> None:
    with pytest.raises(AgentFiguresDisagree):
        aht_precision(sums(300), named(sums(300), sums(400)))


def test_an_agent_in_several_queues_is_one_agent() -> None:
    apart = [("a", sums(10)), ("b", sums(30)), ("a", sums(20)), ("b", sums(40))]
    whole = sums(10, 20, 30, 40)
    assert aht_precision(whole, apart) == aht_precision(whole, [("a", sums(10, 20)), ("b", sums(30, 40))])


def test_agents_with_one_contact_each_do_not_cluster() -> None:
    found = aht_precision(sums(100, 200, 300), named(sums(100), sums(200), sums(300)))
    assert found.correlation is None
    assert found.design_effect == 1
    assert agrees(found.standard_error, (Decimal(10000) / 3).sqrt(), Decimal("1e-20"))


def test_agents_who_differ_less_than_chance_have_no_correlation() -> None:
    found = aht_precision(sums(10, 40, 20, 30), named(sums(10, 40), sums(20, 30)))
    assert (found.correlation, found.design_effect) == (Decimal(0), Decimal(1))


def test_contacts_that_all_last_the_same_leave_no_doubt() -> None:
    found = aht_precision(sums(*[360] * 4), named(sums(360, 360), sums(360, 360)))
    assert found.standard_error == 0
    assert found.interval is not None
    assert found.interval.lower == found.interval.upper == 360


def test_handle_times_of_a_slice() -> None:
    totals = Totals.of({"handled": 3, "handled_timed": 2, "handle_seconds": 30, "handle_seconds_squared": 500})
    assert handle_sums(totals) == HandleSums(2, 30, 500)


@given(AGENTS)
def test_the_correlation_is_the_one_of_exact_fractions(agents: list[list[int]]) -> None:
    contacts = [second for agent in agents for second in agent]
    n, k = len(contacts), len(agents)
    assume(n > k)
    mean = Fraction(sum(contacts), n)
    means = [Fraction(sum(agent), len(agent)) for agent in agents]
    none = Fraction(0)
    between = sum((len(a) * (m - mean) ** 2 for a, m in zip(agents, means, strict=True)), none) / (k - 1)
    within = sum(((s - m) ** 2 for a, m in zip(agents, means, strict=True) for s in a), none) / (n - k)
    size = (n - Fraction(sum(len(a) ** 2 for a in agents), n)) / (k - 1)
    whole = between + (size - 1) * within
    expected = max(none, (between - within) / whole) if whole else none
    found = intra_class_correlation([sums(*agent) for agent in agents])
    assert found is not None
    assert abs(Fraction(found) - expected) < Fraction(1, 10**40)
    assert 0 <= found <= 1


@given(AGENTS)
def test_the_interval_holds_the_mean_and_clusters_never_narrow_it(agents: list[list[int]]) -> None:
    groups = [sums(*agent) for agent in agents]
    found = aht_precision(sums(*[second for agent in agents for second in agent]), named(*groups))
    assert found.interval is not None
    assert found.mean is not None
    assert found.design_effect is not None
    assert 0 <= found.interval.lower <= found.mean <= found.interval.upper
    assert found.design_effect >= 1


def test_the_standard_error_is_the_spread_of_many_months() -> None:
    """200 months of 30 agents with 5 to 63 contacts: AHT scatters as its standard error says, unlike the simple one."""
    chance, means, errors, simple = Random(20261), [], [], []
    for _ in range(200):
        groups = []
        for agent in range(30):
            habit = chance.gauss(360, 40)
            groups.append(sums(*[max(0, round(chance.gauss(habit, 120))) for _ in range(5 + 2 * agent)]))
        whole = sum(groups, HandleSums())
        found = aht_precision(whole, named(*groups))
        assert found.mean is not None
        assert found.standard_error is not None
        assert found.design_effect is not None
        means.append(float(found.mean))
        errors.append(float(found.standard_error))
        simple.append(float(found.standard_error / found.design_effect.sqrt()))
    spread = stdev(means)
    assert sum(errors) / 200 == pytest.approx(spread, rel=0.1)
    assert sum(simple) / 200 < 0.6 * spread
