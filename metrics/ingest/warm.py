"""Read a file in a box that a nursery gives birth to: the same box, without the half second of its start.

One nursery per process, started with the first file. When it is busy, gone, or the system knows no process handles,
the box is started by itself, as metrics.ingest.launch does.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from metrics.ingest.launch import ROOT, Child, Job, Progress, Report, environment, read_with, start

_SAID = 64
_PATIENCE_S = 5.0
_GONE = -signal.SIGKILL


def read_in_box(job: Job, *, tick: Callable[[Progress], None]) -> Report:
    """Read one file in a limited process; see metrics.ingest.launch.read_with."""
    with _one_at_a_time as nursery:
        return read_with(start if nursery is None else nursery.start, job, tick=tick)


@dataclass(slots=True)
class Nursery:
    """The process that forks, our end of its desk, and whether it still owes us a word on a box, which `handle` means.

    What interrupts us between a question and its last answer leaves that answer in the desk, where the next file would
    take it for its own. So a nursery that owes anything is never asked again.
    """

    process: subprocess.Popen[bytes]
    desk: socket.socket
    owner: int = field(default_factory=os.getpid)
    owes: bool = False
    handle: int | None = None

    @classmethod
    def open(cls) -> Nursery:
        """Start one. It sees of our environment what a box does."""
        ours, theirs = socket.socketpair()
        try:
            process = subprocess.Popen(  # noqa: S603 our own program, our own arguments
                [sys.executable, "-m", "metrics.ingest.nursery", str(theirs.fileno())],
                cwd=ROOT,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return cls(process, ours)

    def start(self, paper: Path, errors: IO[bytes]) -> Child:
        """A box for one job; a nursery that has gone is no reason not to read."""
        child_in, our_out = os.pipe()
        our_in, child_out = os.pipe()
        stdin, stdout = os.fdopen(our_out, "wb"), os.fdopen(our_in, "rb")
        try:
            self._ask(paper, [child_in, child_out, errors.fileno()])
        finally:
            os.close(child_in)
            os.close(child_out)
            if self.handle is None:
                stdin.close()
                stdout.close()
        return start(paper, errors) if self.handle is None else WarmChild(self, stdin, stdout)

    def _ask(self, paper: Path, streams: list[int]) -> None:
        """Ask for a box and take its handle; no handle when nobody answers, or no descriptor is free for it."""
        self.owes = True
        try:
            socket.send_fds(self.desk, [os.fsencode(paper)], streams)
            _, handles, _, _ = socket.recv_fds(self.desk, _SAID, 1)
        except OSError:
            return
        self.handle = handles[0] if handles else None

    def kill_box(self) -> None:
        """End the box now. The handle never means another process."""
        if self.handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)

    def hear_end(self) -> int:
        """How the box ended; when the nursery went with it, it was killed."""
        try:
            said = self.desk.recv(_SAID)
        except OSError:
            said = b""
        if said:
            self.owes = False
        self._forget_box()
        return int(said) if said else _GONE

    def _forget_box(self) -> None:
        if self.handle is not None:
            handle, self.handle = self.handle, None
            os.close(handle)

    def is_fit(self) -> bool:
        """Ours, alive, and nothing is left unsaid: a fork of this process must start its own."""
        return self.owner == os.getpid() and not self.owes and self.process.poll() is None

    def break_off(self) -> None:
        """End it and its box at once, whatever they are at."""
        self.kill_box()
        self._forget_box()
        self.process.kill()
        self.desk.close()
        self.process.wait()

    def close(self) -> None:
        """Let it go; without our end it ends by itself."""
        self.desk.close()
        if self.owner != os.getpid():
            return
        try:
            self.process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()  # a box is at work for another thread of ours: it ends when we do
            self.process.wait()


@dataclass(slots=True)
class WarmChild:
    """A box as its grandparent sees it: its nursery can end it, and says how it ended."""

    nursery: Nursery
    stdin: IO[bytes] | None
    stdout: IO[bytes] | None
    returncode: int | None = None

    def kill(self) -> None:
        """End it now."""
        if self.returncode is None:
            self.nursery.kill_box()

    def wait(self) -> int:
        """Until it has ended."""
        if self.returncode is None:
            self.returncode = self.nursery.hear_end()
        return self.returncode


class _OneAtATime:
    """The nursery of this process, for one reader at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.nursery: Nursery | None = None
        self.held = threading.local()

    def __enter__(self) -> Nursery | None:
        self.held.here = hasattr(os, "pidfd_open") and self.lock.acquire(blocking=False)
        if not self.held.here:
            return None
        try:
            return self._fit()
        except OSError:
            return None  # no process or descriptor for a nursery: perhaps there is one for a box
        except BaseException:
            self._let_go()
            raise

    def _fit(self) -> Nursery:
        """The nursery that is there, or a new one."""
        if self.nursery is not None and not self.nursery.is_fit():
            self.close()
        if self.nursery is None:
            self.nursery = Nursery.open()
        return self.nursery

    def __exit__(self, *reason: object) -> None:
        if not self.held.here:
            return
        try:
            if self.nursery is not None and self.nursery.owes:
                self.nursery.break_off()
                self.nursery = None
        finally:
            self._let_go()

    def _let_go(self) -> None:
        self.held.here = False
        self.lock.release()

    def close(self) -> None:
        """At the end of the process."""
        if self.nursery is not None:
            self.nursery.close()
            self.nursery = None


_one_at_a_time = _OneAtATime()
atexit.register(_one_at_a_time.close)
