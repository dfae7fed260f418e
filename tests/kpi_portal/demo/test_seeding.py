"""The demo reads what the seeding process says, and never starts it again."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpi_portal.demo.processes import Child, Household
from kpi_portal.demo.seeding import INCOMPLETE, READY, Seeding

DEADLINE_S = 30.0


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    everyone = Household(dict(os.environ), tmp_path)
    yield everyone
    everyone.stop()


def seeding(household: Household, folder: Path, code: str) -> Seeding:
    errand = household.start_errand(Child("seed", [sys.executable, "-c", code], folder / "seed.log", grace_s=5, nice=5))
    return Seeding(errand)


def until_over(one: Seeding) -> list[str]:
    lines: list[str] = []
    deadline = time.monotonic() + DEADLINE_S
    while not one.is_over:
        lines += one.new_lines()
        assert time.monotonic() < deadline, "never came"
        os.sched_yield()
    return lines


def test_every_line_is_told_once_and_one_of_them_says_that_there_is_something_to_see(
    household: Household, tmp_path: Path
) -> None:
    one = seeding(household, tmp_path, f"print('one'); print({READY!r}); print('History', end='')")
    assert not one.is_ready
    assert until_over(one) == ["one", READY, "History"]
    assert (one.is_ready, one.has_failed, one.new_lines()) == (True, False, [])
    assert household.revive() == [], "an errand that has ended is not started again"


def test_a_failure_is_known_when_its_reason_is_told(household: Household, tmp_path: Path) -> None:
    one = seeding(household, tmp_path, "raise SystemExit('not applied: a.csv')")
    lines = [*until_over(one), *one.new_lines()]
    assert lines == ["not applied: a.csv", INCOMPLETE]
    assert (one.is_ready, one.has_failed, one.new_lines()) == (False, True, [])


def test_it_stands_back_for_whoever_looks_at_pages(household: Household, tmp_path: Path) -> None:
    one = seeding(household, tmp_path, "import os; print(os.nice(0))")
    assert until_over(one) == [str(os.nice(0) + 5)]


def test_the_household_stops_errands_too(household: Household, tmp_path: Path) -> None:
    one = seeding(household, tmp_path, "import time; print('up', flush=True); time.sleep(600)")
    while not one.new_lines():
        os.sched_yield()
    assert one.child.process is not None
    household.stop()
    assert household.errands == []
    assert one.is_over is False, "it was stopped, it did not end"
