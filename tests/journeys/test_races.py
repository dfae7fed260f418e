"""Eight processes at once on PostgreSQL: whoever comes second changes nothing (RELIABILITY.md T-02)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.journeys.portal import CONTRACT, Portal, write_files

pytestmark = pytest.mark.postgres
PROCESSES = 8
ROUNDS = 12


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """A portal on a database of its own, beside the one that the tests use."""
    import psycopg

    given = settings.DATABASES["default"]
    address = {"host": given["HOST"], "port": given["PORT"] or 5432, "user": given["USER"]}
    name = f"race_{secrets.token_hex(6)}"
    secret = {"password": given["PASSWORD"]} if given["PASSWORD"] else {}
    with psycopg.connect(**address, **secret, dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        word = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
        portal = Portal(
            tmp_path, database=f"postgresql://{given['USER']}{word}@{given['HOST']}:{address['port']}/{name}"
        )
        try:
            portal.prepare()
            yield portal
        finally:
            portal.stop()
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_of_eight_processes_at_one_delivery_exactly_one_applies_it(portal: Portal) -> None:
    files, expected = write_files(portal.folder / "files", count=ROUNDS, rows=100)
    ids = [said["id"] for said in portal.inside("deliver", CONTRACT, *files)]
    portal.inside("race", PROCESSES, *ids)
    seen = portal.look()
    assert [delivery[1] for delivery in seen["deliveries"]] == ["applied"] * ROUNDS
    assert [delivery[3] for delivery in seen["deliveries"]] == [1] * ROUNDS
    assert set(seen["acts"].values()) == {1}
    assert seen["figures"] == expected
    assert (seen["contacts"], seen["different"]) == (expected["contacts"], expected["contacts"])
    assert "IntegrityError" not in portal.log("commands").read_text(encoding="utf-8")


def test_deliveries_of_one_month_by_eight_processes_all_count(portal: Portal) -> None:
    """They swap the same months: who loses the race merges again, and none writes over another."""
    files, expected = write_files(portal.folder / "files", count=PROCESSES * 2, rows=50)
    ids = [said["id"] for said in portal.inside("deliver", CONTRACT, *files)]
    portal.inside("scatter", PROCESSES, *ids)
    seen = portal.look()
    assert {delivery[1] for delivery in seen["deliveries"]} == {"applied"}
    assert seen["figures"] == expected
    assert (seen["contacts"], seen["different"]) == (expected["contacts"], expected["contacts"])
