"""Sales of a month by product and by what became of them."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.models import ContractMonth, SaleFigure
from metrics.selectors.sales import ProductSales, sales_by_product, units_by_product
from metrics.selectors.scorecards import scorecard_of
from tests.factories import make_version
from tests.figures import calls, of_month, phone, put_month
from tests.world import World

pytestmark = pytest.mark.django_db


def put_sale(row: ContractMonth, product: str, state: str, sales: int, units: int, **counts: int) -> None:
    SaleFigure.all_rows.create(
        **of_month(row), kind="new",
        product=product, state=state, sales=sales, units=units, **counts,
    )  # fmt: skip


def test_products_come_by_units_with_their_states_and_the_unknown_one_last(contract: Contract) -> None:
    row = put_month(contract, "2026-10", [calls(9)])
    put_sale(row, "", "accepted", 9, 9)
    put_sale(row, "phone", "active", 2, 2, valued=1, value_cents=100)
    put_sale(row, "plan", "active", 3, 4, valued=3, value_cents=900)
    put_sale(row, "plan", "cancelled", 1, 1, valued=1, value_cents=300)
    found = sales_by_product(contract, row)
    assert list(found) == ["plan", "phone", None]
    assert found["plan"] == ProductSales(4, 5, 4, 1200, {"active": 3, "cancelled": 1})
    assert units_by_product(contract, row) == {"plan": 5, "phone": 2, None: 9}


def test_the_scorecard_pays_each_product_its_own_commission(contract: Contract) -> None:
    make_version(contract, number=2, valid_from=date(2026, 10, 1), commission=[("*", "150.00"), ("plan", "200.00")])
    sold = {"sale_known": 9, "contacts_with_sale": 4, "sale_units": 6}
    row = put_month(contract, "2026-10", [calls(9), phone(sold)])
    put_sale(row, "plan", "active", 3, 4)
    put_sale(row, "phone", "cancelled", 1, 2)
    document = scorecard_of(contract, Month(2026, 10))
    lines = [line for line in document["cost"]["lines"] if line["kind"] == "commission"]
    assert [(line["product"], line["units"], line["amount"]) for line in lines] == [
        ("*", 2, "300.00"), ("plan", 4, "800.00"),
    ]  # fmt: skip
    assert document["earned"]["commission"] == "1100.00"


def test_another_contracts_sales_stay_there(contract: Contract, world: World) -> None:
    row = put_month(world.rival_contract, "2026-10", [calls(9)])
    put_sale(row, "plan", "active", 1, 1)
    assert sales_by_product(contract, row) == {}
