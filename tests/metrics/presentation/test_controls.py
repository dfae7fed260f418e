"""The form above the page: what can be chosen, what is chosen, and what a filter leaves aside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from metrics.presentation.controls import Controls, controls_of
from metrics.presentation.period import ReviewQuery
from tests.metrics.presentation.grounds import OCTOBER, ground, read, summary, totals


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def controls(
    slices: list[dict[str, str | None]], query: ReviewQuery | None = None, *, has_some: bool = True
) -> Controls:
    document = {**summary(), "slices": [{"by": by} for by in slices]}
    part = {"phone": read(totals(1, 1))} if has_some else {}
    splits: Any = {OCTOBER: {"channel": part, "brand": {}, "topic": {}}}
    return controls_of(ground({OCTOBER: summary()}, document=document, query=query, splits=splits))


SLICES: list[dict[str, str | None]] = [
    {"channel": "phone"}, {"channel": "chat"}, {"brand": "nice"}, {"topic": None}, {"topic": "A"}, {"topic": "B"},
]  # fmt: skip


def test_only_what_the_source_tells_apart_can_be_chosen() -> None:
    found = controls(SLICES)
    assert [choice.name for choice in found.choices] == ["compare", "months", "channel", "topic"]
    assert [option.name for option in found.choices[2].options] == ["All channels", "Phone", "Chat"]


def test_the_comparisons_are_named_by_month() -> None:
    names = [option.name for option in controls(SLICES).choices[0].options]
    assert names == ["the month before, September 2026", "the same month last year, October 2025"]


def test_a_value_that_no_contact_has_stays_chosen_and_the_page_says_so() -> None:
    found = controls(SLICES, ReviewQuery(where={"topic": "Gone"}), has_some=False)
    assert [option.value for option in found.choices[-1].options if option.is_chosen] == ["Gone"]
    assert found.filter_note.startswith("No contact of October 2026 is of Gone")


def test_a_filter_says_what_it_reaches_and_how_to_leave_it() -> None:
    found = controls(SLICES, ReviewQuery(months=24, where={"channel": "chat", "brand": "nice"}))
    assert "Lines and changes are of Chat and Nice alone." in found.filter_note
    assert found.summary == "Chat and Nice, compared with September 2026"
    assert found.all_query == "?months=24"


def test_without_a_filter_there_is_nothing_to_say() -> None:
    found = controls(SLICES)
    assert found.filter_note == ""
    assert found.summary == "Compared with September 2026"


def test_the_ways_to_split_the_change_keep_the_rest() -> None:
    found = controls(SLICES, ReviewQuery(compare="year", by="channel"))
    assert [(link.name, link.is_current) for link in found.splits] == [("Channel", True), ("Topic", False)]
    assert found.splits[1].query == "?compare=year&by=topic"
