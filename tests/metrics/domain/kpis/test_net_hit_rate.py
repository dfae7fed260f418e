"""Net hit rate: contacts whose sale lasted, of handled contacts whose sale status is known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from contracts.domain.counting import CountingRules
from metrics.domain.kpis.net_hit_rate import KPI
from metrics.domain.totals import Totals
from tests.vectors import agrees, cases

HANDLED = CountingRules()
ELIGIBLE = CountingRules(hit_rate_denominator="eligible")


@pytest.mark.parametrize("case", cases("rates", "hit-gross-net"))
def test_net_hit_rate(case: dict[str, Any]) -> None:
    """Each withdrawn sale was the only one of its contact."""
    n, hits, withdrawn = (case["inputs"][name] for name in ("eligible", "hits", "withdrawn"))
    totals = Totals.of(
        {
            "handled": n, "sale_known": n, "contacts_with_sale": hits, "sales": hits, "sales_withdrawn": withdrawn,
            "contacts_with_net_sale": hits - withdrawn,
        }
    )  # fmt: skip
    assert agrees(KPI.value(totals, HANDLED), case["expected"]["net"], case["tolerance"])


def test_the_contract_may_count_only_contacts_with_an_offer() -> None:
    totals = Totals.of(
        {
            "handled": 10, "sale_known": 10, "sale_eligible": 5, "contacts_with_net_sale": 3,
            "eligible_with_net_sale": 1, "sales": 3, "sales_active": 3,
        }
    )  # fmt: skip
    assert KPI.value(totals, ELIGIBLE) == Decimal("0.2")
    assert KPI.value(totals, HANDLED) == Decimal("0.3")
    assert (KPI.n(totals, ELIGIBLE), KPI.n(totals, HANDLED)) == (5, 10)


@pytest.mark.parametrize(
    "counts",
    [
        {"handled": 3, "sale_known": 3},
        {"handled": 3, "sale_known": 3, "contacts_with_sale": 1, "sales": 1, "sales_cancelled": 1},
    ],
    ids=["nothing sold", "nothing lasted"],
)
def test_a_measured_zero(counts: dict[str, int]) -> None:
    assert KPI.value(Totals.of(counts), HANDLED) == 0


@pytest.mark.parametrize(
    ("counts", "counting", "reason"),
    [
        ({}, HANDLED, "no_contacts"),
        ({"handled": 5}, HANDLED, "sales_unknown"),
        ({"handled": 5, "sale_known": 5}, ELIGIBLE, "no_eligible"),
        ({"handled": 5, "sale_known": 5, "sales": 2, "contacts_with_net_sale": 2}, HANDLED, "sale_states_unknown"),
    ],
)
def test_unknown_states_are_no_data_and_not_the_gross_rate(
    counts: dict[str, int], counting: CountingRules, reason: str
) -> None:
    totals = Totals.of(counts)
    assert KPI.value(totals, counting) is None
    assert KPI.reason(totals, counting) == reason
