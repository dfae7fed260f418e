"""A figure as a file: the same cells as the page's table, as values, for those who may take them along."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.utils import timezone

from contracts.domain.months import Month
from contracts.models import User
from tests.callers import person
from tests.factories import make_user
from tests.figures import put_golden_months
from tests.month_days import counts, put_days
from tests.world import World

pytestmark = pytest.mark.django_db
REVIEW = "/contracts/nordlys-fjord/review/2026-10/"
TREND = f"{REVIEW}figures/trend-aht"


def file_of(user: User, address: str, **headers: str) -> bytes:
    response = person(user).get(address, headers=headers)
    assert response.status_code == 200, response.content[:300]
    assert response["Cache-Control"] == "no-store"
    return bytes(response.content)


def csv_rows(user: User, address: str, language: str = "en") -> list[list[str]]:
    text = file_of(user, address, **{"accept-language": language})
    assert text.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))


def workbook(user: User, address: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file_of(user, address)))


def test_a_csv_holds_unrounded_values_with_a_point_in_every_language(world: World) -> None:
    put_golden_months(world.contract)
    english, norwegian = (csv_rows(world.buyer_manager, f"{TREND}.csv", language) for language in ("en", "nb"))
    assert english[-1][:6] == norwegian[-1][:6]
    value = Decimal(english[-1][1])
    assert value != value.quantize(Decimal(1))
    assert {len(row) for row in english} == {len(english[0])}


def test_a_workbook_holds_the_same_numbers_as_numbers(world: World) -> None:
    put_golden_months(world.contract)
    rows = csv_rows(world.buyer_manager, f"{TREND}.csv")
    sheet = workbook(world.buyer_manager, f"{TREND}.xlsx").worksheets[0]
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[0] == rows[0]
    assert len(found) == len(rows)
    assert found[-1][1] == pytest.approx(float(rows[-1][1]), rel=1e-12)
    assert sheet.title == "trend-aht"


def test_its_second_sheet_says_what_was_chosen(world: World) -> None:
    put_golden_months(world.contract)
    about = workbook(world.buyer_manager, f"{TREND}.xlsx?months=24&channel=phone").worksheets[1]
    told = {str(row[0].value): str(row[1].value) for row in about.iter_rows()}
    assert told["Month"] == "2026-10"
    assert told["months"] == "24"
    assert told["channel"] == "phone"
    assert told["Contract"].endswith("(nordlys-fjord)")


def test_what_the_reader_chose_is_what_the_file_holds(world: World) -> None:
    put_golden_months(world.contract)
    everything, chat = (csv_rows(world.buyer_manager, f"{TREND}.csv{query}") for query in ("", "?channel=chat"))
    assert everything[0] == chat[0]
    assert everything[-1][1] != chat[-1][1]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_file_is_named_after_contract_month_and_figure(world: World, ending: str) -> None:
    put_golden_months(world.contract)
    response = person(world.vendor_lead).get(f"{TREND}.{ending}")
    assert response["Content-Disposition"] == f'attachment; filename="nordlys-fjord-2026-10-trend-aht.{ending}"'


@pytest.mark.parametrize(
    "path",
    [
        "review/2026-10/figures/trend-nothing.csv",
        "review/2026-01/figures/trend-aht.csv",
        "statement/2026-10/figures/trend-aht.csv",
        "status/2026-10/figures/trend-aht.csv",
    ],
)
def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    put_golden_months(world.contract)
    assert person(world.buyer_manager).get(f"/contracts/nordlys-fjord/{path}").status_code == 404


def test_a_choice_that_the_page_does_not_offer_is_refused(world: World) -> None:
    put_golden_months(world.contract)
    page, file = (person(world.buyer_manager).get(f"{at}?months=7").status_code for at in (REVIEW, f"{TREND}.csv"))
    assert page == file == 400


def test_who_may_not_export_gets_no_file_and_sees_no_address(world: World) -> None:
    put_golden_months(world.contract)
    reader = person(make_user("team", (world.fjord, "vendor_agent_manager")))
    assert reader.get(f"{TREND}.csv").status_code == 403
    assert "/figures/" not in reader.get(REVIEW).content.decode()
    assert "/figures/trend-aht.csv" in person(world.vendor_lead).get(REVIEW).content.decode()


def test_outsiders_find_nothing(world: World) -> None:
    put_golden_months(world.contract)
    for user in (world.outsider, world.rival, world.operator, world.nobody):
        assert person(user).get(f"{TREND}.xlsx").status_code == 404


def test_a_status_figure_is_a_file_too(world: World) -> None:
    month = Month.of(timezone.localdate(timezone=ZoneInfo(world.contract.time_zone)))
    put_days(world.contract, month, {month.first_day: counts(aht=350)})
    rows = csv_rows(world.vendor_lead, f"/contracts/nordlys-fjord/status/{month}/figures/to-date-aht.csv")
    assert rows[1][:2] == [month.first_day.isoformat(), "350"]
