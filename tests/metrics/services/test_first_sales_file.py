"""Sales in files of their own speak for the whole month of their contacts, and for no other."""

from __future__ import annotations

import pytest

from tests.metrics.services.reading import figures, make_profile, take
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_in")]


def test_the_first_sales_file_makes_every_contact_of_the_month_known(world: World) -> None:
    sales = make_profile(world.contract, key="crm", feed="sales")
    take(world.contract, {"id": "1"}, {"id": "2"}, {"id": "3"})
    assert figures(world.contract)["sale_known"] == 0
    take(world.contract, {"id": "2", "sold": True}, profile=sales)
    assert figures(world.contract)["handled"] == 3
    assert (figures(world.contract)["sale_known"], figures(world.contract)["contacts_with_sale"]) == (3, 1)


def test_a_month_that_no_sales_file_speaks_of_stays_unknown_in_whatever_order_files_come(world: World) -> None:
    sales = make_profile(world.contract, key="crm", feed="sales")
    november = "2026-11-05 09:00:00"
    take(world.contract, {"id": "1"}, {"id": "2"})
    take(world.contract, {"id": "2", "sold": True}, profile=sales)
    take(world.contract, {"id": "3", "at": november}, {"id": "4", "at": november})
    assert figures(world.contract)["sale_known"] == 2
    assert figures(world.contract, "2026-11")["sale_known"] == 0
