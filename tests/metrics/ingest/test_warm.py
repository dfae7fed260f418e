"""Boxes that a nursery gives birth to: the same as those that are started, and nobody outlives whom they work for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from metrics.ingest import warm
from metrics.ingest.job import BoxDied, Job, Limits, Progress
from metrics.ingest.launch import ROOT
from metrics.ingest.warm import read_in_box
from tests.metrics.ingest.boxes import lines, make_job, profile, row

DEADLINE_S = 60


@pytest.fixture(autouse=True)
def own_nursery() -> Iterator[None]:
    """Each test begins and ends without a nursery."""
    warm._one_at_a_time.close()
    yield
    warm._one_at_a_time.close()


@pytest.fixture
def job(tmp_path: Path) -> Job:
    file = tmp_path / "delivered"
    file.write_text(lines(row(1), row(2)), encoding="utf-8")
    return make_job(tmp_path, file, profile())


def until(condition: Callable[[], object]) -> None:
    """Poll for an end state with a generous deadline."""
    end = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def make_long(job: Job) -> None:
    """A file of 1.2 million rows."""
    head, _, body = lines(*(row(number) for number in range(20_000))).partition("\n")
    job.file.write_text(f"{head}\n{body * 60}", encoding="utf-8")


def staged(job: Job) -> int:
    return read_in_box(job, tick=lambda progress: None).counts["staged"]


def nursery() -> warm.Nursery:
    assert warm._one_at_a_time.nursery is not None
    return warm._one_at_a_time.nursery


def is_alive(pid: int) -> bool:
    """Not gone, and not a remainder that nobody has looked at."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_one_nursery_serves_file_after_file(job: Job) -> None:
    assert staged(job) == 2
    first = nursery().process.pid
    assert staged(job) == 2
    assert nursery().process.pid == first
    threads = [line for line in Path(f"/proc/{first}/status").read_text().splitlines() if line.startswith("Threads")]
    assert threads == ["Threads:\t1"], "a fork has only the thread that forked"


def test_what_the_tick_raises_ends_the_box_and_the_next_is_born(job: Job) -> None:
    class LeaseLostError(Exception):
        pass

    def tick(progress: Progress) -> None:
        raise LeaseLostError

    with pytest.raises(LeaseLostError):
        read_in_box(job, tick=tick)
    assert staged(job) == 2


def test_a_box_takes_no_more_memory_than_it_may_and_the_next_is_born(job: Job) -> None:
    small = job.file.read_bytes()
    make_long(job)
    with pytest.raises(BoxDied):
        read_in_box(replace(job, limits=Limits(memory_mb=-1_450)), tick=lambda progress: None)
    job.file.write_bytes(small)
    assert staged(job) == 2


def test_a_box_takes_no_more_processor_time_than_it_may(job: Job) -> None:
    make_long(job)
    with pytest.raises(BoxDied):
        read_in_box(replace(job, limits=Limits(cpu_s=1)), tick=lambda progress: None)


def test_a_nursery_that_was_killed_is_no_reason_not_to_read(job: Job) -> None:
    assert staged(job) == 2
    gone = nursery().process
    os.kill(gone.pid, signal.SIGKILL)
    gone.wait()
    assert staged(job) == 2


WORKER = """
import os, sys
from pathlib import Path
from metrics.ingest import warm
nursery = warm.Nursery.open()
child = nursery.start(Path(sys.argv[1]), open(sys.argv[2], "w+b"))
print(nursery.process.pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_nursery_and_box_end_when_their_worker_is_killed(tmp_path: Path) -> None:
    """The box waits for its keys for ever: only the death of its worker can end it."""
    paper = tmp_path / "job.json"
    paper.write_text("{}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WORKER, str(paper), str(tmp_path / "errors")], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    until(lambda: not is_alive(int(done.stdout)))


def test_the_nursery_sees_none_of_our_secrets(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do-not-tell")
    assert staged(job) == 2
    environment = Path(f"/proc/{nursery().process.pid}/environ").read_bytes()
    assert b"PYTHONPATH" in environment
    assert b"do-not-tell" not in environment
