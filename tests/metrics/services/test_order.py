"""However the same rows come in (twice, in parts, in another order), the month's scorecard is the same."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.models import Contract
from metrics.models import ScorecardDraft, SourceProfile
from metrics.services.delivery_process import delivery_process
from tests.metrics.services.reading import deliver, make_profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_in")]
# Each example takes in six files.
EXAMPLES = int(os.environ.get("ORDER_EXAMPLES", "3"))
Rows = list[dict[str, Any]]
ROWS: Rows = [
    {"id": str(n), "at": f"2026-10-{1 + n:02d} 09:00:00", "talk_s": 200 + 37 * n, "wait_s": n, "sold": n % 3 == 0,
     "score": "12345"[n % 5], "channel": ("phone", "chat")[n % 2]}
    for n in range(12)
]  # fmt: skip


def scorecard(contract: Contract, profile: SourceProfile, *files: Rows, order: list[int] | None = None) -> str:
    """The hash of October after these files were received, and processed in this order; then all is undone."""
    with transaction.atomic():
        received = [deliver(contract, *rows, profile=profile, nth=n).delivery.pk for n, rows in enumerate(files)]
        for place in order or range(len(received)):
            assert delivery_process(delivery_id=received[place]).state == "applied"
        found = ScorecardDraft.objects.within(contract).get(month="2026-10").hash
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("on_change", ["later_delivery_wins", "newest_wins"])
def test_identical_rows_give_the_same_scorecard_however_they_come(contract: Contract, on_change: str) -> None:
    profile = make_profile(contract, on_change=on_change)
    once = scorecard(contract, profile, ROWS)
    assert scorecard(contract, profile, ROWS, ROWS) == once
    assert scorecard(contract, profile, ROWS[::-1]) == once
    assert scorecard(contract, profile, ROWS[:5], ROWS[5:]) == once
    assert scorecard(contract, profile, ROWS[5:], ROWS[:7], order=[1, 0]) == once
    assert scorecard(contract, profile, ROWS[:-1]) != once


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_newest_wins_gives_the_same_scorecard_whatever_the_order(contract: Contract, data: st.DataObject) -> None:
    """Some contacts come in a second, newer version; the files are cut and ordered at random."""
    profile = make_profile(contract, on_change="newest_wins")
    newer = [row | {"talk_s": row["talk_s"] + 50, "updated_at": "2026-10-30 00:00:00"} for row in ROWS[::3]]
    rows = [row | {"updated_at": "2026-10-29 00:00:00"} for row in ROWS]
    expected = scorecard(contract, profile, rows, newer)
    cut = data.draw(st.integers(1, len(rows) - 1))
    files = [data.draw(st.permutations(each)) for each in (rows[:cut], rows[cut:], newer, rows)]
    assert scorecard(contract, profile, *files, order=data.draw(st.permutations(range(4)))) == expected
