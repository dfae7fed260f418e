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
    """The process that forks, and our end of its desk."""

    process: subprocess.Popen[bytes]
    desk: socket.socket
    owner: int = field(default_factory=os.getpid)

    @classmethod
    def open(cls) -> Nursery:
        """Start one. It sees of our environment what a box does."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603 our own program, our own arguments
                [sys.executable, "-m", "metrics.ingest.nursery", str(theirs.fileno())],
                cwd=ROOT,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        return cls(process, ours)

    def start(self, paper: Path, errors: IO[bytes]) -> Child:
        """A box for one job; a nursery that has gone is no reason not to read."""
        child_in, our_out = os.pipe()
        our_in, child_out = os.pipe()
        try:
            socket.send_fds(self.desk, [os.fsencode(paper)], [child_in, child_out, errors.fileno()])
            _, handles, _, _ = socket.recv_fds(self.desk, _SAID, 1)
        except OSError:
            handles = []
        finally:
            os.close(child_in)
            os.close(child_out)
        if not handles:
            os.close(our_in)
            os.close(our_out)
            return start(paper, errors)
        return WarmChild(self.desk, handles[0], os.fdopen(our_out, "wb"), os.fdopen(our_in, "rb"))

    def is_fit(self) -> bool:
        """Ours, and alive: a fork of this process must start its own."""
        return self.owner == os.getpid() and self.process.poll() is None

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
    """A box as its grandparent sees it: a handle to end it, and a word of its parent on how it ended."""

    desk: socket.socket
    handle: int
    stdin: IO[bytes] | None
    stdout: IO[bytes] | None
    returncode: int | None = None

    def kill(self) -> None:
        """End it now. The handle never means another process."""
        if self.returncode is None:
            try:
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
            except ProcessLookupError:
                return

    def wait(self) -> int:
        """Until it has ended; when the nursery went with it, it was killed."""
        if self.returncode is None:
            try:
                said = self.desk.recv(_SAID)
            except OSError:
                said = b""
            self.returncode = int(said) if said else _GONE
            os.close(self.handle)
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
        if self.nursery is not None and not self.nursery.is_fit():
            self.nursery.close()
            self.nursery = None
        if self.nursery is None:
            self.nursery = Nursery.open()
        return self.nursery

    def __exit__(self, *reason: object) -> None:
        if self.held.here:
            self.lock.release()

    def close(self) -> None:
        """At the end of the process."""
        if self.nursery is not None:
            self.nursery.close()
            self.nursery = None


_one_at_a_time = _OneAtATime()
atexit.register(_one_at_a_time.close)
