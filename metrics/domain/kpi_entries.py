"""The entries under "kpis" of a scorecard: value, interval, target, result, verdict, desirability, points lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from contracts.domain.targets import Target, judge
from metrics.domain import kpis
from metrics.domain.balance import Weighed
from metrics.domain.desirability import desirability
from metrics.domain.intervals import Interval, verdict, wilson
from metrics.domain.kpis import Kpi
from metrics.domain.plain_numbers import bound_text, desirability_text, kpi_text, money_text, share_text, weight_text
from metrics.domain.totals import Totals

# Why there is no interval, or no bounds of the score, though there is a value.
INTERVAL_REASONS: dict[str, str] = {
    "needs_agents": N_("The uncertainty of a mean needs figures by agent, which are not counted yet."),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One KPI read from the totals of a slice, under the counting rules of its month. `value` is unrounded."""

    kpi: Kpi
    value: Decimal | None
    n: int
    unit: str
    reason: str | None
    interval: Interval | None


def read(kpi: Kpi, totals: Totals, counting: CountingRules) -> Reading:
    """A KPI's value with everything that says how far it can be trusted."""
    share = kpi.share(totals, counting)
    return Reading(
        kpi=kpi,
        value=kpi.value(totals, counting),
        n=kpi.n(totals, counting),
        unit=kpi.unit_for(counting),
        reason=kpi.reason(totals, counting),
        interval=None if share is None else wilson(*share),
    )


def read_all(totals: Totals, counting: CountingRules) -> dict[str, Reading]:
    """Every KPI of the registry, by key, in display order."""
    return {kpi.key: read(kpi, totals, counting) for kpi in kpis.ALL}


def weigh_reading(reading: Reading, target: Target) -> Weighed:
    """A KPI as it lies on the scales of the balance score."""
    value = reading.value
    return Weighed(target.kpi, target.weight, None if value is None else desirability(value, target))


def short_entry(reading: Reading) -> dict[str, Any]:
    """value, n, unit, and the reason when there is no value: how a KPI stands in slices and in series."""
    entry: dict[str, Any] = {"value": kpi_text(reading.value), "n": reading.n, "unit": reading.unit}
    return entry if reading.reason is None else {**entry, "reason": reading.reason}


def full_entry(
    reading: Reading, previous: Reading | None, target: Target | None, points: Mapping[str, Decimal]
) -> dict[str, Any]:
    """A KPI as it stands in the scorecard, judged when the contract has a target for it."""
    key = reading.kpi.key
    entry: dict[str, Any] = {
        "value": kpi_text(reading.value),
        "relieved": None,
        "standardised": None,
        "unit": reading.unit,
        "n": reading.n,
        "interval": _interval_text(reading.interval),
        "previous": _previous_text(reading, previous),
        "target": None if target is None else _target_text(target, reading.unit),
        **_judged(reading, target),
        "points_lost": money_text(points.get(key)),
    }
    if reading.reason is not None:
        return {**entry, "reason": reading.reason}
    return {**entry, "interval_reason": "needs_agents"} if _lacks_interval(reading) else entry


def _lacks_interval(reading: Reading) -> bool:
    """A mean has an interval in principle; a count is what it is."""
    return reading.value is not None and reading.interval is None and reading.unit != "count"


def _judged(reading: Reading, target: Target | None) -> dict[str, Any]:
    """Result (the contract's literal rule), verdict (what the sample allows to say) and desirability."""
    if target is None:
        word = "no_data" if reading.value is None else None
        return {"result": word, "verdict": word, "desirability": None}
    result = judge(reading.value, target)
    return {
        "result": result,
        "verdict": result if reading.interval is None else verdict(reading.interval, reading.n, target),
        "desirability": desirability_text(weigh_reading(reading, target).desirability),
    }


def _interval_text(interval: Interval | None) -> list[str] | None:
    return None if interval is None else [share_text(interval.lower), share_text(interval.upper)]


def _previous_text(reading: Reading, previous: Reading | None) -> str | None:
    """Last month's value, unless it was measured in another unit (a share then, a mean score now)."""
    return None if previous is None or previous.unit != reading.unit else kpi_text(previous.value)


def _target_text(target: Target, unit: str) -> dict[str, str]:
    bounds = {
        "lower": bound_text(target.lower, unit),
        "band_low": bound_text(target.band_low, unit),
        "band_high": bound_text(target.band_high, unit),
        "upper": bound_text(target.upper, unit),
        "weight": weight_text(target.weight),
    }
    return {name: text for name, text in bounds.items() if text is not None}
