"""Children live and die with their parent: real processes, no sleep longer than the end state needs."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kpi_portal.demo.processes import SHORT_LIVES_ALLOWED, Child, ChildGaveUp, Household

STAYS = "import time; print('up', flush=True); time.sleep(600)"
# A child that starts one of its own and tells its id.
HAS_A_CHILD = (
    "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
    "print(p.pid, flush=True); time.sleep(600)"
)
DEADLINE_S = 30.0


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    everyone = Household(dict(os.environ), tmp_path)
    yield everyone
    everyone.stop()


def child(folder: Path, code: str, name: str = "child") -> Child:
    return Child(name, [sys.executable, "-c", code], folder / f"{name}.log", grace_s=5)


def until(reached: Callable[[], bool]) -> None:
    """Poll for an end state with a generous deadline."""
    deadline = time.monotonic() + DEADLINE_S
    while not reached():
        assert time.monotonic() < deadline, "never came"
        os.sched_yield()


def is_gone(pid: int) -> bool:
    """Ended, or only waiting for its parent to look (the test machine's first process may be slow to do so)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in {"Z", "X"}
    except FileNotFoundError:
        return True


def said(one: Child) -> str:
    return one.log.read_text() if one.log.exists() else ""


def test_stopping_leaves_nothing_not_even_a_childs_child(household: Household, tmp_path: Path) -> None:
    one = household.start(child(tmp_path, HAS_A_CHILD))
    until(lambda: said(one).endswith("\n"))
    pids = [one.process.pid if one.process else 0, int(said(one))]
    household.stop()
    until(lambda: all(is_gone(pid) for pid in pids))
    assert household.children == []


def test_a_child_that_died_is_started_again(household: Household, tmp_path: Path) -> None:
    one = household.start(child(tmp_path, STAYS))
    assert one.process is not None
    first = one.process.pid
    os.kill(first, signal.SIGKILL)
    until(one.has_ended)
    assert household.revive() == ["child"]
    assert one.process.pid != first
    assert not one.has_ended()


def test_what_a_dead_child_left_behind_is_taken_away_before_it_is_started_again(
    household: Household, tmp_path: Path
) -> None:
    one = household.start(child(tmp_path, HAS_A_CHILD))
    until(lambda: said(one).endswith("\n"))
    grandchild = int(said(one))
    assert one.process is not None
    os.kill(one.process.pid, signal.SIGKILL)
    until(one.has_ended)
    household.revive()
    until(lambda: is_gone(grandchild))


def test_a_child_that_cannot_stay_up_ends_the_demo_with_its_last_words(household: Household, tmp_path: Path) -> None:
    one = household.start(child(tmp_path, "raise SystemExit('no licence')"))
    for _ in range(SHORT_LIVES_ALLOWED - 1):
        until(one.has_ended)
        assert household.revive() == ["child"]
    until(one.has_ended)
    with pytest.raises(ChildGaveUp, match="no licence"):
        household.revive()


def test_a_child_that_will_not_listen_is_killed(household: Household, tmp_path: Path) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    one = household.start(child(tmp_path, deaf + STAYS))
    one.grace_s = 0.2
    until(lambda: "up" in said(one))
    pid = one.process.pid if one.process else 0
    household.stop()
    assert is_gone(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells a child that its parent is gone")
def test_a_killed_parent_takes_its_children_along(tmp_path: Path) -> None:
    parent = (
        "import os, sys, time; from pathlib import Path; from kpi_portal.demo.processes import Child, Household\n"
        f"h = Household(dict(os.environ), Path({str(tmp_path)!r}))\n"
        f"c = h.start(Child('c', [sys.executable, '-c', {STAYS!r}], Path({str(tmp_path / 'c.log')!r}), 5))\n"
        "print(c.process.pid, flush=True); time.sleep(600)"
    )
    root = Path(__file__).resolve().parents[3]
    one = Child("parent", [sys.executable, "-W", "ignore", "-c", parent], tmp_path / "parent.log", grace_s=5)
    one.start(os.environ, root)
    try:
        until(lambda: said(one).endswith("\n"))
        orphan = int(said(one))
        assert one.process is not None
        os.kill(one.process.pid, signal.SIGKILL)
        until(lambda: is_gone(orphan))
    finally:
        one.stop()
