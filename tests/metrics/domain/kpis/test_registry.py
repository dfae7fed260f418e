"""The one list of KPIs: complete, without doubles, documented."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

from contracts.domain import catalogue
from contracts.domain.counting import CountingRules
from metrics.domain import kpis
from metrics.domain.kpis.base import DIMENSIONS, ROLES, UNITS, DuplicateKpi, register
from metrics.domain.totals import Totals

KEYS = {
    "contacts", "handled", "aht", "csat", "csat_mean", "hit_rate", "service_level", "abandonment", "average_wait",
    "response_rate",
}  # fmt: skip
DOCS = Path(__file__).resolve().parents[4] / "docs" / "kpis.md"


def test_the_ten_keys_of_the_scorecard_are_there() -> None:
    assert set(kpis.BY_KEY) >= KEYS


def test_every_kpi_file_is_listed() -> None:
    names = [module.name for module in pkgutil.iter_modules(kpis.__path__) if module.name != "base"]
    assert {import_module(f"metrics.domain.kpis.{name}").KPI.key for name in names} == set(kpis.BY_KEY)
    assert set(names) == set(kpis.BY_KEY)


def test_a_key_listed_twice_stops_the_program() -> None:
    with pytest.raises(DuplicateKpi, match="aht"):
        register((*kpis.ALL, kpis.BY_KEY["aht"]))


def test_every_kpi_is_documented() -> None:
    headings = set(re.findall(r"^### `(\w+)`", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert headings == set(kpis.BY_KEY)


def test_every_reason_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert [reason for reason in kpis.REASONS if f"`{reason}`" not in text] == []


@pytest.mark.parametrize("kpi", kpis.ALL, ids=lambda kpi: kpi.key)
def test_every_kpi_says_what_it_is(kpi: kpis.Kpi) -> None:
    assert kpi.unit in UNITS
    assert kpi.dimension in DIMENSIONS
    assert kpi.role in ROLES
    assert kpi.label
    assert kpi.definition
    assert kpi.source


@pytest.mark.parametrize("kpi", kpis.ALL, ids=lambda kpi: kpi.key)
def test_an_empty_month_divides_nothing_by_zero(kpi: kpis.Kpi) -> None:
    nothing, counting = Totals(), CountingRules()
    reason = kpi.reason(nothing, counting)
    assert (kpi.value(nothing, counting) is None) == (reason is not None)
    assert reason is None or reason in kpis.REASONS
    assert kpi.n(nothing, counting) == 0


def test_contracts_may_promise_every_kpi() -> None:
    assert {kpi.key: kpi.unit for kpi in kpis.ALL}.items() <= catalogue.units().items()
