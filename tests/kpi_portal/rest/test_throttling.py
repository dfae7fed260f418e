"""So many calls a minute, each caller on its own account."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisGone
from rest_framework.views import APIView

from kpi_portal.rest.throttling import PerMinute, UploadsPerMinute
from tests.callers import person, problem_of, program
from tests.world import World

ADDRESS = "/api/v1/contracts/"


@pytest.fixture(autouse=True)
def counted(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Count calls, three a minute, from nothing."""
    settings.CALLS_PER_MINUTE = {"calls": 3, "uploads": 1}
    monkeypatch.setattr(APIView, "throttle_classes", [PerMinute, UploadsPerMinute])
    caches["throttle"].clear()
    yield
    caches["throttle"].clear()


def test_the_call_after_the_last_allowed_one_waits(world: World) -> None:
    client = program(world.contract)
    assert [client.get(ADDRESS).status_code for _ in range(3)] == [200, 200, 200]
    response = client.get(ADDRESS)
    problem_of(response, 429, "throttled")
    assert 1 <= int(response["Retry-After"]) <= 60


def test_another_token_and_another_person_are_not_touched(world: World) -> None:
    client = program(world.contract)
    for _ in range(4):
        client.get(ADDRESS)
    assert program(world.contract).get(ADDRESS).status_code == 200
    assert person(world.outsider).get(ADDRESS).status_code == 200


def test_when_the_window_has_ended_calls_count_anew(world: World) -> None:
    client = program(world.contract)
    for _ in range(4):
        client.get(ADDRESS)
    caches["throttle"].clear()
    assert client.get(ADDRESS).status_code == 200


def test_strangers_are_counted_by_their_address(world: World) -> None:
    """The OpenAPI document is open to all, so it is what a stranger can call."""
    client = person(None)
    assert [client.get("/api/schema/").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_silent_redis_closes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise RedisGone("no answer")

    monkeypatch.setattr(LocMemCache, "add", gone)
    client = program(world.contract)
    assert {client.get(ADDRESS).status_code for _ in range(5)} == {200}


def test_the_limits_are_those_that_are_promised() -> None:
    from kpi_portal.settings.rest import CALLS_PER_MINUTE

    assert CALLS_PER_MINUTE == {"calls": 300, "uploads": 20}
