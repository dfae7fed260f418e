"""No row is lost or counted twice, and every delivery ends without a hand's help (RELIABILITY.md T-01, T-03)."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.portal import CONTRACT, Portal, write_files

pytestmark = pytest.mark.kills
KILLS = int(os.environ.get("KILLS", "50"))
AT_A_TIME = 5
SEED = int(os.environ.get("KILLS_SEED", "20261122"))
# A short lease and sweep, so that a kill costs seconds. Kills at random are not the file's fault: many attempts.
QUICK = {"DELIVERY_LEASE_S": "3", "SWEEP_EVERY_S": "1", "DELIVERY_ATTEMPTS": "50"}


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path, **QUICK)
    try:
        portal.prepare()
        portal.start_broker()
        yield portal
    finally:
        portal.stop()


def test_kill_9_at_random_points_loses_and_doubles_nothing(portal: Portal) -> None:
    """Children of the pool and whole workers in turn, while files come in; whoever is killed is started again."""
    dice = random.Random(SEED)
    files, expected = write_files(portal.folder / "files", count=KILLS, rows=400)
    worker = portal.start_worker()
    for kill in range(KILLS):
        if kill % AT_A_TIME == 0:
            portal.inside("deliver", CONTRACT, *files[kill : kill + AT_A_TIME])
        time.sleep(dice.uniform(0.0, 2.0))
        if kill % 2 or not portal.kill_a_child(worker, dice):
            portal.kill(worker)
            worker = portal.start_worker()
    portal.until(lambda: set(portal.states()) <= {"applied", "refused", "failed"}, "every delivery has ended")
    seen = portal.look()
    assert [delivery[1] for delivery in seen["deliveries"]] == ["applied"] * len(files)
    assert [delivery[4] for delivery in seen["deliveries"]] == [400] * len(files)
    assert seen["figures"] == expected
    assert (seen["contacts"], seen["different"]) == (expected["contacts"], expected["contacts"])
    assert set(seen["acts"].values()) == {1}
    assert max(delivery[3] for delivery in seen["deliveries"]) > 1, "no kill hit any work: the test has lost its teeth"


def test_while_the_broker_is_away_files_are_taken_and_afterwards_worked_on(portal: Portal) -> None:
    worker = portal.start_worker()
    files, expected = write_files(portal.folder / "files", count=7, rows=200)
    portal.inside("deliver", CONTRACT, files[0])
    portal.until(lambda: portal.states() == ["applied"], "the worker works")
    broker = portal.running[0]
    portal.kill(broker)
    said = portal.inside("deliver", CONTRACT, *files[1:])
    assert [each["heard"] for each in said] == [False] * 6
    assert set(portal.states()[1:]) == {"received"}
    portal.start_broker()
    portal.until(lambda: set(portal.states()) == {"applied"}, "the rest is worked on")
    assert portal.look()["figures"] == expected
    assert worker.poll() is None, "the worker outlived the broker's absence"
