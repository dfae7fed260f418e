"""The page of a month: everything that the monthly review shows, ready to print (LOOK.md 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from contracts.domain.months import Month
from contracts.domain.terms import Terms
from contracts.presentation import numbers
from metrics.domain import kpis
from metrics.domain.scorecard import BASIS_REASONS
from metrics.presentation import words
from metrics.presentation.cards import KpiCard, difference, kpi_card, null_reason, title_of
from metrics.presentation.money import (
    Answer,
    CostRow,
    cost_note,
    cost_row,
    cost_title,
    earned_facts,
    earned_note,
    earned_title,
    sales_text,
)
from metrics.presentation.next_step import next_step
from metrics.presentation.sentences import hurt_most, month_sentence, names_of, score_text, zone_tone, zone_word
from metrics.presentation.splits import Split, splits_of
from metrics.presentation.strips import ScoreStrip, score_strip

Document = Mapping[str, Any]
BALANCED: tuple[str, ...] = ("aht", "csat", "hit_rate")
_BAR = 1000


@dataclass(frozen=True, slots=True)
class LossBar:
    """What a KPI cost the score: its bar in thousandths of the largest, and the score if it alone were fixed."""

    title: str
    points: str
    width: int
    alone: str


@dataclass(frozen=True, slots=True)
class OtherKpi:
    """A KPI beside the balance: value, what stands behind it, difference, or why there is none."""

    title: str
    value: str
    n: str
    difference: str
    note: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The monthly review of one contract and month."""

    month: str
    month_name: str
    state: str
    version: int | None
    contract_version: int
    basis_note: str
    sentences: tuple[str, ...]
    answers: tuple[Answer, ...]
    score: str
    zone: str
    zone_key: str
    tone: str
    knocked_out: str
    strip: ScoreStrip
    bounds: str
    losses: tuple[LossBar, ...]
    lost_title: str
    lost_total: str
    cards: tuple[KpiCard, ...]
    others: tuple[OtherKpi, ...]
    splits: tuple[Split, ...]
    costs: tuple[CostRow, ...]
    cost_title: str
    cost_total: str
    cost_note: str
    earned_title: str
    earned: tuple[Answer, ...]
    earned_note: str


def review_page(
    document: Document, terms: Terms, *, side: str, today: date, brands: Mapping[str, str] = words.NO_NAMES
) -> ReviewPage:
    """Lay out a scorecard for one side of the contract; both see the same figures."""
    month = Month.parse(document["month"])
    score = document["score"]
    return ReviewPage(
        month=str(month),
        month_name=words.month_name(month),
        state=gettext(words.SCORECARD_STATES[document["state"]]),
        version=document["version"],
        contract_version=document["contract_version"],
        basis_note=_basis_note(document),
        sentences=month_sentence(document),
        answers=_answers(document, side, today),
        score=score_text(score["value"]),
        zone=words.capital(zone_word(score)) if score["state"] else gettext("No score"),
        zone_key=score["state"] or "",
        tone=zone_tone(score),
        knocked_out=", ".join(title_of(kpi) for kpi in score["knocked_out"]),
        strip=_score_strip(score, terms),
        bounds=_bounds(score),
        losses=_losses(score),
        lost_title=_lost_title(score),
        lost_total=_lost_total(score),
        cards=tuple(kpi_card(key, document["kpis"][key], words.month_name(month.previous)) for key in BALANCED),
        others=tuple(_other(kpi.key, document) for kpi in kpis.ALL if kpi.key not in BALANCED),
        splits=splits_of(document, brands),
        costs=tuple(cost_row(line) for line in document["cost"]["lines"]),
        cost_title=cost_title(document, side),
        cost_total=numbers.money(document["cost"]["total"], document["cost"]["currency"]),
        cost_note=cost_note(document),
        earned_title=earned_title(document),
        earned=earned_facts(document, side),
        earned_note=earned_note(document),
    )


def _basis_note(document: Document) -> str:
    note = gettext("These are raw figures: everything counts, no incident is taken out.")
    reason = BASIS_REASONS.get(document["basis_reason"] or "")
    return f"{note} {gettext(reason)}" if reason else note


def _answers(document: Document, side: str, today: date) -> tuple[Answer, ...]:
    score, cost = document["score"], document["cost"]
    kpi, loss = hurt_most(document)
    paid = gettext("The vendor is paid") if side == "vendor" else gettext("It cost")
    per_contact = gettext("%(amount)s a handled contact") % {
        "amount": numbers.money(cost["per_contact"], cost["currency"])
    }
    earned = document["earned"]
    zone = words.capital(zone_word(score)) if score["state"] else gettext("No score")
    return (
        Answer(gettext("The month"), f"{zone} {score_text(score['value'])}", _missing(score),
               zone_tone(score)),
        Answer(gettext("Hurt most"), kpi, loss),
        Answer(paid, numbers.money(cost["total"], cost["currency"]), per_contact),
        Answer(gettext("It earned"), numbers.money(earned["sale_value"], cost["currency"]), sales_text(earned)),
        Answer(gettext("Next"), *next_step(document, today)),
    )  # fmt: skip


def _missing(score: Document) -> str:
    if not score["missing"]:
        return gettext("raw figures")
    return gettext("without %(kpis)s") % {"kpis": names_of(score["missing"])}


def _score_strip(score: Document, terms: Terms) -> ScoreStrip:
    bounds = None if score["lower"] is None else (Decimal(score["lower"]), Decimal(score["upper"]))
    rules = terms.score
    return score_strip(
        numbers.as_decimal(score["value"]),
        imbalance=rules.imbalance,
        watch=rules.watch,
        in_balance=rules.in_balance,
        bounds=bounds,
    )


def _bounds(score: Document) -> str:
    if score["lower"] is None:
        return gettext("Weighted geometric mean: no KPI can buy off another.")
    values = {"lower": score_text(score["lower"]), "upper": score_text(score["upper"])}
    if not score["partial"]:
        return gettext("By chance alone it could have come out between %(lower)s and %(upper)s.") % values
    if score.get("bounds") == "sample":
        return gettext("Partial: between %(lower)s and %(upper)s, depending on what is missing and on chance.") % values
    return gettext("Partial: between %(lower)s and %(upper)s, depending on what is missing.") % values


def _losses(score: Document) -> tuple[LossBar, ...]:
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


def _lost_title(score: Document) -> str:
    if score["value"] is None:
        return gettext("Points lost")
    if not score["lost"]:
        return gettext("Nothing lost")
    return gettext("%(kpi)s cost most") % {"kpi": title_of(score["lost"][0]["kpi"])}


def _lost_total(score: Document) -> str:
    """What all of it adds up to; 100 − score, whatever the roundings."""
    if score["value"] is None:
        return gettext("Without data there is no score, and nothing is lost: no data is not a miss.")
    if not score["lost"]:
        return gettext("Every KPI with data is inside what was agreed.")
    total = {"total": numbers.number(100 - Decimal(score["value"]), 1)}
    return gettext("%(total)s points lost in all. Fixed alone: the score if only that KPI were as agreed.") % total


def _other(key: str, document: Document) -> OtherKpi:
    entry = document["kpis"][key]
    has_value = entry["value"] is not None
    return OtherKpi(
        title=title_of(key),
        value=numbers.kpi_value(entry["value"], entry["unit"]),
        n=numbers.number(entry["n"]) if has_value else "",
        difference=difference(entry),
        note="" if has_value else null_reason(entry),
    )
