"""The figure tables of a month: each is the month seen another way, and adds up to the month's own counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from contracts.domain.terms import Terms
from metrics.domain.counts import DAY_DIMENSIONS, NAMES
from metrics.domain.figure_tables import (
    AGENT_COUNTS,
    AGENT_KEYS,
    BIN_COUNTS,
    BIN_KEYS,
    BINS_PER_DOUBLING,
    HOUR_COUNTS,
    HOUR_KEYS,
    SALE_COUNTS,
    SALE_KEYS,
)
from metrics.store.rollup import Figures
from tests.metrics.store.rolling import Roll, sums, terms, total
from tests.metrics.store.staging import contact, sale, survey

START = datetime.fromisoformat("2026-10-05 09:00:00")
TRADE = {"inline": False, "accepted_at": "2026-10-06 00:00:00"}


def month() -> dict[str, list[dict[str, Any]]]:
    """Forty contacts: three channels, agents known and unknown, legs, unanswered, unknown handle times, test calls."""
    rows, surveys, sales = [], [], []
    for n in range(40):
        at = START + timedelta(days=n % 3, minutes=47 * n)
        rows.append(
            contact(
                str(n), f"{at:%Y-%m-%d %H:%M:%S}", channel=("phone", "chat", "email")[n % 3], queue=f"q{n % 2}",
                topic=None if n % 5 == 0 else f"t{n % 4}", brand="main", team="t" if n % 4 else None,
                site=f"s{n % 2}", agent=None if n % 6 == 0 else f"a{n % 7}", talk_s=None if n % 11 == 0 else 13 * n,
                wait_s=n, offered=n % 2 == 0, direction="out" if n % 9 == 0 else "in",
                outcome={7: "abandoned_queue", 8: "test"}.get(n % 10, "answered"),
                root_contact_id=str(n - 1) if n % 13 == 12 else None,
            )
        )  # fmt: skip
        if n % 3 == 0:
            surveys.append(survey(str(n), "12345"[n % 5]))
        if n % 4 == 0:
            sales.append(sale(str(n), units=1 + n % 2, value=None if n % 8 else "99.50", product=f"p{n % 3}", **TRADE))
    return {"contacts": rows, "surveys": surveys, "sales": sales}


def of_table(figures: Figures, table: str) -> dict[str, int]:
    keys, counts = {
        "daily": (("local_day", *DAY_DIMENSIONS), NAMES),
        "hours": (HOUR_KEYS, HOUR_COUNTS),
        "bins": (BIN_KEYS, BIN_COUNTS),
        "agents": (AGENT_KEYS, AGENT_COUNTS),
        "sold": (SALE_KEYS, SALE_COUNTS),
    }[table]
    return sums(getattr(figures, table), len(keys), counts)


@pytest.mark.parametrize(
    "agreed", [terms(), terms("leg"), terms(month_by="ended"), terms(not_billable=("repeat", "transfer"))],
    ids=["contact", "leg", "ended", "looks back"],
)  # fmt: skip
def test_every_table_adds_up_to_the_months_own_counts(roll: Roll, agreed: Terms) -> None:
    figures = roll(agreed, **month())
    whole = total(figures)
    assert of_table(figures, "daily") == whole
    assert of_table(figures, "hours") == {name: whole[name] for name in HOUR_COUNTS}
    assert of_table(figures, "agents") == {name: whole[name] for name in AGENT_COUNTS}
    assert of_table(figures, "sold") == {
        "sales": whole["sales"],
        "units": whole["sale_units"],
        "valued": whole["sale_valued"],  # here no contact has two sales
        "value_cents": whole["sale_value_cents"],
    }
    assert min(whole[name] for name in ("sales", "surveys", "handled_timed", "abandoned", "sale_valued")) > 0


def test_the_bins_are_of_contacts_whose_handle_time_is_known(roll: Roll) -> None:
    figures = roll(**month())
    whole, bins = total(figures), of_table(figures, "bins")
    assert (bins["handled_timed"], bins["handle_seconds"]) == (whole["handled_timed"], whole["handle_seconds"])
    assert bins["surveys"] == whole["surveyed_timed"] < whole["surveys"]


@pytest.mark.parametrize(("seconds", "expected"), [(0, 0), (1, 0), (2, 8), (3, 12), (300, 65), (306, 66), (86400, 131)])
def test_eight_bins_a_doubling(roll: Roll, seconds: int, expected: int) -> None:
    assert BINS_PER_DOUBLING == 8
    (row,) = roll(contacts=[contact("1", talk_s=seconds, topic="bill")]).bins
    assert row[: len(BIN_KEYS)] == ("phone", "bill", expected)


def test_a_contact_has_the_hour_in_which_it_began(roll: Roll) -> None:
    rows = [contact("1", "2026-10-05 09:59:00", leg_no=1), contact("1", "2026-10-05 10:05:00", leg_no=2),
            contact("2", "2026-10-05 09:00:00", queue="q")]  # fmt: skip
    nine, ten = START, START + timedelta(hours=1)
    assert [row[: len(HOUR_KEYS)] for row in roll(contacts=rows).hours] == [
        (nine, 9, "phone", ""),
        (nine, 9, "phone", "q"),
    ]
    ended = roll(terms(month_by="ended"), contacts=rows).hours
    assert [row[: len(HOUR_KEYS)] for row in ended] == [(nine, 9, "phone", "q"), (ten, 10, "phone", "")]


def test_contacts_of_which_only_the_day_is_known_are_in_no_hour(roll: Roll) -> None:
    rows = [contact("1"), contact("2", time_precision="day", local_hour=None, hour_start=None)]
    figures = roll(contacts=rows)
    assert (total(figures)["contacts"], of_table(figures, "hours")["contacts"]) == (2, 1)


def test_the_agent_of_a_transferred_contact_is_the_one_who_answered_first(roll: Roll) -> None:
    rows = [contact("1", leg_no=1, agent=None, outcome="overflow", talk_s=None),
            contact("1", "2026-10-05 09:01:00", leg_no=2, agent="a", team="t"),
            contact("1", "2026-10-05 09:05:00", leg_no=3, agent="b")]  # fmt: skip
    (row,) = roll(contacts=rows).agents
    assert dict(zip(AGENT_KEYS, row, strict=False)) == {
        "channel": "phone", "queue": "", "brand": "", "site": "", "team": "t", "agent": "a",
    }  # fmt: skip
    assert sums([row], len(AGENT_KEYS), AGENT_COUNTS)["handle_seconds"] == 120


def test_a_sale_stands_in_the_last_state_that_it_reached(roll: Roll) -> None:
    then, later = {"active_at": "2026-10-09 00:00:00"}, "2026-10-12 00:00:00"
    sales = [
        sale("1", sale_id="a", product="plan", kind="new", value="10.00", **TRADE, **then, cancelled_at=later),
        sale("1", sale_id="b", product="plan", kind="new", value="2.50", **TRADE, **then),
        sale("1", sale_id="c", product="plan", kind="new", units=3, **TRADE, **then),
        sale("1", sale_id="d", **TRADE, withdrawn_at=later),
        sale("1", sale_id="e", **TRADE),
        sale("1", sale_id="f", inline=False),
        sale("2", sale_id="g", product="plan", **TRADE),
    ]
    rows = [contact("1"), contact("2", outcome="abandoned_queue")]
    assert roll(contacts=rows, sales=sales).sold == (
        ("", "", "accepted", 1, 1, 0, 0),
        ("", "", "withdrawn", 1, 1, 0, 0),
        ("plan", "new", "active", 2, 4, 1, 250),
        ("plan", "new", "cancelled", 1, 1, 1, 1000),
    )
