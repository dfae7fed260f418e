"""The computed sentence of a month: whole translated templates with named values, one per case (LOOK.md 6).

The templates carry their own marks (strong: the verdict, a: where the figure is explained on the page); values are
escaped when they are filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from babel.lists import format_list
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
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


def zone_tone(score: Document) -> str:
    """The colour of the score's zone; none where chance allows every zone."""
    if score.get("distinguishable") is False:
        return "few"
    return words.ZONE_TONES.get(score["state"] or "", "few")


def standing_word(score: Document) -> str:
    """The zone of the score as an adjective in a sentence."""
    return gettext(words.STANDINGS[score["state"]])


def month_sentence(document: Document, before: tuple[str, str] | None = None) -> tuple[SafeString, ...]:
    """One or two sentences: where the month stands (so far, without what is missing), and what it lost most.

    `before` is score and name of the month that it is compared with.
    """
    score = document["score"]
    month = words.month_name(document["month"])
    if score["value"] is None:
        return (format_html(gettext("{month} has no score: no KPI with a target has data."), month=month),)
    values = {"month": month, "zone": standing_word(score), "score": score_text(score["value"])}
    return _standing(document, values, before), _loss(score)


def _standing(document: Document, values: Mapping[str, str], before: tuple[str, str] | None) -> SafeString:
    score = document["score"]
    is_open = document["state"] in {"draft", "preliminary"}
    if score["knocked_out"]:
        text = gettext("{month} is <strong>unacceptable at {score}</strong>: knocked out by {kpis}.")
        return format_html(text, **values, kpis=names_of(score["knocked_out"]))
    if score["partial"]:
        return _partial(score, values, is_open)
    if before is not None:
        return _compared({**values, "before": before[0], "other": before[1]}, is_open)
    if is_open:
        return format_html(gettext("{month} is <strong>{zone} at {score}</strong> so far."), **values)
    return format_html(gettext("{month} is <strong>{zone} at {score}</strong>."), **values)


def _compared(values: Mapping[str, str], is_open: bool) -> SafeString:
    if is_open:
        return format_html(
            gettext("{month} is <strong>{zone} at {score}</strong> so far, against {before} in {other}."), **values
        )
    return format_html(gettext("{month} is <strong>{zone} at {score}</strong>, against {before} in {other}."), **values)


def _partial(score: Document, values: Mapping[str, str], is_open: bool) -> SafeString:
    found = {
        "missing": names_of(score["missing"]),
        "lower": score_text(score["lower"]),
        "upper": score_text(score["upper"]),
    }
    if is_open:
        text = gettext(
            "{month} is <strong>{zone} at {score}</strong> so far, without {missing}; "
            "with it the score lies between {lower} and {upper}."
        )
    else:
        text = gettext(
            "{month} is <strong>{zone} at {score}</strong> without {missing}; "
            "with it the score lies between {lower} and {upper}."
        )
    return format_html(text, **values, **found)


def names_of(keys: Sequence[str]) -> str:
    """KPIs named inside a sentence."""
    return format_list([words.uncapital(title_of(key)) for key in keys], locale=words.locale())


def _loss(score: Document) -> SafeString:
    if not score["lost"]:
        return escape(gettext("Nothing was lost: every KPI with data is as agreed."))
    first = score["lost"][0]
    values = {
        "kpi": title_of(first["kpi"]),
        "anchor": f"#kpi-{first['kpi']}",
        "points": numbers.number(first["points"], 1),
        "total": numbers.number(100 - (numbers.as_decimal(score["value"]) or 0), 1),
        "alone": score_text(first["alone"]),
    }
    if len(score["lost"]) == 1:
        return format_html(
            gettext('<a href="{anchor}">{kpi}</a> alone lost <a href="#lost">{points} points</a>.'), **values
        )
    if values["points"] == values["total"]:
        text = gettext('<a href="{anchor}">{kpi}</a> lost nearly all of the <a href="#lost">{total} points</a>.')
        return format_html(text, **values)
    text = gettext(
        '<a href="{anchor}">{kpi}</a> lost <a href="#lost">{points} of the {total} points</a>; '
        "fixed alone it would bring the score to {alone}."
    )
    return format_html(text, **values)


def hurt_most(document: Document) -> tuple[str, str]:
    """The KPI that lost most, and how much; for the answer strip."""
    lost = document["score"]["lost"]
    if not lost:
        return pgettext("what hurt most", "Nothing"), gettext("no points lost")
    entry = document["kpis"][lost[0]["kpi"]]
    values = {"points": numbers.number(lost[0]["points"], 1), "verdict": words.uncapital(chip_of(entry).word)}
    return title_of(lost[0]["kpi"]), gettext("−%(points)s points, %(verdict)s") % values
