"""The balance score on its strip, how sure it is, and what each KPI cost it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from contracts.domain.terms import Terms
from contracts.presentation import numbers
from metrics.presentation.cards import title_of
from metrics.presentation.sentences import score_text
from metrics.presentation.strips import ScoreStrip, score_strip

Document = Mapping[str, Any]
_BAR = 1000


@dataclass(frozen=True, slots=True)
class LossBar:
    """What a KPI cost the score: its bar in thousandths of the largest, and the score if it alone were fixed."""

    title: str
    points: str
    width: int
    alone: str


def score_strip_of(score: Document, terms: Terms) -> ScoreStrip:
    """The score on the zones of its contract, with its bounds."""
    bounds = None if score["lower"] is None else (Decimal(score["lower"]), Decimal(score["upper"]))
    rules = terms.score
    return score_strip(
        numbers.as_decimal(score["value"]),
        imbalance=rules.imbalance,
        watch=rules.watch,
        in_balance=rules.in_balance,
        bounds=bounds,
    )


def bounds_text(score: Document) -> str:
    """How far the score could have come out otherwise."""
    if score["lower"] is None:
        return gettext("Weighted geometric mean: no KPI can buy off another.")
    values = {"lower": score_text(score["lower"]), "upper": score_text(score["upper"])}
    if not score["partial"]:
        return gettext("By chance alone it could have come out between %(lower)s and %(upper)s.") % values
    if score.get("bounds") == "sample":
        return gettext("Partial: between %(lower)s and %(upper)s, depending on what is missing and on chance.") % values
    return gettext("Partial: between %(lower)s and %(upper)s, depending on what is missing.") % values


def losses_of(score: Document) -> tuple[LossBar, ...]:
    """What each KPI cost, the largest loss first."""
    most = max((Decimal(loss["points"]) for loss in score["lost"]), default=Decimal(1))
    return tuple(
        LossBar(
            title=title_of(loss["kpi"]),
            points=numbers.number(-Decimal(loss["points"]), 1),
            width=max(round(Decimal(loss["points"]) / most * _BAR), 6),
            alone=gettext("fixed alone: %(score)s") % {"score": score_text(loss["alone"])},
        )
        for loss in score["lost"]
    )


def lost_title(score: Document) -> str:
    """Which KPI cost most."""
    if score["value"] is None:
        return gettext("Points lost")
    if not score["lost"]:
        return gettext("Nothing lost")
    return gettext("%(kpi)s lost most points") % {"kpi": title_of(score["lost"][0]["kpi"])}


def lost_total(score: Document) -> str:
    """What all of it adds up to; 100 − score, whatever the roundings."""
    if score["value"] is None:
        return gettext("Without data there is no score, and nothing is lost: no data is not a miss.")
    if not score["lost"]:
        return gettext("Every KPI with data is inside what was agreed.")
    total = {"total": numbers.number(100 - Decimal(score["value"]), 1)}
    return gettext("%(total)s points lost in all. Fixed alone: the score if only that KPI were as agreed.") % total
