"""A stranger types one command: the portal comes up with its example, and goes away without a trace."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DEADLINE_S = 240.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(folder: Path) -> list[int]:
    """Processes that carry this demo's folder in their environment."""
    mark = f"VAR_DIR={folder}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


class Demo:
    """A running demo in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.screen = folder / "screen.txt"
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        with self.screen.open("ab") as screen:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo"],
                cwd=ROOT,
                env={**kept, "VAR_DIR": str(folder), "STATIC_ROOT": str(folder / "static"), "PORT": str(self.port)},
                stdout=screen,
                stderr=subprocess.STDOUT,
            )

    def until(self, pattern: str) -> str:
        """Wait for words on the screen."""
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            text = self.screen.read_text(encoding="utf-8")
            if re.search(pattern, text):
                return text
            assert self.process.poll() is None, text
            time.sleep(0.2)
        raise AssertionError(f"{pattern} never came:\n{self.screen.read_text(encoding='utf-8')}")

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return int(answer.status)

    def end(self, sign: signal.Signals) -> int:
        self.process.send_signal(sign)
        return self.process.wait(60)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path)
    yield running
    if running.process.poll() is None:
        running.end(signal.SIGTERM)


@pytest.mark.kills
def test_the_demo_starts_with_its_example_and_stops_without_a_trace(demo: Demo) -> None:
    text = demo.until("Ctrl-C stops everything")
    assert "not complete" not in text
    taken_in = re.findall(r"nordlys-\d{4}-\d\d\.csv: (\d+) contacts taken in, (\d+) rows rejected", text)
    assert [(int(taken) > 2000, int(rejected)) for taken, rejected in taken_in] == [(True, 9), (True, 9)]
    assert demo.get("/login/") == 200
    assert demo.get("/api/docs/") == 200
    assert len(processes_of(demo.folder)) > 4
    assert demo.end(signal.SIGINT) == 0
    assert processes_of(demo.folder) == []


@pytest.mark.kills
def test_the_second_start_keeps_the_data_and_a_killed_demo_leaves_no_orphan(demo: Demo) -> None:
    demo.until("Ctrl-C stops everything")
    demo.end(signal.SIGKILL)
    deadline = time.monotonic() + DEADLINE_S
    while processes_of(demo.folder):
        assert time.monotonic() < deadline, processes_of(demo.folder)
        time.sleep(0.2)
    again = Demo(demo.folder)
    try:
        again.until("Data of an earlier start are kept")
        again.until("Ctrl-C stops everything(.|\n)*Ctrl-C stops everything")
    finally:
        assert again.end(signal.SIGTERM) == 0
    assert processes_of(demo.folder) == []
