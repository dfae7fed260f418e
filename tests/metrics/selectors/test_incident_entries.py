"""Incidents in the scorecards of the months that they touch."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.models import Incident
from metrics.selectors.incident_entries import incident_entries
from metrics.selectors.scorecards import scorecard_of
from metrics.services.scorecards import scorecard_refresh
from tests.figures import put_golden_months
from tests.world import World

SEPTEMBER, OCTOBER, NOVEMBER = Month(2026, 9), Month(2026, 10), Month(2026, 11)

pytestmark = pytest.mark.django_db


def incident(contract: Contract, number: int, begins: datetime, ends: datetime) -> Incident:
    return Incident.objects.create(
        contract=contract, number=number, key=f"incident-{number}", owner="buyer", begins_at=begins, ends_at=ends,
        scope={"topic": ["invoice"]}, sentence_en="Invoices were late.", sentence_nb="Fakturaer var sene.",
    )  # fmt: skip


def test_an_incident_stands_in_each_month_that_it_touches(
    contract: Contract, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """September ends in Oslo at 22:00 UTC on the 30th; windows are half-open."""
    edge = datetime(2026, 9, 30, 22, tzinfo=UTC)
    incident(contract, 1, datetime(2026, 9, 29, tzinfo=UTC), edge)
    incident(contract, 2, datetime(2026, 9, 30, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC))
    incident(contract, 3, edge, datetime(2026, 10, 3, tzinfo=UTC))
    incident(world.rival_contract, 1, edge, datetime(2026, 10, 3, tzinfo=UTC))
    with django_assert_num_queries(1):
        found = incident_entries(contract, (SEPTEMBER, OCTOBER, NOVEMBER))
    labels = {str(month): [entry["label"] for entry in entries] for month, entries in found.items()}
    assert labels == {"2026-09": ["R-1", "R-2"], "2026-10": ["R-2", "R-3"], "2026-11": []}


def test_a_draft_is_drawn_anew_when_incidents_were_loaded(contract: Contract) -> None:
    put_golden_months(contract)
    before = scorecard_refresh(contract=contract, month=OCTOBER)
    incident(contract, 1, datetime(2026, 10, 5, 6, tzinfo=UTC), datetime(2026, 10, 9, 16, tzinfo=UTC))
    document = scorecard_of(contract, OCTOBER)
    assert document["incidents"] == [
        {
            "label": "R-1",
            "key": "incident-1",
            "owner": "buyer",
            "begins_at": "2026-10-05T08:00:00+02:00",
            "ends_at": "2026-10-09T18:00:00+02:00",
            "scope": {"topic": ["invoice"]},
            "sentence": "Invoices were late.",
        }
    ]
    after = scorecard_refresh(contract=contract, month=OCTOBER)
    assert before is not None
    assert after is not None
    assert after.document == document
    assert after.hash != before.hash
    assert {name: entry["value"] for name, entry in document["kpis"].items()} == {
        name: entry["value"] for name, entry in before.document["kpis"].items()
    }
