"""How far the balance score of a month could have come out by chance (MATH.md 4.2, uncertainty).

Seeded parametric bootstrap: 4,000 times each KPI is drawn anew (a mean from a normal distribution with its standard
error, a share of k in n from Beta(k + ½, n − k + ½)) and weighed; the bounds are the 2.5 % and 97.5 % quantiles.
KPIs without data widen them: all at the floor for the lower bound, all inside their bands for the upper one.

Reproducible: only Random.random() is used, whose sequence Python promises to keep, and each number drawn becomes one
value by a quantile function. Floats inside; two decimals out, which the last digit of a float does not reach.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from math import exp, log
from random import Random
from statistics import NormalDist

from contracts.domain.months import Month
from contracts.domain.targets import Target
from contracts.domain.terms import ScoreRules
from metrics.domain.balance import Balance, Weighed, weigh
from metrics.domain.beta_quantiles import beta_quantiles
from metrics.domain.design_effect import NEEDS_AGENTS, mean_interval
from metrics.domain.desirability import desirability
from metrics.domain.intervals import Interval, wilson
from metrics.domain.plain_numbers import shown_score

DRAWS = 4000
_EXACT = Context(prec=34)
_TAIL = 0.025
_SMALLEST = 0.5**54  # Random.random() may give 0.0, which has no quantile
_STANDARD = NormalDist()


@dataclass(frozen=True, slots=True)
class MeanSample:
    """A mean with its standard error in the same unit: 0 for a plain count, None when unknown, and `why` says why."""

    mean: Decimal
    standard_error: Decimal | None
    why: str = NEEDS_AGENTS

    @property
    def value(self) -> Decimal:
        return self.mean


@dataclass(frozen=True, slots=True)
class ShareSample:
    """So many hits in so many tries (at least one)."""

    hits: int
    tries: int

    @property
    def value(self) -> Decimal:
        return _EXACT.divide(Decimal(self.hits), Decimal(self.tries))


@dataclass(frozen=True, slots=True)
class Sampled:
    """A KPI with its target and what was measured; None when there is no data."""

    target: Target
    sample: MeanSample | ShareSample | None


@dataclass(frozen=True, slots=True)
class ScoreBounds:
    """Lower and upper bound of the score, two decimals; they hold the shown score. `reason` says why they are None.

    `basis`: "sample" (chance, and missing KPIs if there are any) or "missing" (missing KPIs alone).
    `reason`: why a mean has no standard error (needs_agents), no_targets; no_data when there is no score to bound.
    """

    lower: Decimal | None
    upper: Decimal | None
    basis: str | None = None
    reason: str | None = None


def seed_for(contract_key: str, month: Month, contract_version: int, definition_version: str) -> int:
    """The seed of a month's draws: sha256 of contract, month and versions of the contract and of the definitions.

    A draft and the version minted from it have the same seed, and so have the months before and after a correction:
    their bounds differ because the figures do, not because other numbers were drawn.
    """
    return _digest("\n".join((contract_key, str(month), str(contract_version), definition_version)))


def score_bounds(parts: Sequence[Sampled], rules: ScoreRules, seed: int) -> ScoreBounds:
    """The bounds of a month. AHT 385 ± 5.85 s, CSAT 312 of 400 and hit rate 1,080 of 20,000 give 82.2 to 98.0."""
    weighing = _weighing(parts)
    point = _weigh_values(weighing, rules)
    lacking = _why_no_error(weighing)
    if point.score is None or lacking is not None:
        return _without_chance(point, lacking)
    weight = float(sum(part.target.weight for part in weighing))
    drawn = sorted(map(sum, zip(*(_weighted_logs(part, rules.floor, seed) for part in weighing), strict=True)))
    missing = sum(float(part.target.weight) for part in weighing if part.sample is None) * log(rules.floor)
    lowest, highest = _quantile(drawn, _TAIL) + missing, _quantile(drawn, 1 - _TAIL)
    return _holding(point.score, Decimal(100 * exp(lowest / weight)), Decimal(100 * exp(highest / weight)))


def corner_bounds(parts: Sequence[Sampled], rules: ScoreRules) -> ScoreBounds:
    """The worst and the best score with every KPI somewhere in its 95 % interval: wider than the drawn bounds.

    Nothing is drawn, so it can be followed by hand: 78.19 to 100 for the month of score_bounds.
    """
    weighing = _weighing(parts)
    point = _weigh_values(weighing, rules)
    lacking = _why_no_error(weighing)
    if point.score is None or lacking is not None:
        return _without_chance(point, lacking)
    corners = [(part.target, *_worst_and_best(part)) for part in weighing]
    worst = weigh([Weighed(target.kpi, target.weight, low) for target, low, _ in corners], rules)
    best = weigh([Weighed(target.kpi, target.weight, high) for target, _, high in corners], rules)
    return _holding(point.score, worst.score or point.score, best.score or point.score)


def allows_every_zone(bounds: ScoreBounds, rules: ScoreRules) -> bool:
    """True when the bounds reach from "unacceptable" to "in balance": rank and colour would be chance alone.

    MATH.md 4.2 calls 42.8 to 100 useless and names no width. This is the width at which the zone says nothing.
    """
    if bounds.lower is None or bounds.upper is None:
        return False
    return bounds.lower < rules.imbalance and bounds.upper >= rules.in_balance


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def _weighing(parts: Sequence[Sampled]) -> list[Sampled]:
    """The KPIs that count for the score, in an order that does not depend on the contract's."""
    return sorted((part for part in parts if part.target.weight > 0), key=lambda part: part.target.kpi)


def _weigh_values(parts: Sequence[Sampled], rules: ScoreRules) -> Balance:
    """The balance of what was measured."""
    values = [(part.target, None if part.sample is None else part.sample.value) for part in parts]
    return weigh(
        [Weighed(t.kpi, t.weight, None if value is None else desirability(value, t)) for t, value in values], rules
    )


def _why_no_error(parts: Sequence[Sampled]) -> str | None:
    """Why a mean has no standard error; None when each has one."""
    means = [part.sample for part in parts if isinstance(part.sample, MeanSample)]
    return next((mean.why for mean in means if mean.standard_error is None), None)


def _without_chance(point: Balance, lacking: str | None) -> ScoreBounds:
    """What can be said without draws: how much the missing KPIs leave open, if any are missing."""
    if point.lower is not None and point.upper is not None:
        reason = "no_data" if point.score is None else None
        return ScoreBounds(shown_score(point.lower), shown_score(point.upper), "missing", reason)
    return ScoreBounds(None, None, reason="no_targets" if point.score is None else lacking)


def _holding(point: Decimal, lowest: Decimal, highest: Decimal) -> ScoreBounds:
    """Bounds as they are shown. A score at the best end of all that was drawn still lies within its bounds."""
    shown = shown_score(point)
    return ScoreBounds(min(shown_score(lowest), shown), max(shown_score(highest), shown), "sample")


def _weighted_logs(part: Sampled, floor: Decimal, seed: int) -> list[float]:
    """weight · ln max(d, floor) of each draw. A KPI without data counts as inside its band here."""
    if part.sample is None:
        return [0.0] * DRAWS
    stream = Random(_digest(f"{seed}:{part.target.kpi}"))  # noqa: S311 - a sample, not a secret
    draw, curve, weight = _quantiles(part.sample), _log_curve(part.target, float(floor)), float(part.target.weight)
    return [weight * curve(draw(stream.random() or _SMALLEST)) for _ in range(DRAWS)]


def _quantiles(sample: MeanSample | ShareSample) -> Callable[[float], float]:
    """The function from a probability to a value of the KPI."""
    if isinstance(sample, ShareSample):
        return beta_quantiles(sample.hits, sample.tries)
    mean, error, standard = float(sample.mean), float(sample.standard_error or 0), _STANDARD.inv_cdf
    return lambda probability: mean + error * standard(probability)


def _log_curve(target: Target, floor: float) -> Callable[[float], float]:
    """ln max(d, floor) of metrics.domain.desirability in floats: exactness costs too much 12,000 times."""
    low, below = float(target.band_low), float(target.band_low - target.lower)
    high = float("inf") if target.band_high is None else float(target.band_high)
    above = 1.0 if target.upper is None or target.band_high is None else float(target.upper - target.band_high)
    worst = log(floor)

    def curve(value: float) -> float:
        beyond = (low - value) / below if value < low else (value - high) / above
        return 0.0 if beyond <= 0.0 else log(1.0 - beyond) if beyond < 1.0 - floor else worst

    return curve


def _quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which so large a share of the ordered values lies, interpolated between neighbours."""
    place = share * (len(ordered) - 1)
    index = min(int(place), len(ordered) - 2)
    return ordered[index] + (place - index) * (ordered[index + 1] - ordered[index])


def _worst_and_best(part: Sampled) -> tuple[Decimal, Decimal]:
    """The smallest and the largest desirability within the KPI's interval; without data: 0 and 1."""
    interval, target = _interval(part.sample), part.target
    if interval is None:
        return Decimal(0), Decimal(1)
    ends = desirability(interval.lower, target), desirability(interval.upper, target)
    is_above = target.band_high is not None and interval.lower > target.band_high
    touches_band = interval.upper >= target.band_low and not is_above
    return min(ends), Decimal(1) if touches_band else max(ends)


def _interval(sample: MeanSample | ShareSample | None) -> Interval | None:
    if isinstance(sample, ShareSample):
        return wilson(sample.hits, sample.tries)
    return None if sample is None else mean_interval(sample.mean, sample.standard_error or Decimal(0))
