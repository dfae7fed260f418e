"""manage.py kpis: KPIs of summed months."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.selectors.figures import kpis_over
from tests.figures import put_golden_months

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def golden(contract: Contract) -> Contract:
    """The two golden months."""
    put_golden_months(contract)
    return contract


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("kpis", "nordlys-fjord", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("by", [None, "channel", "queue", "topic", "brand", "site", "month"])
def test_json_is_the_selectors_document(golden: Contract, by: str | None) -> None:
    split = [] if by is None else ["--by", by]
    found = json.loads(run("--from", "2026-09", "--to", "2026-10", *split, "--json"))
    assert found == kpis_over(golden, Month(2026, 9), Month(2026, 10), by)


def test_people_get_a_line_per_kpi_and_slice() -> None:
    text = run("--from", "2026-10", "--to", "2026-10", "--by", "topic")
    assert "aht: 388.888889 s (n 1080)" in text
    assert "invoice  aht: 400 s (n 790)" in text
    assert "unknown  csat: 0.9 share (n 40)" in text


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-10", "2026-09", "period_invalid"),
        ("2025-01", "2025-02", "no_such_month"),
        ("x", "2025-02", "month_invalid"),
    ],
)
def test_what_cannot_be_answered_is_named(first: str, last: str, code: str) -> None:
    with pytest.raises(CommandError, match=code):
        run("--from", first, "--to", last)
