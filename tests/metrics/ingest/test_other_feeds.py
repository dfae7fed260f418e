"""Surveys and sales that come in files of their own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.metrics.ingest.boxes import example, take_in

SURVEYS = """contact_id,answered,score
C1,2026-10-05T10:00:00Z,5
C1,2026-10-06T10:00:00+02:00,1
C1,2026-10-05T10:00:00Z,4
C2,2026-10-05T10:00:00Z,9
C3,,3
C4,2026-10-05T10:00:00Z,
C5,2026-10-05T10:00:00Z,2
C6,2026-10-05T10:00:00Z,2
C7,2026-10-05T10:00:00Z,2
C8,2026-10-05T10:00:00Z,2
C9,2026-10-05T10:00:00Z,2
D1,2026-10-05T10:00:00Z,2
D2,2026-10-05T10:00:00Z,2
D3,2026-10-05T10:00:00Z,2
D4,2026-10-05T10:00:00Z,2
D5,2026-10-05T10:00:00Z,2
"""
SALES = """sale_id,contact_id,product,units,value,accepted,active,withdrawn,cancelled
S1,C1,tv,1,199.90,2026-10-05T10:00:00Z,,,
S2,C1,phone,,,2026-10-05T10:00:00Z,2026-10-20T00:00:00Z,,
S1,C1,tv,2,399.80,2026-10-05T10:00:00Z,,2026-10-09T08:00:00+02:00,
"""


def test_surveys_have_a_key_of_contact_and_time(tmp_path: Path) -> None:
    taken = take_in(tmp_path, SURVEYS, example("surveys"))
    rows = taken.rows("surveys")

    assert taken.codes == ["score_outside_scale", "missing_time", "missing_value"]
    assert [(row["survey_key"], row["score"]) for row in rows[:2]] == [
        ("C1|2026-10-06 08:00:00", 1), ("C1|2026-10-05 10:00:00", 4),
    ]  # fmt: skip
    assert {(row["source"], row["kind"], row["scale_max"]) for row in rows} == {("telephony", "csat", Decimal(5))}
    assert taken.counts("lines", "header", "staged", "stale", "rejected") == (17, 1, 12, 1, 3)
    assert taken.report.months == ()


def test_sales_carry_their_dated_states(tmp_path: Path) -> None:
    taken = take_in(tmp_path, SALES, example("sales"))
    second, first = taken.rows("sales")

    assert (first["sale_id"], first["units"], first["value"], first["inline"]) == ("S1", 2, Decimal("399.80"), False)
    assert str(first["withdrawn_at"]) == "2026-10-09 06:00:00"
    assert (second["units"], second["value"], second["cancelled_at"]) == (1, None, None)
    assert taken.counts("staged", "stale") == (2, 1)
