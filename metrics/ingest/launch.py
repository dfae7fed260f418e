"""Start the box, watch it, and read its report. The parent never parses a byte of the file.

The keys go to the child by its standard input, which stays open while the parent lives: when it closes, the child
knows that nobody waits any more and ends itself.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Protocol

from metrics.domain.line_balance import BalanceBroken
from metrics.ingest.job import COUNTS, UNBALANCED, BoxDied, Job, Limits, Progress, Refusal, Report

__all__ = ["BoxDied", "Child", "Job", "Limits", "Progress", "Refusal", "Report", "read_in_box", "read_with", "start"]

ROOT = Path(__file__).resolve().parents[2]
TICK_EVERY_S = 0.5
REPORT = "report.json"
_LAST_WORDS = 4_000  # bytes of the child's error output that are kept


class Child(Protocol):
    """A process that reads a file: what is used of subprocess.Popen."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    @property
    def returncode(self) -> int | None:
        """How it ended."""

    def kill(self) -> None:
        """End it now."""

    def wait(self) -> int:
        """Until it has ended."""


Start = Callable[[Path, IO[bytes]], Child]  # the job's paper and where the error output goes


def read_in_box(job: Job, *, tick: Callable[[Progress], None]) -> Report:
    """Read one file in a limited process of its own. See read_with."""
    return read_with(start, job, tick=tick)


def read_with(start: Start, job: Job, *, tick: Callable[[Progress], None]) -> Report:
    """Read one file in a limited process. `tick` is called at least each second; what it raises ends the child.

    Raises BoxDied when the child ends without a report, BalanceBroken when it lost lines. A file that is wrong gives a
    report with a refusal.
    """
    job.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="box-", dir=job.out.absolute()) as scratch:
        paper = Path(scratch) / "job.json"
        paper.write_text(json.dumps(job.to_json()), encoding="utf-8")
        with (Path(scratch) / "errors").open("w+b") as errors:
            child = start(paper, errors)
            try:
                _hand_over_keys(child, job)
                _watch(child, tick)
            except BaseException:
                child.kill()
                raise
            finally:
                _end(child)
            if child.returncode == -signal.SIGABRT and job.profile["file"]["kind"] == "xlsx":
                return _too_much_memory(job)
            if child.returncode == UNBALANCED:
                raise BalanceBroken(_tail(errors))
            if child.returncode != 0:
                raise BoxDied(f"the box ended with {child.returncode}: {_tail(errors)}")
        return _report(Path(scratch) / REPORT)


def _too_much_memory(job: Job) -> Report:
    """The reader of workbooks aborts the process when memory runs out; it would do so at every attempt."""
    counts = dict.fromkeys(COUNTS, 0)
    return Report(Refusal("too_much_memory"), counts, {}, (), (), job.profile["on_change"])


def _report(paper: Path) -> Report:
    """What the child left behind."""
    if not paper.exists():
        raise BoxDied("the box ended without a report")
    return Report.from_json(json.loads(paper.read_text(encoding="utf-8")))


def environment() -> dict[str, str]:
    """The child sees neither our settings nor our secrets: only what a Python program needs to run."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def start(paper: Path, errors: IO[bytes]) -> Child:
    """A new interpreter."""
    return subprocess.Popen(  # noqa: S603 our own program, our own arguments
        [sys.executable, "-m", "metrics.ingest.box", str(paper)],
        cwd=paper.parent,
        env={**environment(), "TMPDIR": str(paper.parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        start_new_session=True,
    )


def _hand_over_keys(child: Child, job: Job) -> None:
    assert child.stdin is not None  # noqa: S101 a pipe was asked for
    keys = {"agent_key": job.agent_key.hex(), "customer_key": job.customer_key.hex()}
    try:
        child.stdin.write(json.dumps(keys).encode() + b"\n")
        child.stdin.flush()
    except BrokenPipeError:
        return  # it died at once; its return code says so


def _watch(child: Child, tick: Callable[[Progress], None]) -> None:
    """Pass on what the child says about its progress until it closes its output."""
    assert child.stdout is not None  # noqa: S101 a pipe was asked for
    progress = Progress("reading")
    said = b""
    last = 0.0
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if selector.select(TICK_EVERY_S):
                piece = os.read(child.stdout.fileno(), 65_536)
                if not piece:
                    return
                *lines, said = (said + piece).split(b"\n")
                if lines:
                    progress = Progress(**json.loads(lines[-1]))
            if time.monotonic() - last >= TICK_EVERY_S:
                last = time.monotonic()
                tick(progress)


def _end(child: Child) -> None:
    """Close the pipes and wait: the child is done or was killed."""
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:
                continue  # unsent keys of a child that died at once
    child.wait()


def _tail(errors: IO[bytes]) -> str:
    """The last words of a child that died."""
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(size - _LAST_WORDS, 0))
    return errors.read().decode("utf-8", "replace").strip()
