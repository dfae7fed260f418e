"""The first start decides the first month; later ones add days and take nothing back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.domain.months import Month
from kpi_portal.demo.history import FULL_LENGTH, Size, history_for, history_in, told_in
from kpi_portal.demo.model_buyer.generate import generate
from kpi_portal.demo.model_buyer.story import Story

TODAY = date(2026, 11, 22)
FULL = Size(contacts_a_year=1_000_000, months=24, daily_days=31)
SMALL = Size(contacts_a_year=20_000, months=2, daily_days=3)


def test_a_first_start_shows_full_months_and_the_running_one_up_to_yesterday(tmp_path: Path) -> None:
    history = history_for(tmp_path, TODAY, FULL)
    assert (history.first, history.last_day) == (Month(2024, 11), date(2026, 11, 21))
    assert len(history.closed_months) == 24
    assert history.newest_closed == Month(2026, 10)
    order = history.order(tmp_path)
    assert (order.contacts_a_year, order.daily_days) == (1_000_000, 31)
    assert order.story == Story(), "in two years the story is told as it was written"


def test_on_the_first_of_a_month_yesterdays_month_is_full(tmp_path: Path) -> None:
    history = history_for(tmp_path, date(2026, 11, 1), FULL)
    assert history.newest_closed == Month(2026, 10)
    assert history.last_day == date(2026, 10, 31)
    assert history.closed_months[0] == Month(2024, 11)


def test_what_was_remembered_is_brought_up_to_yesterday_whatever_is_wished_for(tmp_path: Path) -> None:
    first = history_for(tmp_path, TODAY, FULL)
    assert history_in(tmp_path) is None
    first.remember(tmp_path)
    assert history_in(tmp_path) == first
    later = history_for(tmp_path, TODAY + timedelta(days=12), SMALL)
    assert later == replace(first, last_day=date(2026, 12, 3))
    assert later.order(tmp_path).daily_days == 31 + 12
    assert history_for(tmp_path, TODAY - timedelta(days=5), SMALL) == first, "a clock set back takes nothing back"


def test_files_of_the_earlier_start_stay_as_they_are(tmp_path: Path) -> None:
    """The lead's files: all that were there are there again, byte for byte; only days of their own are added."""
    first = history_for(tmp_path, TODAY, SMALL)
    generate(first.order(tmp_path))
    lead = tmp_path / "files" / "nordlys-fjord"
    before = {path.name: path.read_bytes() for path in lead.iterdir()}
    generate(replace(first, last_day=TODAY + timedelta(days=2)).order(tmp_path))
    after = {path.name: path.read_bytes() for path in lead.iterdir()}
    assert {name: after[name] for name in before} == before
    added = set(after) - set(before)
    assert {"contacts-2026-11-23.csv", "contacts-2026-11-24.csv"} <= added
    assert all(re.search("-2026-11-2[234]|corrected", name) for name in added)


@pytest.mark.parametrize("months", [2, 4, 14, 24, 48])
def test_the_story_is_told_within_the_months_that_there_are(months: int) -> None:
    told = told_in(months)
    assert told.second_brand >= told.one_partner >= 1
    assert max(told.gateway, told.outage, told.new_targets) < months
    assert told.campaign * FULL_LENGTH <= Story().campaign * months
