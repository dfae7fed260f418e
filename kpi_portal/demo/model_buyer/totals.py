"""totals.json: what the scorecards of every contract and month must show once all files have been taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from kpi_portal.demo.model_buyer.arrays import NONE
from kpi_portal.demo.model_buyer.counting import cost, counts_by_channel, summed
from kpi_portal.demo.model_buyer.exports import Sent
from kpi_portal.demo.model_buyer.months import UnitMonth
from kpi_portal.demo.model_buyer.sales import EVENTS
from kpi_portal.demo.model_buyer.tides import epoch
from kpi_portal.demo.model_buyer.world import Unit


def month_totals(made: UnitMonth, unit: Unit, last_day: date, *, is_corrected: bool) -> dict[str, Any]:
    """The totals of a month as delivered up to and including the last day."""
    until = epoch(last_day + timedelta(days=1))
    sent = made.rows if made.correction is None or is_corrected else made.correction.sent_first(made.rows)
    days = (last_day - made.month.first_day).days + 1
    rows = sent.take(np.arange(int(np.searchsorted(sent.day, days))))
    answers = made.answers.take(made.answers.answered < until)
    sales = made.sales.take(made.sales.registered < until)
    known = {name: np.where(getattr(sales, name) < until, getattr(sales, name), NONE) for name in EVENTS}
    by_channel = counts_by_channel(rows, answers, replace(sales, **known))
    return {"counts": summed(by_channel), "by_channel": by_channel, "cost": cost(by_channel, unit)}


def fault_totals(files: Iterable[Sent]) -> dict[str, dict[str, Any]]:
    """What was wrong with a contract's files, by month of the file and feed."""
    found: dict[str, dict[str, Any]] = {}
    for sent in files:
        feeds = found.setdefault(str(sent.first_day)[:7], {})
        feed = feeds.setdefault(sent.feed, {"files": 0, "lines": 0, "duplicate": 0, "unmatched": 0, "rejected": {}})
        feed["files"] += 1
        for name in ("lines", "duplicate", "unmatched"):
            feed[name] += getattr(sent, name)
        feed["rejected"] = dict(sorted((Counter(feed["rejected"]) + Counter(sent.rejected)).items()))
    return found
