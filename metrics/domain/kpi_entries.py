"""The entries under "kpis" of a scorecard: value, interval, target, result, verdict, desirability, points lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from contracts.domain.targets import Target, judge
from metrics.domain import kpis
from metrics.domain.balance import Weighed
from metrics.domain.design_effect import NEEDS_AGENTS, AhtPrecision
from metrics.domain.desirability import desirability
from metrics.domain.intervals import Interval, verdict, wilson
from metrics.domain.kpis import Kpi
from metrics.domain.plain_numbers import (
    bound_text,
    desirability_text,
    kpi_text,
    money_text,
    rounded,
    seconds_text,
    share_text,
    weight_text,
)
from metrics.domain.totals import Totals

NO_INTERVAL = "no_interval"
# Why there is no interval, or no bounds of the score, though there is a value.
INTERVAL_REASONS: dict[str, str] = {
    NEEDS_AGENTS: N_("How sure AHT is depends on who answered, and the source does not name enough of the agents."),
    NO_INTERVAL: N_("No interval is computed for this mean."),
}


Entry = Mapping[str, Any]  # a KPI in a document: value and unit, and more


@dataclass(frozen=True, slots=True)
class Reading:
    """One KPI read from the totals of a slice, under the counting rules of its month. `value` is unrounded."""

    kpi: Kpi
    value: Decimal | None
    n: int
    unit: str
    reason: str | None
    interval: Interval | None
    share: tuple[int, int] | None = None  # hits and tries behind a share
    precision: AhtPrecision | None = None  # of AHT, where the agents were asked for

    @property
    def why_no_interval(self) -> str | None:
        """A mean has an interval in principle; a count is what it is."""
        if self.value is None or self.interval is not None or self.unit == "count":
            return None
        return NO_INTERVAL if self.precision is None else self.precision.reason


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
        share=share,
    )


def read_all(totals: Totals, counting: CountingRules) -> dict[str, Reading]:
    """Every KPI of the registry, by key, in display order."""
    return {kpi.key: read(kpi, totals, counting) for kpi in kpis.ALL}


def with_precision(reading: Reading, precision: AhtPrecision) -> Reading:
    """AHT with what its agents say about how sure it is."""
    return replace(reading, interval=precision.interval, precision=precision)


def weigh_reading(reading: Reading, target: Target) -> Weighed:
    """A KPI as it lies on the scales of the balance score."""
    value = reading.value
    return Weighed(target.kpi, target.weight, None if value is None else desirability(value, target))


def short_entry(reading: Reading) -> dict[str, Any]:
    """value, n, unit, and the reason when there is no value: how a KPI stands in slices and in series."""
    entry: dict[str, Any] = {"value": kpi_text(reading.value), "n": reading.n, "unit": reading.unit}
    return entry if reading.reason is None else {**entry, "reason": reading.reason}


def full_entry(
    reading: Reading, previous: Entry | None, target: Target | None, points: Mapping[str, Decimal]
) -> dict[str, Any]:
    """A KPI as it stands in the scorecard, judged when the contract has a target for it."""
    key = reading.kpi.key
    entry: dict[str, Any] = {
        "value": kpi_text(reading.value),
        "relieved": None,
        "standardised": None,
        "unit": reading.unit,
        "n": reading.n,
        "interval": _interval_text(reading),
        "previous": _previous_text(reading, previous),
        "target": None if target is None else _target_text(target, reading.unit),
        **_judged(reading, target),
        "points_lost": money_text(points.get(key)),
        **_clusters(reading.precision),
    }
    if reading.reason is not None:
        return {**entry, "reason": reading.reason}
    return entry if reading.why_no_interval is None else {**entry, "interval_reason": reading.why_no_interval}


def _clusters(precision: AhtPrecision | None) -> dict[str, Any]:
    """How many agents stand behind an AHT, and how much less its contacts say because they resemble each other."""
    if precision is None or precision.design_effect is None:
        return {}
    return {"agents": precision.agents, "design_effect": f"{rounded(precision.design_effect, 2):f}"}


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


def _interval_text(reading: Reading) -> list[str] | None:
    """Shares to four places, seconds to one."""
    if reading.interval is None:
        return None
    write = share_text if reading.unit == "share" else seconds_text
    return [write(reading.interval.lower), write(reading.interval.upper)]


def _previous_text(reading: Reading, previous: Entry | None) -> str | None:
    """Last month's value, unless it was measured in another unit (a share then, a mean score now)."""
    value: str | None = None if previous is None or previous["unit"] != reading.unit else previous["value"]
    return value


def _target_text(target: Target, unit: str) -> dict[str, str]:
    bounds = {
        "lower": bound_text(target.lower, unit),
        "band_low": bound_text(target.band_low, unit),
        "band_high": bound_text(target.band_high, unit),
        "upper": bound_text(target.upper, unit),
        "weight": weight_text(target.weight),
    }
    return {name: text for name, text in bounds.items() if text is not None}
