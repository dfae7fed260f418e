"""The example's contact files tell the same story in every month."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from contracts.domain.months import Month
from kpi_portal.demo.contacts import HEADER, IN_BALANCE, OUT_OF_BALANCE, Story, contact_file

MONTHS = (Month(2026, 10), Month(2026, 2), Month(2024, 2))


def rows_of(month: Month, story: Story) -> list[dict[str, str]]:
    text = contact_file(month, story, name="nordlys").decode()
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def sound(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows as the ingest will keep them: without the spoilt ones (marked X or without an id) and the repeated."""
    return list({row["contact_id"]: row for row in rows if row["contact_id"][:1] not in {"", "X"}}.values())


def mean_handle_s(rows: list[dict[str, str]]) -> float:
    return sum(int(row["talk_s"]) + int(row["hold_s"]) + int(row["wrap_s"]) for row in rows) / len(rows)


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_the_same_month_gives_the_same_bytes(month: Month) -> None:
    assert contact_file(month, IN_BALANCE, name="nordlys") == contact_file(month, IN_BALANCE, name="nordlys")
    assert contact_file(month, IN_BALANCE, name="nordlys") != contact_file(month, IN_BALANCE, name="havbris")


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_the_first_month_is_in_balance(month: Month) -> None:
    rows = sound(rows_of(month, IN_BALANCE))
    handled = [row for row in rows if row["outcome"] == "answered"]
    surveyed = [row for row in handled if row["csat"]]
    assert len(rows) == IN_BALANCE.contacts
    assert 324 < mean_handle_s(handled) < 378
    assert len(surveyed) >= 300
    assert sum(row["csat"] in "45" for row in surveyed) / len(surveyed) > 0.85
    assert 0.057 < sum(row["sold"] == "yes" for row in handled) / len(handled) < 0.078


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_the_second_month_takes_too_long_on_the_phone_and_satisfies_less(month: Month) -> None:
    handled = [row for row in sound(rows_of(month, OUT_OF_BALANCE)) if row["outcome"] == "answered"]
    surveyed = [row for row in handled if row["csat"]]
    assert 378 < mean_handle_s(handled) < 504
    assert mean_handle_s([row for row in handled if row["channel"] == "chat"]) < 390
    assert 0.60 < sum(row["csat"] in "45" for row in surveyed) / len(surveyed) < 0.80


def test_a_file_has_every_channel_brand_and_kind_of_dirt() -> None:
    rows = rows_of(Month(2026, 10), IN_BALANCE)
    kept = sound(rows)
    assert {row["channel"] for row in kept} == {"phone", "chat", "email"}
    assert {row["brand"] for row in kept} == {"nordlys", "nice"}
    assert len({row["agent"] for row in kept if row["agent"]}) == 30
    assert sum(row["outcome"] == "abandoned" for row in kept) > 30
    assert len(rows) - len(kept) == 9 + 3
    assert tuple(rows[0]) == HEADER


def test_sales_have_units_and_value() -> None:
    sold = [row for row in sound(rows_of(Month(2026, 10), IN_BALANCE)) if row["sold"] == "yes"]
    assert all(int(row["units"]) >= 1 and Decimal(row["value"].replace(",", ".")) > 0 for row in sold)
