"""Control totals: what a month's scorecard must show, counted from the arrays and not from the files.

The names are those of metrics.domain.counts; the rules are MATH.md 3.1 with the terms of contract.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from contracts.domain.money import round_amount
from kpi_portal.demo.model_buyer.answers import SATISFIED_FROM, Answers
from kpi_portal.demo.model_buyer.arrays import NONE, Flags, Ints
from kpi_portal.demo.model_buyer.contacts import ABANDONED, INTERNAL, TEST, Contacts
from kpi_portal.demo.model_buyer.sales import Sales
from kpi_portal.demo.model_buyer.tides import CHANNELS
from kpi_portal.demo.model_buyer.world import Unit

SHORT_ABANDON_S, MISROUTE_S, SERVICE_LEVEL_S = 5, 10, 30
SURVEY_CUT_OFF_S = 7 * 86_400

Counts = dict[str, int]


def counts_by_channel(rows: Contacts, answers: Answers, sales: Sales) -> dict[str, Counts]:
    """Counts of what has been delivered, by channel. A transferred contact is one, with the seconds of both rows."""
    unit = np.where(rows.is_first, np.arange(len(rows)), rows.root)
    per_row = {**_of_contacts(rows, unit), **_of_answers(rows, answers, unit), **_of_sales(rows, sales, unit)}
    found: dict[str, Counts] = {}
    for number, channel in enumerate(CHANNELS):
        inside = rows.channel == number
        found[channel] = {name: int(values[inside].sum()) for name, values in per_row.items()}
    return found


def summed(parts: Mapping[str, Counts]) -> Counts:
    """All channels together."""
    total: Counts = {}
    for part in parts.values():
        for name, value in part.items():
            total[name] = total.get(name, 0) + value
    return total


def cost(by_channel: Mapping[str, Counts], unit: Unit) -> dict[str, str | None]:
    """Price × billable contacts and commission × units sold, in NOK. Without prices nothing is invoiced."""
    if not unit.prices:
        return {"volume": None, "commission": None, "total": None}
    volume = sum((round_amount(price * by_channel[channel]["billable"]) for channel, price in unit.prices), Decimal(0))
    commission = round_amount((unit.commission or Decimal(0)) * summed(by_channel)["sale_units"])
    return {"volume": str(volume), "commission": str(commission), "total": str(volume + commission)}


def _of_contacts(rows: Contacts, unit: Ints) -> dict[str, Ints | Flags]:
    counted = (rows.outcome != TEST) & (rows.outcome != INTERNAL)
    answered, first, inbound = rows.is_answered, rows.is_first, rows.direction == 0
    handled = answered & first
    handle = np.where(answered, rows.handle, 0)
    seconds = np.bincount(unit, weights=handle, minlength=len(rows)).astype(np.int64)
    lost = (rows.outcome == ABANDONED) & inbound
    short = rows.wait < SHORT_ABANDON_S
    asked = handled & inbound
    return {
        "contacts": counted & first,
        "excluded": ~counted & first,
        "legs": counted,
        "handled": handled,
        "handled_timed": handled,
        "handle_seconds": handle,
        "handle_seconds_squared": np.where(handled, seconds * seconds, 0),
        "talk_seconds": np.where(answered, rows.talk, 0),
        "hold_seconds": np.where(answered, rows.hold, 0),
        "wrap_seconds": np.where(answered, rows.wrap, 0),
        "billable": asked & (seconds >= MISROUTE_S),
        "not_billable_outbound": handled & ~inbound,
        "not_billable_short_misroute": asked & (seconds < MISROUTE_S),
        "offered_in": counted & first & inbound,
        "answered_in": asked,
        "wait_seconds": np.where(asked, rows.wait, 0),
        "in_service_level": asked & (rows.wait <= SERVICE_LEVEL_S),
        "abandoned": lost & ~short,
        "short_abandoned": lost & short,
        "abandoned_after": lost & (rows.wait > SERVICE_LEVEL_S),
        "transferred": answered & (rows.transferred == 1),
        "resolved": answered & (rows.resolved == 1),
        "sale_known": handled,
        "sale_eligible": answered & (rows.offered == 1),
    }


def _of_answers(rows: Contacts, answers: Answers, unit: Ints) -> dict[str, Ints | Flags]:
    """The first answer of a contact within seven days of its end counts; a later one is late."""
    in_time = answers.answered <= rows.closed[answers.place] + SURVEY_CUT_OFF_S
    timely = answers.take(in_time)
    order = np.lexsort((timely.answered, unit[timely.place]))
    contact, place = np.unique(unit[timely.place][order], return_index=True)
    score = np.full(len(rows), NONE, dtype=np.int64)
    score[contact] = timely.score[order][place]
    late = np.zeros(len(rows), dtype=np.bool_)
    late[unit[answers.place[~in_time]]] = True
    known = score != NONE
    return {
        "surveys": known,
        "surveys_late": late,
        "satisfied": score >= SATISFIED_FROM,
        "score_milli": np.where(known, score * 1_000, 0),
    }


def _of_sales(rows: Contacts, sales: Sales, unit: Ints) -> dict[str, Ints | Flags]:
    """Accepted sales, gross: what was taken back later still counts here, and is counted apart."""
    place = unit[sales.place]
    accepted = sales.accepted != NONE
    gone = {"sales_withdrawn": sales.withdrawn != NONE, "sales_cancelled": sales.cancelled != NONE}

    def per_contact(values: Ints | Flags) -> Ints:
        return np.bincount(place, weights=np.where(accepted, values, 0), minlength=len(rows)).astype(np.int64)

    number = per_contact(accepted)
    return {
        "contacts_with_sale": number > 0,
        "sales": number,
        "sale_units": per_contact(sales.units),
        "sale_value_cents": per_contact(sales.value_cents),
        "sales_active": per_contact(sales.active != NONE),
        **{name: per_contact(values) for name, values in gone.items()},
    }
