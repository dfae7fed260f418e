"""Builders of months by the day: figures of each day, and files that came for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.domain.totals import Totals, sum_totals
from metrics.models import ContractMonth, DailyFigure, Delivery, Part, SourceProfile
from tests.figures import phone, put_month
from tests.sent_files import make_delivery

DAY = timedelta(days=1)


def days_of(month: Month, first: int = 1, last: int = 31) -> list[date]:
    """The days of a month from one number to another, both included."""
    count = (month.last_day - month.first_day).days + 1
    return [month.first_day.replace(day=number) for number in range(first, min(last, count) + 1)]


def counts(contacts: int = 100, *, aht: int = 350, surveys: int = 12, satisfied: int = 10, hits: int = 6) -> Totals:
    """A day on which every contact was handled, timed, billable and has a known sale status."""
    return Totals.of(
        {
            "contacts": contacts, "handled": contacts, "handled_timed": contacts, "handle_seconds": contacts * aht,
            "billable": contacts, "sale_known": contacts, "contacts_with_sale": hits, "sale_units": hits,
            "surveys": surveys, "satisfied": satisfied,
        }
    )  # fmt: skip


def put_days(contract: Contract, month: Month, days: Mapping[date, Totals]) -> ContractMonth:
    """Swap a month to these days, as deliveries do."""
    row = put_month(contract, str(month), [phone(sum_totals(days.values()).counts)])
    assert row.figure_set is not None
    assert row.contacts_part is not None
    Part.all_rows.filter(pk=row.contacts_part.pk).update(first_day=min(days), last_day=max(days))
    DailyFigure.all_rows.bulk_create(
        DailyFigure(
            contract=contract, figure_set=row.figure_set, month=str(month), local_day=day, channel="phone",
            brand="main", **totals.counts,
        )
        for day, totals in days.items()
    )  # fmt: skip
    return row


def put_same_days(contract: Contract, days: Iterable[date], totals: Totals) -> None:
    """The same figures on each of these days, of however many months."""
    days = list(days)
    for month in sorted({Month.of(day) for day in days}):
        put_days(contract, month, {day: totals for day in days if Month.of(day) == month})


def send(contract: Contract, profile: SourceProfile, name: str, at: datetime, **facts: Any) -> Delivery:
    """A file that came at a moment."""
    made = make_delivery(contract, profile=profile, feed=profile.feed, file_name=name, **{"state": "applied", **facts})
    Delivery.all_rows.filter(pk=made.pk).update(received_at=at)
    made.refresh_from_db()
    return made


def send_daily(contract: Contract, profile: SourceProfile, days: Iterable[date], hour: int = 5) -> list[Delivery]:
    """A file for each day, at a local hour of the next morning."""
    zone = ZoneInfo(contract.time_zone)
    return [
        send(contract, profile, f"{profile.feed}-{day}.csv",
             datetime.combine(day + DAY, time(hour), tzinfo=zone).astimezone(UTC))
        for day in days
    ]  # fmt: skip
