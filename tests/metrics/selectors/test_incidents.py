"""Which incidents touch a window: half-open, and never another contract's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.models import Contract
from metrics.models import Incident
from metrics.selectors.incidents import incidents_between, label
from tests.world import World

pytestmark = pytest.mark.django_db


def at(day: int, hour: int = 0, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def make_incident(contract: Contract, number: int, begins_at: datetime, ends_at: datetime) -> Incident:
    return Incident.objects.create(
        contract=contract, number=number, key=f"one-{number}", owner="buyer", begins_at=begins_at, ends_at=ends_at,
        scope={}, sentence_en="It happened.",
    )  # fmt: skip


def keys(found: tuple[Incident, ...]) -> list[str]:
    return [incident.key for incident in found]


def test_a_window_is_half_open_and_the_earlier_comes_first(world: World) -> None:
    make_incident(world.contract, 1, at(10), at(12))
    make_incident(world.contract, 2, at(5), at(6))
    make_incident(world.rival_contract, 1, at(10), at(12))
    assert keys(incidents_between(world.contract, at(1), at(30))) == ["one-2", "one-1"]
    assert keys(incidents_between(world.contract, at(6), at(10))) == []
    assert keys(incidents_between(world.contract, at(5, 23), at(10, 1))) == ["one-2", "one-1"]


def test_its_name_does_not_break_at_the_end_of_a_line(world: World) -> None:
    assert label(make_incident(world.contract, 12, at(1), at(2))) == "R\u201112"
