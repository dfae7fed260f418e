"""The portal as a stranger starts it, for tests with a browser: broker, worker, web server and a small model buyer."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from contracts.domain.months import Month
from kpi_portal.demo.history import History, history_in

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACT = "nordlys-fjord"
# The partner of the first months: nobody looks at its figures here, so files may be sent to it.
PAST_CONTRACT = "nordlys-bre"
STARTS_WITHIN_S = 300.0
COMPLETE = "History is complete"
# Small, and long enough for the same month of last year.
SIZE = {"DEMO_CONTACTS": "12000", "DEMO_MONTHS": "14", "DEMO_DAILY_DAYS": "2"}


class Site:
    """A running portal with its example, in a folder of its own."""

    def __init__(self, folder: Path, size: dict[str, str] | None = None) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.screen = folder / f"screen-{self.port}.txt"
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        places = {"VAR_DIR": str(folder), "STATIC_ROOT": str(folder / "static"), "PORT": str(self.port)}
        self.environment = {**kept, **places, **(size or SIZE)}
        with self.screen.open("wb") as screen:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=screen,
                stderr=subprocess.STDOUT,
            )

    def wait(self, words: str = COMPLETE) -> str:
        """Until these words are on the screen; the reason when they never come."""
        deadline = time.monotonic() + STARTS_WITHIN_S
        while words not in (text := self.screen.read_text(encoding="utf-8")):
            assert self.process.poll() is None, text
            assert "not complete" not in text, text
            assert time.monotonic() < deadline, text
            time.sleep(0.2)
        return text

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """End it as a terminal does, and not more patiently than that."""
        self.pause_worker(False)
        self.process.send_signal(sign)
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    @property
    def history(self) -> History:
        """What the model buyer was ordered to write."""
        found = history_in(self.folder / "demo")
        assert found is not None
        return found

    @property
    def months(self) -> tuple[Month, ...]:
        """The full months of the example, the oldest first."""
        return self.history.closed_months

    @property
    def running(self) -> Month:
        """The month of the last day that was delivered: the running one, but on the first of a month."""
        return Month.of(self.history.last_day)

    def totals(self, month: Month, contract: str = CONTRACT) -> dict[str, Any]:
        """What the model buyer counted while it wrote."""
        told = json.loads((self.folder / "demo" / "totals.json").read_text(encoding="utf-8"))
        found: dict[str, Any] = told["contracts"][contract]["months"][str(month)]
        return found

    def scorecard(self, month: Month, contract: str = CONTRACT) -> dict[str, Any]:
        """The scorecard as the operator gets it."""
        command = [sys.executable, "manage.py", "scorecard", contract, str(month), "--json"]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    def processes(self) -> list[int]:
        """Processes that carry this folder in their environment."""
        mark = f"VAR_DIR={self.folder}".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if int(entry.name) != os.getpid() and mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def pause_worker(self, paused: bool) -> None:
        """Hold the worker still, or let it go on: what a page shows of waiting files is seen for certain then."""
        for process in self.processes():
            try:
                if b"celery" in Path(f"/proc/{process}/cmdline").read_bytes():
                    os.kill(process, signal.SIGSTOP if paused else signal.SIGCONT)
            except OSError:
                continue
