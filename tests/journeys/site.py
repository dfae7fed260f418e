"""The portal as a stranger starts it, for tests with a browser: broker, worker, web server and example data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from contracts.domain.months import Month

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACT = "nordlys-fjord"
STARTS_WITHIN_S = 240.0
READY = "Ctrl-C stops everything"


class Site:
    """A running portal with its example, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.screen = folder / "screen.txt"
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        with self.screen.open("wb") as screen:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo"],
                cwd=ROOT,
                env={**kept, "VAR_DIR": str(folder), "STATIC_ROOT": str(folder / "static"), "PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=screen,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Until the address is on the screen; the reason when it never comes."""
        deadline = time.monotonic() + STARTS_WITHIN_S
        while READY not in (text := self.screen.read_text(encoding="utf-8")):
            assert self.process.poll() is None, text
            assert time.monotonic() < deadline, text
            time.sleep(0.2)
        assert "not complete" not in text, text

    def stop(self) -> None:
        """End it as a terminal does, and not more patiently than that."""
        self.pause_worker(False)
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the example, the older first."""
        names = sorted(path.stem for path in self.folder.rglob(f"{CONTRACT.split('-')[0]}-*.csv"))
        return tuple(sorted({Month.parse(name.split("-", 1)[1]) for name in names}))

    def pause_worker(self, paused: bool) -> None:
        """Hold the worker still, or let it go on: what a page shows of waiting files is seen for certain then."""
        for process in self._workers():
            os.kill(process, signal.SIGSTOP if paused else signal.SIGCONT)

    def _workers(self) -> list[int]:
        mark = f"VAR_DIR={self.folder}".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                is_ours = mark in (entry / "environ").read_bytes().split(b"\0")
                is_worker = b"celery" in (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if is_ours and is_worker:
                found.append(int(entry.name))
        return found
