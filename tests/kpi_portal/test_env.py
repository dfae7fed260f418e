"""Settings from the environment: nonsense is refused, nothing is guessed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kpi_portal.env import (
    database_from_url,
    env_bool,
    env_choice,
    env_int,
    env_list,
    env_secret,
    env_str,
    socket_path,
)

LONG = "k" * 20 + "9" * 30


@pytest.mark.parametrize(("text", "value"), [("1", True), ("Yes", True), ("off", False), ("false", False)])
def test_truth_is_written_in_few_ways(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("FLAG", text)
    assert env_bool("FLAG", not value) is value


@pytest.mark.parametrize("text", ["maybe", "2", "ja"])
def test_anything_else_is_no_truth(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("FLAG", text)
    with pytest.raises(ImproperlyConfigured, match="FLAG"):
        env_bool("FLAG", True)


def test_an_empty_value_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAME", "  ")
    assert env_str("NAME", "default") == "default"
    assert env_int("NAME", 7) == 7
    assert env_bool("NAME", True) is True
    assert env_list("NAME", ("a",)) == ["a"]


@pytest.mark.parametrize("text", ["-1", "70000", "8e3", "٨", "8000.0"])
def test_a_port_is_a_whole_number_within_bounds(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(ImproperlyConfigured, match="PORT"):
        env_int("PORT", 8000, low=1, high=65535)


def test_only_named_choices_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENV", "production")
    with pytest.raises(ImproperlyConfigured, match="prod, demo"):
        env_choice("ENV", ("prod", "demo"), "prod")


@pytest.mark.parametrize("text", ["", "changeme", "django-insecure-" + LONG, "short-but-own"])
def test_production_refuses_a_missing_known_or_short_secret(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SECRET_KEY", text)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        env_secret("SECRET_KEY", generated_in=None)


def test_production_takes_a_secret_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", LONG)
    assert env_secret("SECRET_KEY", generated_in=None) == LONG


def test_a_generated_secret_stays_and_is_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    path = tmp_path / "var" / "secret_key"
    first = env_secret("SECRET_KEY", generated_in=path)
    assert len(first) > 50
    assert env_secret("SECRET_KEY", generated_in=path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_sqlite_is_set_for_a_web_server_and_a_worker_that_write_at_once(tmp_path: Path) -> None:
    database = database_from_url(f"sqlite:///{tmp_path}/deep/portal.sqlite3", pooled=True)
    assert database["NAME"] == f"{tmp_path}/deep/portal.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert "recursive_triggers=ON" in database["OPTIONS"]["init_command"]
    assert (tmp_path / "deep").is_dir()


def test_postgresql_is_checked_before_use_and_pooled() -> None:
    url = "postgresql://anna:p%40ss@db.example.com:5433/portal?sslmode=require"
    database = database_from_url(url, pooled=True)
    assert (database["USER"], database["PASSWORD"]) == ("anna", "p@ss")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.com", "5433", "portal")
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]["min_size"] == 1
    assert "pool" not in database_from_url(url, pooled=False)["OPTIONS"]


def test_an_unknown_database_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        database_from_url("mysql://localhost/portal", pooled=True)


def test_a_deep_folder_gets_a_socket_the_system_can_open(tmp_path: Path) -> None:
    near = socket_path(Path("/srv/portal/var"))
    far = socket_path(tmp_path / ("d" * 120))
    assert near == Path("/srv/portal/var/broker.sock")
    assert len(str(far)) <= 100
    assert far == socket_path(tmp_path / ("d" * 120))
    assert far != socket_path(tmp_path / ("e" * 120))
