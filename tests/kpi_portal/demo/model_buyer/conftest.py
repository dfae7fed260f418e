"""Three small months with everything in them, written once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.generate import Made, Order, generate
from kpi_portal.demo.model_buyer.story import Story

FIRST = Month(2026, 8)
# All that takes two years otherwise; the bad quarter and the campaign stay out.
SHORT = Story(
    campaign=90,
    one_partner=2,
    second_brand=1,
    bad_quarter=80,
    invoice_error=0,
    new_targets=2,
    outage=1,
    gateway=2,
)


@dataclass(frozen=True, slots=True)
class World:
    """The folder, what was ordered and what was made."""

    order: Order
    made: Made

    @property
    def folder(self) -> Path:
        return self.order.folder


def made_world(folder: Path, last_day: date, *, seed: int = 1, daily_days: int = 31) -> World:
    """60,000 contacts a year, up to a day."""
    order = Order(folder, FIRST, last_day, seed=seed, contacts_a_year=60_000, daily_days=daily_days, story=SHORT)
    return World(order, generate(order))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """August and September, and October up to the day on which the clocks went back."""
    return made_world(tmp_path_factory.mktemp("model_buyer"), date(2026, 10, 25))
