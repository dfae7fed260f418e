"""What waits for its contact, in a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from contracts.models import Contract
from metrics.presentation.waiting import waiting_sentences
from metrics.selectors.waiting import WaitingRows

NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # the 22nd in Oslo


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (WaitingRows("surveys", 12, date(2026, 11, 3)),
         "12 surveys wait for their contact, the oldest since 3 November 2026 (19 days)."),
        (WaitingRows("sales", 1, date(2026, 11, 21)), "1 sale waits for its contact, since 21 November 2026 (1 day)."),
        (WaitingRows("sales", 1200, None), "1,200 sales wait for their contact."),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_number_day_and_age_stand_in_one_sentence(contract: Contract, rows: WaitingRows, sentence: str) -> None:
    assert waiting_sentences(contract, [rows], NOW) == (sentence,)
