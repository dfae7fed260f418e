"""Child processes that live and die with their parent: started apart, watched, restarted, stopped in reverse."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
SHORT_LIFE_S = 3.0
SHORT_LIVES_ALLOWED = 5
POLL_S = 0.1


class ChildGaveUp(RuntimeError):
    """A process ends again and again; its log says why."""


@dataclass
class Child:
    """One process with its own group, so that whatever it starts can be stopped with it."""

    name: str
    command: Sequence[str]
    log: Path
    grace_s: float
    nice: int = 0  # how far it stands back when others want the processor
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    short_lives: int = 0

    def start(self, environment: Mapping[str, str], folder: Path) -> None:
        """Start it in `folder`; what it prints goes to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 commands are our own
                self.command,
                env=dict(environment),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=self._prepare,
            )
        self.started_at = time.monotonic()

    def _prepare(self) -> None:
        """Runs in the new process, before its program."""
        if sys.platform == "linux":
            die_with_parent()
        if self.nice:
            os.nice(self.nice)

    def has_ended(self) -> bool:
        """Whether it runs no more."""
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Ask, wait, then take away everything that is left of its group."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(self.grace_s)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.sweep()
        self.process.wait()
        self.process = None

    def sweep(self) -> None:
        """Kill what the process left behind in its group."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def die_with_parent() -> None:
    """Should the parent be killed outright, Linux ends the child: no orphan keeps the port or the socket."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Household:
    """All children, in the order in which they were started; and errands, which end by themselves."""

    environment: dict[str, str]
    folder: Path
    children: list[Child] = field(default_factory=list)
    errands: list[Child] = field(default_factory=list)

    def start(self, child: Child) -> Child:
        """Start a child and answer for it from now on."""
        self.children.append(child)
        child.start(self.environment, self.folder)
        return child

    def start_errand(self, child: Child) -> Child:
        """Start a child that is not started again when it ends."""
        self.errands.append(child)
        child.start(self.environment, self.folder)
        return child

    def dismiss(self, child: Child) -> None:
        """Stop a child for good."""
        child.stop()
        self.children.remove(child)

    def revive(self) -> list[str]:
        """Start anew what died; give up on what dies at once, several times over."""
        revived = []
        for child in self.children:
            if not child.has_ended():
                continue
            child.sweep()
            is_short = time.monotonic() - child.started_at < SHORT_LIFE_S
            child.short_lives = child.short_lives + 1 if is_short else 0
            if child.short_lives >= SHORT_LIVES_ALLOWED:
                raise ChildGaveUp(f"{child.name} does not stay up; the end of {child.log}:\n{child.last_words()}")
            child.start(self.environment, self.folder)
            revived.append(child.name)
        return revived

    def stop(self) -> None:
        """Stop all: errands first, then the children, last started first."""
        while self.errands:
            self.errands.pop().stop()
        while self.children:
            self.children.pop().stop()
