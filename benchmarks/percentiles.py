"""How far the percentiles of the handle time bins are from the exact ones."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from benchmarks.clock import Clock
from benchmarks.facts import HANDLE_TIMES, live_parts
from benchmarks.installation import start_django
from benchmarks.limits import session
from benchmarks.measure import Task

BINS_PER_DOUBLING = 8
SMALLEST_CELL = 1_000

Bins = Mapping[int, int]


def percentiles(task: Task, clock: Clock) -> dict[str, Any]:
    """The largest error of p50 and p90 over all months and channels with enough contacts, as a share of the exact."""
    start_django()
    bins = _bins()
    with session(task.folder) as connection, clock.part("exact"):
        exact = connection.execute(HANDLE_TIMES.format(**live_parts(task.folder / "store"))).fetchall()
    errors: dict[str, float] = {}
    cells = 0
    for month, channel, contacts, half, ninety in exact:
        cell = bins.get((month, channel), {})
        if sum(cell.values()) != contacts:
            return {"cells": 0, "different": f"{month} {channel}: {sum(cell.values())} in bins, {contacts} contacts"}
        if contacts >= SMALLEST_CELL:
            cells += 1
            for name, share, true in (("p50", 0.5, half), ("p90", 0.9, ninety)):
                errors[name] = max(errors.get(name, 0.0), abs(from_bins(cell, share) / float(true) - 1))
    return {"cells": cells, **errors}


def _bins() -> dict[tuple[str, str], dict[int, int]]:
    from django.db.models import Sum

    from metrics.models import ContractMonth, HandleTimeBin

    live = ContractMonth.all_rows.values("figure_set")
    rows = HandleTimeBin.all_rows.filter(figure_set__in=live).values_list("month", "channel", "bin")
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for month, channel, number, handled in rows.annotate(n=Sum("handled_timed")).order_by():
        found[month, channel][number] = handled
    return found


def from_bins(bins: Bins, share: float) -> float:
    """The value below which this share of all lies; inside a bin the logarithm grows evenly.

    Bin k holds the whole seconds from 2^(k/8) up to, but not including, 2^((k+1)/8).
    """
    wanted = share * sum(bins.values())
    passed = 0
    for number in sorted(bins):
        if bins[number] and passed + bins[number] >= wanted:
            inside = (wanted - passed) / bins[number]
            low, high = (_edge(number + step) for step in (0, 1))
            return math.exp(math.log(low) + inside * (math.log(high) - math.log(low)))
        passed += bins[number]
    raise ValueError("no contacts")


def _edge(number: int) -> float:
    """Where a bin begins, half a second below its first whole second: 2^(5/8) = 1.54, so 1.5."""
    return math.ceil(2 ** (number / BINS_PER_DOUBLING)) - 0.5
