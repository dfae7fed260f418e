"""The five answers below the sentence, and what became of volume and price since the other month."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from contracts.presentation import numbers
from metrics.presentation import words
from metrics.presentation.money import Answer, has_prices, sales_text
from metrics.presentation.next_step import next_step
from metrics.presentation.review_ground import ReviewGround
from metrics.presentation.sentences import hurt_most, names_of, score_text, zone_tone, zone_word

Document = Mapping[str, Any]


def answers_of(ground: ReviewGround) -> tuple[Answer, ...]:
    """Was the month good, what hurt most, what did it cost, what did it earn, what comes next."""
    document = ground.document
    score = document["score"]
    kpi, loss = hurt_most(document)
    zone = words.capital(zone_word(score)) if score["state"] else gettext("No score")
    return (
        Answer(gettext("The month"), f"{zone} {score_text(score['value'])}", _standing(ground), zone_tone(score)),
        Answer(gettext("Hurt most"), kpi, loss),
        *_amounts(ground),
        Answer(gettext("Next"), *next_step(document, ground.today)),
    )


def _amounts(ground: ReviewGround) -> tuple[Answer, ...]:
    """What it cost and earned; without amounts, what was sold."""
    cost, earned = ground.document["cost"], ground.document["earned"]
    if not ground.sees_money:
        return (Answer(gettext("Units sold"), numbers.number(earned["units"]), _sold_in(earned)),)
    paid = gettext("The month pays") if ground.side == "vendor" else gettext("Total cost")
    return (
        Answer(paid, numbers.money(cost["total"], cost["currency"], 0), _per_contact(ground)),
        Answer(
            gettext("Sales brought in"), numbers.money(earned["sale_value"], cost["currency"], 0), sales_text(earned)
        ),
    )


def _sold_in(earned: Document) -> str:
    """The contacts with a sale, below the units sold."""
    n = earned["contacts_with_sale"]
    if n is None:
        return sales_text(earned)
    return ngettext("in %(n)s contact", "in %(n)s contacts", n) % {"n": numbers.number(n)}


def _per_contact(ground: ReviewGround) -> str:
    """What a handled contact cost, or why nobody knows."""
    cost = ground.document["cost"]
    if not has_prices(ground.terms[ground.month]):
        return gettext("no price is agreed")
    if cost["per_contact"] is None:
        return gettext("the total is unknown")
    return gettext("%(amount)s a handled contact") % {"amount": numbers.money(cost["per_contact"], cost["currency"])}


def state_text(document: Document) -> str:
    """draft, so far; final v1."""
    state = gettext(words.SCORECARD_STATES[document["state"]])
    return state if document["version"] is None else f"{state} v{document['version']}"


def score_before(ground: ReviewGround) -> tuple[str, str] | None:
    """Score and name of the month that this one is compared with; None without a score."""
    summary = ground.summaries.get(ground.other)
    if summary is None or summary["score"]["value"] is None:
        return None
    return score_text(summary["score"]["value"]), words.month_name(ground.other)


def _standing(ground: ReviewGround) -> str:
    """What the score leaves out, or else where it stood in the other month."""
    score = ground.document["score"]
    if score["missing"]:
        return gettext("without %(kpis)s") % {"kpis": names_of(score["missing"])}
    before = score_before(ground)
    if before is None:
        return gettext("raw figures")
    return gettext("%(month)s: %(score)s") % {"score": before[0], "month": before[1]}


def change_lead(ground: ReviewGround) -> str:
    """Volume and price beside those of the other month, in one sentence; empty when there is nothing to set beside."""
    now, before = ground.summaries.get(ground.month), ground.summaries.get(ground.other)
    if now is None or before is None:
        return ""
    volumes = [numbers.as_decimal(each["kpis"]["handled"]["value"]) for each in (before, now)]
    prices = [numbers.as_decimal(each["cost"]["total"]) for each in (before, now)]
    values = {
        "before": numbers.number(volumes[0]),
        "now": numbers.number(volumes[1]),
        "change": _relative(*volumes),
        "price_before": numbers.money(prices[0], ground.contract.currency, 0),
        "price_now": numbers.money(prices[1], ground.contract.currency, 0),
        "price_change": _relative(*prices),
    }
    if not ground.sees_money or not all(prices) or not all(volumes):
        return gettext("Handled contacts: %(before)s → %(now)s.") % values
    if ground.is_running:
        text = gettext("So far %(now)s handled contacts (%(before)s) for %(price_now)s (%(price_before)s).")
        return text % values
    return (
        gettext(
            "Handled contacts %(change)s (%(before)s → %(now)s), their price %(price_change)s "
            "(%(price_before)s → %(price_now)s)."
        )
        % values
    )


def _relative(before: Decimal | None, now: Decimal | None) -> str:
    return numbers.DASH if not before or now is None else numbers.percent(now / before - 1, 1, signed=True)
