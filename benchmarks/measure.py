"""Run a case in a fresh process and see what it took: processor seconds by part, wall seconds, peak memory."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.clock import family

ROOT = Path(__file__).resolve().parent.parent
LOOK_EVERY_S = 0.02
_MEGABYTE = 1_000_000
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
# What would make the measured product another one than the one that is started with no environment at all.
_NOT_OURS = ("_URL", "_STORE", "_ROOT", "_MODULE")
_NAMES = ("SECRET_KEY", "STORE_MEMORY_MB", "STORE_THREADS", "TRUST_PROXY_HEADERS", "ALLOWED_HOSTS")


class CaseFailed(RuntimeError):
    """A case ended without a result; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Task:
    """A case to run: its name, the folder of its input, the folder that is its own, and contacts where any are made."""

    case: str
    data: Path
    folder: Path
    contacts: int = 0

    @property
    def paper(self) -> Path:
        """Where the child finds what it has to do."""
        return self.folder / "task.json"

    def write(self) -> None:
        """Leave it for the child."""
        facts = {**asdict(self), "data": str(self.data), "folder": str(self.folder)}
        self.paper.write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def read(cls, paper: Path) -> Task:
        """As the child finds it."""
        facts = json.loads(paper.read_text(encoding="utf-8"))
        return cls(facts["case"], Path(facts["data"]), Path(facts["folder"]), facts["contacts"])

    @property
    def result(self) -> Path:
        """Where the child leaves what came of it."""
        return self.folder / "result.json"


@dataclass(frozen=True, slots=True)
class Run:
    """One run: processor and wall seconds by part, peak memory of all its processes together, and what it found."""

    cpu: Mapping[str, float]
    wall: Mapping[str, float]
    peak_mb: float
    facts: Mapping[str, Any]


def environment(folder: Path) -> dict[str, str]:
    """The product with its defaults, its data in a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith(_NOT_OURS) and name not in _NAMES}
    return {**kept, "ENV": "demo", "VAR_DIR": str(folder), "LOG_LEVEL": "ERROR", "PYTHONHASHSEED": "0"}


def run(task: Task) -> Run:
    """Start the case and wait for it. Raises CaseFailed."""
    task.folder.mkdir(parents=True, exist_ok=True)
    task.result.unlink(missing_ok=True)
    task.write()
    with (task.folder / "output.txt").open("w+b") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.case", str(task.paper)],
            cwd=ROOT,
            env=environment(task.folder),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        peak = _watch(child)
        if child.returncode or not task.result.exists():
            output.seek(0)
            words = output.read().decode("utf-8", "replace")[-3_000:]
            raise CaseFailed(f"{task.case} ended with {child.returncode}:\n{words}")
    found = json.loads(task.result.read_text(encoding="utf-8"))
    return Run(found["cpu"], found["wall"], peak, found["facts"])


def forget(folder: Path) -> None:
    """Remove what a run has left."""
    shutil.rmtree(folder, ignore_errors=True)


def _watch(child: subprocess.Popen[bytes]) -> float:
    """Wait for the child. Its peak in MB: the kernel's for the largest process, or more if several were large at once.

    Memory that processes share is counted for each of them.
    """
    ended = threading.Event()
    seen = 0

    def look() -> None:
        nonlocal seen
        while not ended.wait(LOOK_EVERY_S):
            seen = max(seen, _resident(child.pid) + sum(map(_resident, family(child.pid))))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    watcher.join()
    return max(seen, used.ru_maxrss * 1024) / _MEGABYTE


def _resident(pid: int) -> int:
    """Bytes that a process has in memory; 0 when it has just ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_BYTES
    except (OSError, IndexError):
        return 0
