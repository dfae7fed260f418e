"""What must be so before the demo starts: one demo at a time, a free port, and a clean slate when asked for."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
from pathlib import Path
from typing import IO, Any

from contracts.domain.errors import N_, DomainError

KEPT_ON_RESET = {"secret_key", "demo.lock", "install.log"}


class DemoRuns(DomainError):
    """Two demos would share one database and one socket."""

    code = "demo_runs"
    text = N_("A demo runs already in this folder. Stop it with Ctrl-C first.")


class PortTaken(DomainError):
    """Something else listens there."""

    code = "port_taken"
    text = N_("Port %(port)s is taken. Choose another one: PORT=%(other)s make demo")


class ResetRefused(DomainError):
    """A database or store that the demo did not make itself is not for it to empty."""

    code = "reset_refused"
    text = N_("Only the demo's own data can be reset, but %(name)s points elsewhere. Empty it by hand.")


def take_lock(var: Path) -> IO[str]:
    """Held as long as the file stays open; the system lets go of it when the process ends, however it ends."""
    var.mkdir(parents=True, exist_ok=True)
    file = (var / "demo.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise DemoRuns from None
    os.set_inheritable(file.fileno(), False)
    return file


def check_port(port: int) -> None:
    """Say so before a minute of work, not after it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortTaken(port=port, other=port + 1) from None


def forget_all(var: Path, database: dict[str, Any], store: Path) -> None:
    """Remove what earlier starts left: database, contact store, written files, logs. The secret key stays."""
    if not database["ENGINE"].endswith("sqlite3") or var not in Path(database["NAME"]).absolute().parents:
        raise ResetRefused(name="DATABASE_URL")
    if var not in store.absolute().parents:
        raise ResetRefused(name="CONTACT_STORE")
    for entry in var.iterdir():
        if entry.name in KEPT_ON_RESET:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
