"""What waits for its contact, over the API."""

from __future__ import annotations

import pytest

from contracts.models import Contract
from metrics.models import Waiting
from tests.callers import program
from tests.openapi import assert_documented

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/contracts/nordlys-fjord/waiting/"


def test_waiting_rows_are_told_by_feed_and_day(contract: Contract) -> None:
    client = program(contract, "read:deliveries")
    assert assert_documented(client.get(ADDRESS), "get_waiting") == {"waiting": []}
    days = [{"feed": "surveys", "day": "2026-11-03", "rows": 11}, {"feed": "surveys", "day": None, "rows": 1}]
    Waiting.all_rows.create(contract=contract, ages=days)
    assert assert_documented(client.get(ADDRESS), "get_waiting") == {
        "waiting": [
            {
                "feed": "surveys",
                "rows": 12,
                "since": "2026-11-03",
                "by_day": [{"day": "2026-11-03", "rows": 11}, {"day": None, "rows": 1}],
            }
        ]
    }
