"""What must be so before the demo starts."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from kpi_portal.demo.ground import DemoRuns, PortTaken, ResetRefused, check_port, forget_all, take_lock

SQLITE = "django.db.backends.sqlite3"


def test_one_demo_at_a_time(tmp_path: Path) -> None:
    first = take_lock(tmp_path)
    with pytest.raises(DemoRuns):
        take_lock(tmp_path)
    first.close()
    take_lock(tmp_path).close()


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"{port} is taken.*PORT={port + 1} make demo"):
            check_port(port)
    check_port(port)


def test_reset_forgets_all_but_the_key(tmp_path: Path) -> None:
    for name in ("secret_key", "kpi_portal.sqlite3", "kpi_portal.sqlite3-wal"):
        (tmp_path / name).write_text("x")
    (tmp_path / "store" / "parts").mkdir(parents=True)
    forget_all(tmp_path, {"ENGINE": SQLITE, "NAME": str(tmp_path / "kpi_portal.sqlite3")}, tmp_path / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("engine", "name", "store", "named"),
    [
        ("django.db.backends.postgresql", "portal", "var/store", "DATABASE_URL"),
        (SQLITE, "elsewhere/portal.sqlite3", "var/store", "DATABASE_URL"),
        (SQLITE, "var/portal.sqlite3", "elsewhere/store", "CONTACT_STORE"),
    ],
)
def test_what_the_demo_did_not_make_it_does_not_empty(
    tmp_path: Path, engine: str, name: str, store: str, named: str
) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "kept").write_text("x")
    with pytest.raises(ResetRefused, match=named):
        forget_all(tmp_path / "var", {"ENGINE": engine, "NAME": str(tmp_path / name)}, tmp_path / store)
    assert (tmp_path / "var" / "kept").exists()
