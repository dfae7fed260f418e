"""A session gives signs of life while a statement runs, and can be stopped in the middle of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics.store import connection
from metrics.store.connection import StoreLimits, nothing, open_session, quoted

LONG = "SELECT SUM(hash(a.range * b.range)) FROM range(100000) a, range(100000) b"


class Stopped(Exception):
    pass


def test_what_a_sign_of_life_raises_ends_the_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The statement would run for minutes; the session can be used afterwards."""
    monkeypatch.setattr(connection, "TICK_EVERY_S", 0.01)
    ticks: list[int] = []

    def tick() -> None:
        ticks.append(1)
        if len(ticks) == 3:
            raise Stopped

    with open_session(limits=StoreLimits(), spill=tmp_path / "spill", tick=tick) as session:
        with pytest.raises(Stopped):
            session.run(LONG)
        assert session.value("SELECT 42") == 42


def test_a_session_speaks_utc_and_keeps_to_its_limits(tmp_path: Path) -> None:
    with open_session(limits=StoreLimits(memory_mb=100, threads=1), spill=tmp_path / "spill") as session:
        names = ("TimeZone", "threads", "memory_limit", "autoinstall_known_extensions")
        values = [session.value(f"SELECT current_setting('{name}')") for name in names]
    assert values == ["UTC", 1, "95.3 MiB", False]


def test_a_fault_of_a_statement_is_raised(tmp_path: Path) -> None:
    import duckdb

    with open_session(limits=StoreLimits(), spill=tmp_path / "spill") as session, pytest.raises(duckdb.Error):
        session.run("SELECT nonsense")


def test_texts_are_quoted_and_nothing_has_no_rows(tmp_path: Path) -> None:
    with open_session(limits=StoreLimits(), spill=tmp_path / "spill") as session:
        assert session.value(f"SELECT {quoted(chr(39) + '; --')}") == "'; --"
        assert session.run(f"SELECT * FROM {nothing((('a', 'BIGINT'),))}") == []
