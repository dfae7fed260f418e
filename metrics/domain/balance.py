"""The balance score: 100 when everything is as agreed, and what it lost where (MATH.md 4.2).

S = 100 · exp(Σ w · ln e), e = max(d, floor): the weighted geometric mean of the desirabilities, so that no KPI buys off
another. A KPI with d = 0 knocks the month out, whatever S is. A KPI without data is left out, the weights of the others
are scaled up, and the bounds say what it could have been. Decimal with 60 digits inside, 24 places out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from contracts.domain.errors import N_
from contracts.domain.terms import ScoreRules

_WORK = Context(prec=60)
_PLACES = Decimal(1).scaleb(-24)
_BEST = Decimal(100)

STATES: dict[str, str] = {
    "in_balance": N_("In balance"),
    "watch": N_("Watch"),
    "imbalance": N_("Imbalance"),
    "unacceptable": N_("Unacceptable"),
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """One KPI on the scales: its weight and its desirability, None when there is no data."""

    kpi: str
    weight: Decimal
    desirability: Decimal | None


@dataclass(frozen=True, slots=True)
class Loss:
    """Points that one KPI costs the score, and the score if this KPI alone were inside its band."""

    kpi: str
    points: Decimal
    alone: Decimal


@dataclass(frozen=True, slots=True)
class Balance:
    """The score of a month. `score` is None when no KPI has data; `lost` holds every KPI with data, largest first.

    `lower` and `upper` are given for a partial score alone: the missing KPIs at the floor, and inside their bands.
    """

    score: Decimal | None
    state: str | None
    missing: tuple[str, ...]
    knocked_out: tuple[str, ...]
    lost: tuple[Loss, ...]
    lower: Decimal | None = None
    upper: Decimal | None = None

    @property
    def is_partial(self) -> bool:
        return bool(self.missing)

    def points_lost(self) -> Mapping[str, Decimal]:
        """Points by KPI; together exactly 100 − score."""
        return {loss.kpi: loss.points for loss in self.lost}


def weigh(parts: Sequence[Weighed], rules: ScoreRules) -> Balance:
    """The balance of a month. Scenario 11 (AHT 432, CSAT 0.74, hit rate 0.048) gives 68.19, of which AHT lost 13.95."""
    weighing = [part for part in parts if part.weight > 0]
    known = {part.kpi: (part.weight, max(part.desirability, rules.floor)) for part in weighing
             if part.desirability is not None}  # fmt: skip
    missing = tuple(part.kpi for part in weighing if part.desirability is None)
    knocked_out = tuple(part.kpi for part in weighing if part.desirability == 0)
    lower, upper = _bounds(weighing, rules.floor) if missing else (None, None)
    if not known:
        return Balance(None, None, missing, knocked_out, (), lower, upper)
    score = _score(known)
    state = _state(score, rules, is_knocked_out=bool(knocked_out))
    return Balance(score, state, missing, knocked_out, _losses(known, score), lower, upper)


def _score(known: Mapping[str, tuple[Decimal, Decimal]]) -> Decimal:
    """100 · weighted geometric mean of (weight, desirability); exactly 100 if and only if every desirability is 1."""
    values = [value for _, value in known.values()]
    if min(values) == max(values):
        return _rounded(_BEST * values[0])
    with localcontext(_WORK):
        total = sum(weight for weight, _ in known.values())
        mean = sum((weight * value.ln() for weight, value in known.values()), Decimal(0)) / total
        score = _rounded(_BEST * mean.exp())
    return min(score, _BEST - _PLACES)


def _losses(known: Mapping[str, tuple[Decimal, Decimal]], score: Decimal) -> tuple[Loss, ...]:
    """Log shares of 100 − S; the largest takes the last digit, so that they add up exactly."""
    with localcontext(_WORK):
        logs = {kpi: weight * value.ln() for kpi, (weight, value) in known.items()}
        whole = sum(logs.values(), Decimal(0))
        points = {kpi: _rounded((_BEST - score) * (log / whole)) if whole else Decimal(0) for kpi, log in logs.items()}
        if whole:
            first = min(logs, key=lambda kpi: logs[kpi])
            points[first] += _BEST - score - sum(points.values(), Decimal(0))
    losses = [Loss(kpi, abs(points[kpi]), _alone(known, kpi)) for kpi in known]
    return tuple(sorted(losses, key=lambda loss: -loss.points))


def _alone(known: Mapping[str, tuple[Decimal, Decimal]], fixed: str) -> Decimal:
    """The score if one KPI alone were inside its band."""
    return _score({kpi: (weight, Decimal(1) if kpi == fixed else value) for kpi, (weight, value) in known.items()})


def _bounds(parts: Sequence[Weighed], floor: Decimal) -> tuple[Decimal, Decimal]:
    """The score with every missing KPI at the floor, and with every missing KPI inside its band."""

    def filled(instead: Decimal) -> Decimal:
        values = {p.kpi: instead if p.desirability is None else max(p.desirability, floor) for p in parts}
        return _score({p.kpi: (p.weight, values[p.kpi]) for p in parts})

    return filled(floor), filled(Decimal(1))


def _state(score: Decimal, rules: ScoreRules, *, is_knocked_out: bool) -> str:
    """The zone of the unrounded score; a knock-out is unacceptable whatever the score."""
    if is_knocked_out or score < rules.imbalance:
        return "unacceptable"
    if score < rules.watch:
        return "imbalance"
    return "watch" if score < rules.in_balance else "in_balance"


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(_PLACES, rounding=ROUND_HALF_EVEN, context=_WORK)
