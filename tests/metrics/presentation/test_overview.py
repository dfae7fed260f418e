"""What the overview says of all contracts together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from metrics.presentation.overview import OverviewRow, overview_sentence

ROW = OverviewRow(
    key="a", title="Contract A", parties="", month="2026-10", month_name="October 2026", contacts="", score="97.0",
    zone="In balance", standing="in balance", is_in_balance=True, tone="met", spark=None, cards=(), hint="",
    next_step="", next_detail="",
)  # fmt: skip
OUTSIDE = replace(ROW, title="Contract B", score="80.0", standing="out of balance", is_in_balance=False, tone="missed")
UNSURE = replace(ROW, tone="few")
EMPTY = replace(ROW, standing="", is_in_balance=False, tone="few")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "There is no contract to show."),
        ((EMPTY,), "No contract has figures yet. They come with the first delivery."),
        ((ROW, EMPTY), "The one contract with figures is in balance."),
        ((ROW, ROW, UNSURE), "All 3 contracts with figures are in balance."),
        ((OUTSIDE,), "Contract B is out of balance at 80.0 in October 2026."),
        ((ROW, OUTSIDE), "1 of 2 contracts is not in balance: Contract B (80.0)."),
        ((replace(OUTSIDE, tone="few"), ROW), "1 of 2 contracts is not in balance: Contract B (80.0)."),
    ],
)
def test_every_contract_with_figures_counts_whatever_its_colour(rows: tuple[OverviewRow, ...], sentence: str) -> None:
    with translation.override("en"):
        assert overview_sentence(rows) == sentence
