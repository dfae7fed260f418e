"""Surveys and sales that wait for their contact, each feed in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import ngettext

from contracts.presentation import numbers
from contracts.selectors import Contract
from metrics.presentation import words
from metrics.selectors.waiting import WaitingRows


def waiting_sentences(contract: Contract, waiting: Iterable[WaitingRows], now: datetime) -> tuple[str, ...]:
    """12 surveys wait for their contact, the oldest since 3 November 2026 (19 days)."""
    today = now.astimezone(ZoneInfo(contract.time_zone)).date()
    return tuple(_sentence(rows, rows.days(today)) for rows in waiting)


def _sentence(rows: WaitingRows, days: int | None) -> str:
    values = {"n": numbers.number(rows.rows)}
    if rows.since is None or days is None:
        return _undated(rows) % values
    age = ngettext("%(n)s day", "%(n)s days", days) % {"n": numbers.number(days)}
    return _dated(rows) % (values | {"day": words.day_name(rows.since), "age": age})


def _dated(rows: WaitingRows) -> str:
    if rows.feed == "surveys":
        return ngettext(
            "%(n)s survey waits for its contact, since %(day)s (%(age)s).",
            "%(n)s surveys wait for their contact, the oldest since %(day)s (%(age)s).",
            rows.rows,
        )
    return ngettext(
        "%(n)s sale waits for its contact, since %(day)s (%(age)s).",
        "%(n)s sales wait for their contact, the oldest since %(day)s (%(age)s).",
        rows.rows,
    )


def _undated(rows: WaitingRows) -> str:
    if rows.feed == "surveys":
        return ngettext("%(n)s survey waits for its contact.", "%(n)s surveys wait for their contact.", rows.rows)
    return ngettext("%(n)s sale waits for its contact.", "%(n)s sales wait for their contact.", rows.rows)
