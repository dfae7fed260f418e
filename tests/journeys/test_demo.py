"""A stranger types one command: the portal comes up with its example, and goes away without a trace."""

from __future__ import annotations

import re
import signal
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.site import COMPLETE, PAST_CONTRACT, Site

pytestmark = pytest.mark.kills
DEADLINE_S = 240.0
LOG_INS = "Ctrl-C stops everything"
READY = "The newest month is ready"
# As small as the story can be told.
TINY = {"DEMO_CONTACTS": "6000", "DEMO_MONTHS": "4", "DEMO_DAILY_DAYS": "1"}
# What a killed worker had in hand is taken up by the next one within seconds.
PATIENCE = {"DELIVERY_LEASE_S": "5", "SWEEP_EVERY_S": "2"}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path, TINY | PATIENCE)
    yield running
    if running.process.poll() is None:
        running.stop()


def get(site: Site, path: str) -> int:
    with urllib.request.urlopen(f"{site.address}{path}", timeout=30) as answer:
        return int(answer.status)


def until_gone(site: Site) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while site.processes():
        assert time.monotonic() < deadline, site.processes()
        time.sleep(0.2)


def test_the_newest_month_comes_first_the_history_behind_it_and_nothing_stays_behind(demo: Site) -> None:
    text = demo.wait()
    assert text.index(READY) < text.index(LOG_INS) < text.index(COMPLETE)
    assert re.findall(r"History: (\d+) of 4 months", text)[-1] == "4"
    assert get(demo, "/login/") == 200
    assert get(demo, "/api/docs/") == 200
    assert len(demo.processes()) > 4
    for month in demo.months:
        counts = demo.totals(month)["counts"]
        document = demo.scorecard(month)
        assert document["kpis"]["contacts"]["value"] == str(counts["contacts"])
        assert document["kpis"]["csat"]["n"] == counts["surveys"]
        assert document["cost"]["total"] == demo.totals(month)["cost"]["total"]
    assert demo.stop(signal.SIGINT) == 0
    assert demo.processes() == []


def test_a_demo_that_is_killed_leaves_no_orphan_and_the_next_start_makes_it_good(demo: Site) -> None:
    """Killed while the history comes in: the second start sends the rest, the third finds everything there."""
    demo.wait(LOG_INS)
    demo.stop(signal.SIGKILL)
    until_gone(demo)
    interrupted = demo.history
    again = Site(demo.folder, {"DEMO_CONTACTS": "9000", "DEMO_MONTHS": "9", **PATIENCE})
    try:
        again.wait()
        assert again.history == interrupted, "the size of the first start stays"
        contacts = sum(again.totals(month, PAST_CONTRACT)["counts"]["contacts"] for month in again.months[:2])
        taken = [int(again.scorecard(month, PAST_CONTRACT)["kpis"]["contacts"]["value"]) for month in again.months[:2]]
        assert sum(taken) == contacts, "nothing was lost and nothing counted twice"
    finally:
        assert again.stop() == 0
    third = Site(demo.folder)
    try:
        text = third.wait(LOG_INS)
        assert f"Data of an earlier start are kept: {interrupted.first}" in text
        assert "Sending" not in text
    finally:
        assert third.stop() == 0
    assert third.processes() == []


@pytest.mark.parametrize("words", ["Preparing the database", "Writing the files", "Sending"])
def test_it_can_be_stopped_at_any_moment(demo: Site, words: str) -> None:
    demo.wait(words)
    assert demo.stop(signal.SIGINT) == 0
    assert demo.processes() == []
