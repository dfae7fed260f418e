"""The entry "score" of a scorecard: the balance score, what it lost where, and how far chance could have moved it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.domain.errors import N_
from contracts.domain.targets import Target
from contracts.domain.terms import ScoreRules
from metrics.domain.balance import Balance, weigh
from metrics.domain.design_effect import NEEDS_AGENTS
from metrics.domain.kpi_entries import NO_INTERVAL, Reading, weigh_reading
from metrics.domain.plain_numbers import money_text, score_text, shown_points
from metrics.domain.uncertainty import (
    MeanSample,
    Sampled,
    ScoreBounds,
    ShareSample,
    allows_every_zone,
    score_bounds,
)

# Why the score, or else its bounds, are null.
SCORE_REASONS: dict[str, str] = {
    NEEDS_AGENTS: N_("How far the score could have come out by chance is unknown without the agents behind AHT."),
    NO_INTERVAL: N_("How far the score could have come out by chance is unknown: a mean in it has no interval."),
    "no_targets": N_("The contract has no weighted target."),
    "no_data": N_("No KPI with a target has data."),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a month is weighed by: targets by KPI, what was read, and the rules of the score."""

    targets: Mapping[str, Target]
    readings: Mapping[str, Reading]
    rules: ScoreRules

    def balance(self) -> Balance:
        """The balance score."""
        return weigh([weigh_reading(self.readings[kpi], target) for kpi, target in self.targets.items()], self.rules)

    def bounds(self, seed: int) -> ScoreBounds:
        """How far the score could have come out by chance."""
        parts = [Sampled(target, sample_of(self.readings[kpi])) for kpi, target in self.targets.items()]
        return score_bounds(parts, self.rules, seed)


def sample_of(reading: Reading) -> MeanSample | ShareSample | None:
    """A KPI as it is drawn anew: a share, a mean with its error, a count without any; None without data."""
    if reading.value is None:
        return None
    if reading.share is not None:
        return ShareSample(*reading.share)
    if reading.unit == "count":
        return MeanSample(reading.value, Decimal(0))
    error = None if reading.precision is None else reading.precision.standard_error
    return MeanSample(reading.value, error, reading.why_no_interval or NO_INTERVAL)


def points_of(balance: Balance) -> dict[str, Decimal]:
    """Points lost as they are shown, adding up to 100 − the shown score."""
    return {} if balance.score is None else shown_points(balance.points_lost(), balance.score)


def score_entry(judged: Judged, balance: Balance, seed: int) -> dict[str, Any]:
    """The score as it stands in the document.

    `bounds` says what lower and upper hold: "sample" (chance, and missing KPIs if there are any) or "missing" (missing
    KPIs alone). `distinguishable` is false when they allow every zone: then neither colour nor rank says anything.
    """
    points, bounds = points_of(balance), judged.bounds(seed)
    return {
        "value": score_text(balance.score),
        "state": balance.state,
        "partial": balance.is_partial,
        "missing": list(balance.missing),
        "knocked_out": list(balance.knocked_out),
        "lower": score_text(bounds.lower),
        "upper": score_text(bounds.upper),
        "bounds": bounds.basis,
        "distinguishable": None if bounds.lower is None else not allows_every_zone(bounds, judged.rules),
        "lost": [
            {"kpi": loss.kpi, "points": money_text(points[loss.kpi]), "alone": score_text(loss.alone)}
            for loss in balance.lost
            if loss.points > 0
        ],
        "reason": bounds.reason,
    }
