"""Boxes that a nursery gives birth to: the same as those that are started, and nobody outlives whom they work for."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

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


class StoppedError(Exception):
    """What strikes a worker that shall stop, wherever it happens to be."""


class Interrupted(socket.socket):
    """Our end of a desk at which we are struck as soon as we listen."""

    def recv(self, *_: object) -> NoReturn:
        raise StoppedError

    def recvmsg(self, *_: object) -> NoReturn:
        raise StoppedError


class WithoutRoom(socket.socket):
    """Our end of a desk in a process that has no descriptor to spare."""

    def recvmsg(self, bufsize: int, *_: int) -> tuple[bytes, list[tuple[int, int, bytes]], int, Any]:
        return super().recvmsg(bufsize)


def sit_at(kind: type[socket.socket]) -> None:
    """Have another end of the same desk."""
    nursery().desk = kind(fileno=nursery().desk.detach())


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def check_that_all_is_well_again(gone: subprocess.Popen[bytes], before: int, job: Job) -> None:
    """Nothing is left of the nursery; the next file has one of its own, and each hears its own answers."""
    assert gone.returncode == -signal.SIGKILL
    assert warm._one_at_a_time.nursery is None
    assert descriptors() == before
    assert [staged(job), staged(job), staged(job)] == [2, 2, 2]
    assert nursery().process.pid != gone.pid
    assert descriptors() == before + 1


def test_who_is_struck_before_the_answer_leaves_no_answer_behind(job: Job) -> None:
    before = descriptors()
    assert staged(job) == 2
    gone = nursery().process
    sit_at(Interrupted)
    with pytest.raises(StoppedError):
        staged(job)
    check_that_all_is_well_again(gone, before, job)


def test_who_is_struck_while_a_box_ends_leaves_no_answer_behind(job: Job) -> None:
    before = descriptors()
    assert staged(job) == 2
    gone = nursery().process

    def tick(progress: Progress) -> None:
        sit_at(Interrupted)
        raise LookupError

    with pytest.raises(StoppedError):
        read_in_box(job, tick=tick)
    check_that_all_is_well_again(gone, before, job)


def test_a_nursery_that_hangs_does_not_outlive_the_strike(job: Job) -> None:
    """It is stopped between question and answer; what it would have said is said to nobody."""
    before = descriptors()
    assert staged(job) == 2
    gone = nursery().process
    os.kill(gone.pid, signal.SIGSTOP)
    sit_at(Interrupted)
    with pytest.raises(StoppedError):
        staged(job)
    check_that_all_is_well_again(gone, before, job)


def test_a_box_whose_handle_finds_no_room_is_replaced_by_one_that_is_started(job: Job) -> None:
    before = descriptors()
    assert staged(job) == 2
    gone = nursery().process
    sit_at(WithoutRoom)
    assert staged(job) == 2
    check_that_all_is_well_again(gone, before, job)


@pytest.mark.parametrize("strike", [OSError, StoppedError])
def test_a_nursery_that_cannot_be_opened_is_tried_again_for_the_next_file(
    strike: type[Exception], job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever cannot have one reads in a box that is started; whoever is struck is struck."""
    before = descriptors()

    def fail() -> NoReturn:
        raise strike

    with monkeypatch.context() as patch:
        patch.setattr(socket, "socketpair", fail)
        with nullcontext() if strike is OSError else pytest.raises(strike):
            assert staged(job) == 2
    assert warm._one_at_a_time.nursery is None
    assert descriptors() == before
    assert staged(job) == 2
    assert nursery().is_fit()


def test_a_nursery_keeps_nothing_of_boxes_that_have_ended(job: Job) -> None:
    """Neither one that read to the end nor one that was killed stays behind, not even in the list of processes."""

    def tick(progress: Progress) -> None:
        raise LookupError

    assert staged(job) == 2
    with pytest.raises(LookupError):
        read_in_box(job, tick=tick)
    pid = nursery().process.pid
    assert [child for child, parent in parents().items() if parent == pid] == []


def parents() -> dict[int, int]:
    """Each process and its parent, the remainders of ended ones included."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
    return found


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
