"""What a part of a case costs: processor seconds of this process and of everything that it has started."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_USED = slice(11, 15)  # user and system time, and those of ended children, behind the name in /proc/PID/stat


def family(pid: int) -> Iterator[int]:
    """All descendants of a process that live now."""
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = listed.read_text().split()
        except OSError:
            continue
        for one in map(int, children):
            yield one
            yield from family(one)


def cpu_seconds() -> float:
    """User and system seconds so far; of ended processes as the kernel says, of living ones in hundredths."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    ended = sum(one.ru_utime + one.ru_stime for one in used)
    return ended + sum(map(_ticks, family(os.getpid()))) / _TICKS


def _ticks(pid: int) -> int:
    """What a living process and its ended children have used."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    return sum(map(int, stat.rpartition(")")[2].split()[_USED]))


class Clock:
    """Seconds by part. What is not inside a part (imports, preparation) is not counted."""

    def __init__(self) -> None:
        self.cpu: dict[str, float] = {}
        self.wall: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count what happens inside under this name; a part may be entered again."""
        cpu, wall = cpu_seconds(), time.perf_counter()
        yield
        self.cpu[name] = self.cpu.get(name, 0.0) + cpu_seconds() - cpu
        self.wall[name] = self.wall.get(name, 0.0) + time.perf_counter() - wall
