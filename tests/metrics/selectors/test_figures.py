"""Figures over months: counts are summed first, ratios taken last."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.domain import kpis
from metrics.domain.errors import NoSuchMonth, PeriodInvalid, SplitUnknown
from metrics.selectors.figures import kpis_over, month_slices, months_with_data, totals_by
from tests.factories import make_version
from tests.figures import calls, phone, put_golden_months, put_month
from tests.world import World

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)

pytestmark = pytest.mark.django_db


@pytest.fixture
def golden(contract: Contract) -> Contract:
    """The contract with the two golden months."""
    put_golden_months(contract)
    return contract


def values(document: dict[str, Any], kpi: str) -> dict[str | None, str | None]:
    return {next(iter(part["by"].values())): part["kpis"][kpi]["value"] for part in document["slices"]}


def test_months_are_summed_before_the_ratio_is_taken(golden: Contract) -> None:
    document = kpis_over(golden, SEPTEMBER, OCTOBER)
    assert (document["contract"], document["from"], document["to"]) == ("nordlys-fjord", "2026-09", "2026-10")
    assert document["kpis"]["contacts"] == {"value": "2200", "n": 2200, "unit": "count"}
    # (361,000 + 420,000) / (1,000 + 1,080), not the mean of 361 and 388.9
    assert document["kpis"]["aht"] == {"value": "375.480769", "n": 2080, "unit": "s"}
    assert list(document["kpis"]) == [kpi.key for kpi in kpis.ALL]
    assert "slices" not in document


def test_by_month_gives_each_month_in_order(golden: Contract) -> None:
    assert values(kpis_over(golden, SEPTEMBER, OCTOBER, "month"), "aht") == {"2026-09": "361", "2026-10": "388.888889"}


def test_by_channel_keeps_the_order_of_channels(golden: Contract) -> None:
    found = values(kpis_over(golden, OCTOBER, OCTOBER, "channel"), "aht")
    assert list(found.items()) == [("phone", "400"), ("chat", "300"), ("email", "470")]


def test_what_the_source_did_not_say_is_null_and_comes_last(golden: Contract) -> None:
    found = values(kpis_over(golden, SEPTEMBER, OCTOBER, "topic"), "contacts")
    assert list(found.items()) == [("invoice", "900"), (None, "1300")]


def test_slices_add_up_to_the_whole(golden: Contract) -> None:
    whole = totals_by(golden, SEPTEMBER, OCTOBER)[""]
    for by in ("channel", "brand", "topic", "queue", "site", "month"):
        parts = totals_by(golden, SEPTEMBER, OCTOBER, by).values()
        assert {name: sum(part[name] for part in parts) for name in whole.counts} == dict(whole.counts)


def test_a_month_without_data_in_between_is_no_hindrance(golden: Contract) -> None:
    put_month(golden, "2026-12", [calls(10, 361)])
    assert kpis_over(golden, SEPTEMBER, Month(2026, 12))["kpis"]["contacts"]["value"] == "2210"


def test_each_month_follows_its_own_terms_and_a_sum_the_newest(golden: Contract) -> None:
    make_version(golden, number=2, valid_from=date(2026, 10, 1), csat_kind="mean")
    by_month = values(kpis_over(golden, SEPTEMBER, OCTOBER, "month"), "csat")
    assert by_month == {"2026-09": "0.8", "2026-10": "4.02"}
    assert kpis_over(golden, SEPTEMBER, OCTOBER)["kpis"]["csat"]["unit"] == "score"


def test_only_live_figures_count(golden: Contract) -> None:
    put_month(golden, "2026-10", [calls(10)])
    assert kpis_over(golden, OCTOBER, OCTOBER)["kpis"]["contacts"]["value"] == "10"


def test_another_contracts_figures_stay_there(golden: Contract, world: World) -> None:
    put_month(world.rival_contract, "2026-10", [calls(77)])
    assert kpis_over(golden, OCTOBER, OCTOBER)["kpis"]["contacts"]["value"] == "1200"
    assert kpis_over(world.rival_contract, OCTOBER, OCTOBER)["kpis"]["contacts"]["value"] == "77"


def test_a_period_without_data_is_no_such_month(golden: Contract) -> None:
    with pytest.raises(NoSuchMonth) as error:
        kpis_over(golden, Month(2025, 1), Month(2025, 3))
    assert error.value.code == "no_such_month"


def test_nonsense_is_refused(golden: Contract) -> None:
    with pytest.raises(PeriodInvalid):
        kpis_over(golden, OCTOBER, SEPTEMBER)
    with pytest.raises(SplitUnknown):
        kpis_over(golden, SEPTEMBER, OCTOBER, "agent")


def test_a_month_whose_contacts_all_left_has_no_data(golden: Contract) -> None:
    put_month(golden, "2026-10", [])
    assert months_with_data(golden) == (SEPTEMBER,)


def test_a_dimension_of_which_nothing_is_known_has_no_slices(contract: Contract) -> None:
    row = put_month(contract, "2026-10", [phone({"contacts": 3}, queue="sales"), phone({"contacts": 2}, queue="help")])
    whole, slices = month_slices(contract, row)
    assert whole.totals["contacts"] == 5
    assert [(part.dimension, part.value) for part in slices] == [
        ("channel", "phone"), ("brand", "main"), ("queue", "sales"), ("queue", "help"),
    ]  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_the_months(
    golden: Contract, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, 9):
        put_month(golden, f"2026-{number:02d}", [calls(number)])
    with django_assert_num_queries(6):  # manifest, versions with prices, commission and targets, sums
        kpis_over(golden, Month(2026, 1), OCTOBER, "month")
