"""Once sales come in files of their own, a contact without one was no sale: from the first file on."""

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
    assert figures(world.contract)["sale_known"] == 3
