"""The computed sentence of a month: whole translated templates with named values, one per case (LOOK.md 6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext

from contracts.presentation import numbers
from metrics.presentation import words
from metrics.presentation.cards import chip_of, title_of

Document = Mapping[str, Any]


def score_text(value: str | None) -> str:
    """A score with one digit, two when one digit would contradict its zone (84.98 is not 85.0)."""
    exact = numbers.as_decimal(value)
    if exact is None:
        return numbers.DASH
    edge = round(exact, 1) in {70, 85, 95, 100} and exact != round(exact, 1)
    return numbers.number(exact, 2 if edge else 1)


def zone_word(score: Document) -> str:
    """The name of the score's zone."""
    return gettext(words.ZONES[score["state"]])


def standing_word(score: Document) -> str:
    """The zone of the score as an adjective in a sentence."""
    return gettext(words.STANDINGS[score["state"]])


def month_sentence(document: Document) -> tuple[str, ...]:
    """One to three sentences: where the month stands, what it lost most, and what is missing or preliminary."""
    score = document["score"]
    values = {"month": words.month_name(document["month"])}
    if score["value"] is None:
        return (gettext("%(month)s has no score: no KPI with a target has data.") % values,)
    values |= {"zone": standing_word(score), "score": score_text(score["value"])}
    found = [_standing(document, values), _loss(score)]
    return tuple(part for part in found if part)


def _standing(document: Document, values: Mapping[str, str]) -> str:
    score = document["score"]
    if score["knocked_out"]:
        knocked = ", ".join(title_of(kpi).lower() for kpi in score["knocked_out"])
        return gettext("%(month)s is unacceptable at %(score)s: knocked out by %(kpis)s.") % {**values, "kpis": knocked}
    if score["partial"]:
        missing = ", ".join(title_of(kpi).lower() for kpi in score["missing"])
        bounds = {"lower": score_text(score["lower"]), "upper": score_text(score["upper"]), "missing": missing}
        return gettext(
            "%(month)s is %(zone)s at %(score)s without %(missing)s; with it the score would lie between "
            "%(lower)s and %(upper)s."
        ) % {**values, **bounds}
    if document["state"] in {"draft", "preliminary"}:
        return gettext("%(month)s is %(zone)s at %(score)s so far.") % values
    return gettext("%(month)s is %(zone)s at %(score)s.") % values


def _loss(score: Document) -> str:
    if not score["lost"]:
        return gettext("Nothing was lost: every KPI with data is as agreed.")
    first = score["lost"][0]
    values = {
        "kpi": title_of(first["kpi"]),
        "points": numbers.number(first["points"], 1),
        "total": numbers.number(100 - (numbers.as_decimal(score["value"]) or 0), 1),
        "alone": score_text(first["alone"]),
    }
    if len(score["lost"]) == 1:
        return gettext("%(kpi)s alone lost %(points)s points.") % values
    return (
        gettext("%(kpi)s lost %(points)s of the %(total)s points; fixed alone it would bring the score to %(alone)s.")
        % values
    )


def hurt_most(document: Document) -> tuple[str, str]:
    """The KPI that lost most, and how much; for the answer strip."""
    lost = document["score"]["lost"]
    if not lost:
        return pgettext("what hurt most", "Nothing"), gettext("no points lost")
    entry = document["kpis"][lost[0]["kpi"]]
    values = {"points": numbers.number(lost[0]["points"], 1), "verdict": chip_of(entry).word.lower()}
    return title_of(lost[0]["kpi"]), gettext("−%(points)s points, %(verdict)s") % values
