"""Every address × method × role answers as the table says; an address without a row fails (RELIABILITY.md T-30).

table.csv is the specification: a new address needs rows there, written by hand, before it passes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from contracts.domain import roles
from metrics.selectors.figures import months_with_data
from metrics.services.scorecards import scorecard_refresh
from tests.access.actors import ALL, OUTSIDE, Actors, make_actors
from tests.access.routes import METHODS, address, routes
from tests.access.table import Row, read_table
from tests.figures import calls, put_golden_months, put_month
from tests.sent_files import load_example_profile, make_delivery
from tests.world import World

TABLE = read_table()
# The world is built once for each of these beginnings of an address; "" is all the rest.
ROOMS = ("api/", "")
# Query without which an address has no answer.
QUERIES: Mapping[str, dict[str, str]] = {"api/v1/contracts/<slug:key>/kpis/": {"from": "2026-09", "to": "2026-10"}}
# After these nobody is logged in any more.
ENDING = ("logout/",)
_running = count(1)


@pytest.fixture
def places(world: World) -> dict[str, str]:
    """What stands in the places of an address: things of the contract that the roles belong to."""
    put_golden_months(world.contract)
    put_month(world.contract, f"{timezone.localdate(timezone=ZoneInfo(world.contract.time_zone)):%Y-%m}", [calls(1)])
    for month in months_with_data(world.contract):
        scorecard_refresh(contract=world.contract, month=month)
    load_example_profile(world.contract)
    delivery = make_delivery(world.contract, state="applied")
    delivery_id = delivery.public_id
    of_contract = {"key": world.contract.key, "month": "2026-10", "page": "review", "figure": "trend-aht"}
    return {**of_contract, "delivery": delivery_id, "delivery_id": delivery_id}


@pytest.fixture
def actors(world: World) -> Actors:
    """Everybody who may knock."""
    return make_actors(world)


def body_of(row: Row) -> dict[str, Any]:
    """What is sent along: a file of its own each time to where files are taken, else nothing."""
    if row.method != "POST" or "deliveries" not in row.route:
        return {}
    return {"file": SimpleUploadedFile("file.csv", b"line %d\n" % next(_running)), "profile": "pwc-nordic"}


def knock(client: Client, row: Row, places: Mapping[str, str]) -> HttpResponseBase:
    """Call the row's address with its method."""
    data = QUERIES.get(row.route, {}) if row.method in {"GET", "HEAD"} else body_of(row)
    response: HttpResponseBase = getattr(client, row.method.lower())(address(row.route, places), data or None)
    return response


def rows_of(room: str) -> list[Row]:
    """The rows of the addresses that begin so."""
    others = tuple(other for other in ROOMS if other)
    return [row for row in TABLE if (row.route.startswith(room) if room else not row.route.startswith(others))]


def test_every_address_has_its_rows_and_every_row_its_address() -> None:
    stated = {(row.route, row.method) for row in TABLE}
    wanted = {(route, method) for route in routes() for method in METHODS}
    assert wanted - stated == set(), "write these rows into tests/access/table.csv"
    assert stated - wanted == set(), "these addresses are gone"


def test_no_row_stands_twice_and_each_names_everybody() -> None:
    assert [key for key, n in Counter((row.route, row.method) for row in TABLE).items() if n > 1] == []
    assert {frozenset(row.expected) for row in TABLE} == {frozenset(ALL)}
    assert {name.removeprefix("role-") for name in ALL} >= set(roles.RIGHTS)


@pytest.mark.parametrize("room", ROOMS)
def test_each_address_answers_everybody_as_the_table_says(room: str, actors: Actors, places: dict[str, str]) -> None:
    wrong = [
        f"{row.method} {row.route} as {name}: {status} instead of {expected}"
        for row in rows_of(room)
        for name, expected in row.expected.items()
        if (status := knock(actors.client(name, fresh=row.route in ENDING), row, places).status_code) != expected
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_foreign_looks_like_what_is_missing(room: str, actors: Actors, places: dict[str, str]) -> None:
    """The contract's own address and one that never was, for everybody who has no part in it."""
    missing = {**places, "key": "no-such-contract"}
    for row in rows_of(room):
        for name in (*OUTSIDE, "token:other") if "<slug:key>" in row.route else ():
            foreign, none = (knock(actors.client(name), row, at) for at in (places, missing))
            assert foreign.status_code == none.status_code, (row, name)
            if foreign["Content-Type"].startswith("application/problem+json"):
                assert foreign.content == none.content, (row, name)  # type: ignore[attr-defined]
