"""How a KPI stands in the scorecard: value, interval, result and verdict as two fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from contracts.domain.counting import CountingRules
from contracts.domain.targets import Target
from metrics.domain import kpis
from metrics.domain.design_effect import HandleSums, aht_precision, handle_sums
from metrics.domain.kpi_entries import full_entry, read, short_entry, with_precision
from metrics.domain.totals import Totals
from tests.metrics.domain.agreed import AHT, CSAT, HIT_RATE

RULES = CountingRules()


def entry(target: Target, counting: CountingRules = RULES, **counts: int) -> dict[str, Any]:
    reading = read(kpis.BY_KEY[target.kpi], Totals.of(counts), counting)
    return full_entry(reading, None, target, {})


@pytest.mark.parametrize(
    ("satisfied", "surveys", "result", "verdict"),
    [
        (332, 400, "met", "not_distinguishable"),
        (3320, 4000, "met", "met"),
        (304, 400, "missed", "missed"),
        (316, 400, "missed", "not_distinguishable"),
        (25, 25, "met", "too_few"),
        (18, 25, "missed", "too_few"),
        (0, 0, "no_data", "no_data"),
    ],
)
def test_result_is_the_contracts_rule_and_verdict_what_the_sample_allows(
    satisfied: int, surveys: int, result: str, verdict: str
) -> None:
    found = entry(CSAT, surveys=surveys, satisfied=satisfied)
    assert (found["result"], found["verdict"]) == (result, verdict)


def aht_entry(agents: Sequence[Sequence[int]], unknown: Sequence[int] = ()) -> dict[str, Any]:
    """AHT of a month: the handle times of each agent, and those of nobody known."""
    seconds = [s for agent in (*agents, unknown) for s in agent]
    totals = Totals.of(
        {"handled": len(seconds), "handled_timed": len(seconds), "handle_seconds": sum(seconds),
         "handle_seconds_squared": sum(s * s for s in seconds)}
    )  # fmt: skip
    rows = [(str(i), HandleSums(len(a), sum(a), sum(s * s for s in a))) for i, a in enumerate(agents)]
    reading = with_precision(read(kpis.BY_KEY["aht"], totals, RULES), aht_precision(handle_sums(totals), rows))
    return full_entry(reading, None, AHT, {})


def alike(mean: int, agents: int = 20, each: int = 20) -> list[list[int]]:
    """Agents who do not differ: half of the contacts of each 60 s shorter, half 60 s longer."""
    return [[mean - 60, mean + 60] * (each // 2) for _ in range(agents)]


@pytest.mark.parametrize(
    ("mean", "result", "verdict"),
    [(350, "met", "met"), (374, "met", "not_distinguishable"), (381, "missed", "not_distinguishable"),
     (400, "missed", "missed")],
)  # fmt: skip
def test_aht_is_judged_by_its_interval_when_the_agents_are_known(mean: int, result: str, verdict: str) -> None:
    """400 contacts, s = 60 s, nothing clusters: ± 5.9 s around the mean, and the band ends at 378 s."""
    found = aht_entry(alike(mean))
    assert (found["result"], found["verdict"]) == (result, verdict)
    assert found["interval"] == [f"{mean - 5.9:.1f}", f"{mean + 5.9:.1f}"]
    assert (found["agents"], found["design_effect"]) == (20, "1.00")
    assert "interval_reason" not in found


def test_agents_who_differ_leave_more_open_than_their_contacts_alone_would() -> None:
    quick_and_slow = [[300] * 20 for _ in range(10)] + [[420] * 20 for _ in range(10)]
    found = aht_entry(quick_and_slow)
    assert found["design_effect"] == "20.00"
    assert found["interval"] == ["333.7", "386.3"]


@pytest.mark.parametrize(("each", "verdict"), [(14, "too_few"), (16, "missed")])
def test_an_aht_of_few_contacts_has_an_interval_and_no_verdict(each: int, verdict: str) -> None:
    found = aht_entry(alike(460, agents=2, each=each))
    assert (found["n"], found["result"], found["verdict"]) == (2 * each, "missed", verdict)
    assert found["interval"] is not None


def test_too_many_contacts_of_nobody_known_leave_aht_without_an_interval() -> None:
    found = aht_entry(alike(400), unknown=[400] * 45)
    assert (found["interval"], found["interval_reason"]) == (None, "needs_agents")
    assert (found["result"], found["verdict"]) == ("missed", "missed")
    assert "design_effect" not in found


def test_a_mean_that_nobody_computes_an_interval_for_says_so() -> None:
    reading = read(kpis.BY_KEY["average_wait"], Totals.of({"answered_in": 9, "answered_wait_known": 9}), RULES)
    assert full_entry(reading, None, None, {})["interval_reason"] == "no_interval"


def test_an_aht_on_the_edge_of_its_band_is_met() -> None:
    found = entry(AHT, handled=2, handled_timed=2, handle_seconds=756)
    assert (found["value"], found["result"], found["desirability"]) == ("378", "met", "1")


def test_the_unrounded_value_is_judged() -> None:
    found = entry(AHT, handled=10**9, handled_timed=10**9, handle_seconds=378 * 10**9 + 1)
    assert (found["value"], found["result"]) == ("378", "missed")


def test_more_sales_than_agreed_are_a_miss_too() -> None:
    found = entry(HIT_RATE, handled=10_000, sale_known=10_000, contacts_with_sale=1050)
    assert (found["result"], found["verdict"], found["desirability"]) == ("missed", "missed", "0.3571")


def test_without_data_there_is_a_reason_and_nothing_to_judge() -> None:
    found = entry(HIT_RATE, handled=5)
    assert found["reason"] == "sales_unknown"
    assert found["value"] is found["desirability"] is found["points_lost"] is found["interval"] is None
    assert found["n"] == 0
    assert "interval_reason" not in found


def test_a_kpi_without_a_target_has_neither_result_nor_verdict() -> None:
    reading = read(kpis.BY_KEY["abandonment"], Totals.of({"answered_in": 9, "abandoned": 1}), RULES)
    found = full_entry(reading, None, None, {})
    assert found["target"] is found["result"] is found["verdict"] is found["points_lost"] is None
    assert found["interval"] == ["0.0179", "0.4042"]


def test_last_months_value_in_another_unit_is_not_compared() -> None:
    totals = Totals.of(
        {"surveys": 4, "satisfied": 3, "score_milli": 16_000, "scale_max_milli": 20_000,
         "scale_max_milli_squared": 100_000_000}
    )  # fmt: skip
    share = read(kpis.BY_KEY["csat"], totals, RULES)
    mean = read(kpis.BY_KEY["csat"], totals, CountingRules(csat_kind="mean"))
    assert full_entry(mean, short_entry(share), None, {})["previous"] is None
    assert full_entry(mean, short_entry(mean), None, {})["previous"] == "4"


def test_in_a_slice_a_kpi_is_short() -> None:
    known = read(kpis.BY_KEY["contacts"], Totals.of({"contacts": 5}), RULES)
    unknown = read(kpis.BY_KEY["csat"], Totals(), RULES)
    assert short_entry(known) == {"value": "5", "n": 5, "unit": "count"}
    assert short_entry(unknown) == {"value": None, "n": 0, "unit": "share", "reason": "no_surveys"}
